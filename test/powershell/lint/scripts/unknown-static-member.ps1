[IO.Path]::GetRelativePath('a', 'b') # -> unknown-static-member, not-allowed
[Environment]::ProcessPath # -> unknown-static-member, not-allowed
[Random]::Shared # -> unknown-static-member, not-allowed
[IO.File]::WriteAllText('a', 'b', 'c', 'd') # -> unknown-static-member
[Security.Cryptography.SHA256]::HashData($null) # -> unknown-static-member, not-allowed
[Convert]::ToHexString($null) # -> unknown-static-member, not-allowed
[Net.SecurityProtocolType]::Tls13 # -> unknown-static-member, not-allowed
[Security.Cryptography.SHA256Managed]::Create() # -> not-allowed
[string]::Join(',', 'a', 'b', 'c', 'd', 'e')
[Net.SecurityProtocolType]::Tls12
[int]::MaxValue
[IO.Directory]::Exists('a')
$path = [IO.Path]
$path::Join('a', 'b') # -> unknown-static-member, not-allowed
$path::Combine('a', 'b') # -> not-allowed
