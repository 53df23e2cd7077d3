New-Object Text.StringBuilder(1, 2, 3, 4, 5) # -> unknown-constructor
New-Object IO.FileStream # -> unknown-constructor
New-Object -TypeName IO.StreamWriter -ArgumentList 'a', $true, $null, 1, 2 # -> unknown-constructor
[IO.FileInfo]::new() # -> unknown-constructor
New-Object IO.Stream # -> unknown-constructor, not-allowed
New-Object Security.Cryptography.SHA256 # -> unknown-constructor, not-allowed
New-Object Management.Automation.ErrorRecord('one') # -> unknown-constructor
New-Object IO.StreamReader('path', $true)
New-Object DateTime 2026, 1, 1 # -> not-allowed
New-Object byte[] 12
New-Object Guid # -> not-allowed
[Text.UTF8Encoding]::new($false)
