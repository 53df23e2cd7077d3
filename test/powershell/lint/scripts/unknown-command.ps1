Get-Uptime # -> unknown-command
Remove-Service -Name 'one' # -> unknown-command
Get-ADUser -Identity 'one' # -> unknown-command
Microsoft.PowerShell.Management\Get-Process # -> unknown-command
& 'Get-Errors' # -> unknown-command
reg.exe # -> unknown-command, unknown-program
Get-AADCloudSyncADDomain # -> unknown-command
