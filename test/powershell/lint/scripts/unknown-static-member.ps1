[IO.Path]::GetRelativePath('a', 'b') # -> unknown-static-member
[Environment]::ProcessPath # -> unknown-static-member
[Random]::Shared # -> unknown-static-member
[IO.File]::WriteAllText('a', 'b', 'c', 'd') # -> unknown-static-member
[Security.Cryptography.SHA256]::HashData($null) # -> unknown-static-member
[Convert]::ToHexString($null) # -> unknown-static-member
[Net.SecurityProtocolType]::Tls13 # -> unknown-static-member
[Security.Cryptography.SHA256Managed]::Create()
[string]::Join(',', 'a', 'b', 'c', 'd', 'e')
[Net.SecurityProtocolType]::Tls12
[int]::MaxValue
[Environment]::GetFolderPath('System')
$path = [IO.Path]
$path::Join('a', 'b') # -> unknown-static-member
$path::Combine('a', 'b')
