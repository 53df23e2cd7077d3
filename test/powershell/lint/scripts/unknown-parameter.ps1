function Get-Mine { param([string]$Name) $Name }
function Set-Mine {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param([string]$Name)
    if ($PSCmdlet.ShouldProcess($Name)) { $Name }
}
Get-Mine -Nme 'one' # -> unknown-parameter
Get-Mine -Name 'one' -WhatIf # -> unknown-parameter
Set-Mine -Name 'one' -WhatIf -ErrorAction Stop
ConvertFrom-Json -InputObject '{}' -AsHashtable # -> unknown-parameter
@(1, 2) | ForEach-Object -Parallel { $_ } # -> unknown-parameter, not-allowed
Get-Content -Path 'one' -AsByteStream # -> unknown-parameter
Get-Item -Pa 'one' # -> unknown-parameter
Get-Item -Path 'one' -ea Stop # -> unknown-parameter
Set-AADCloudSyncPermissions -PermissionType 'All' -EACredential $null -Domain 'contoso.com' # -> unknown-parameter
Set-AADCloudSyncPermissions -PermissionType 'BasicRead' -TargetDomain 'contoso.com' -TargetDomainCredential $null
