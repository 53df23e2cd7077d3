# The module as somebody uses it by hand, imported by its manifest, on a Windows that is a table: what would touch it is replaced
# inside of the module, and what it was asked to change is noted. Mode "declined": each function that changes something, with
# -Confirm; whatever is asked is answered on the input. Mode "asking": those that ask by themselves. Mode "named": by Invoke-CloudSyncOperation. Mode "shown": what is on the
# screen. Writes one line of JSON for each call.
param([Parameter(Mandatory = $true)][string]$Manifest, [Parameter(Mandatory = $true)][string]$Folder, [Parameter(Mandatory = $true)][string]$Mode)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$module = Import-Module -Name $Manifest -PassThru
$program = [IO.Path]::Combine($Folder, 'setup.exe')
[IO.File]::WriteAllText($program, 'MZ')
[IO.File]::WriteAllText([IO.Path]::Combine($Folder, 'AADConnectProvisioningAgentWizard.exe'), 'MZ')
[IO.File]::WriteAllText([IO.Path]::Combine($Folder, 'AADConnectProvisioningAgent.exe.config'), '<configuration></configuration>')
& $module {
    param($Folder)
    $script:Made = New-Object Collections.ArrayList
    $script:Values = @{}
    $script:Service = @{ name = 'A'; displayName = 'Agent'; state = 'Running'; startMode = 'Disabled'; account = 'LocalSystem' }
    function script:Note { param($What) $null = $script:Made.Add($What) }
    function script:Get-SessionIdentity { @{ user = 'CONTOSO\ada'; sid = 'S-1-5-21-1'; elevated = $false; administrator = $true; desktop = $true } }
    function script:Lock-Server { Note -What 'lock' }
    function script:Get-ComputerState { @{ name = 'SYNC01'; joined = $true; domain = 'contoso.com'; memoryMb = 8192; bootedAt = '2026-11-24T12:00:00.0000000Z' } }
    $script:Place = $Folder
    function script:Get-FolderPath { $script:Place }
    function script:Get-RegistryValue { param($Path, $Name) $script:Values[$Path + '\' + $Name] }
    function script:Write-RegistryNumber { param($Path, $Name, $Value) $script:Values[$Path + '\' + $Name] = $Value; Note -What 'registry' }
    function script:Clear-RegistryValue { Note -What 'registry' }
    function script:Get-RestartReason { $null }
    function script:Write-RestartReason { Note -What 'mark' }
    function script:Get-ExecutionPolicyState { @{ scope = 'LocalMachine'; policy = 'Restricted' } }
    function script:Write-ExecutionPolicyState { Note -What 'policy' }
    function script:Get-ServiceState { $script:Service }
    function script:Write-ServiceStartMode { Note -What 'start mode' }
    function script:Invoke-ServiceRestart { Note -What 'service' }
    function script:Invoke-WindowsRestart { Note -What 'restart' }
    function script:Assert-OwnInstaller { }
    function script:Get-FileSignature { @{ status = 'Valid'; signer = 'Microsoft Corporation' } }
    function script:Get-FileProduct { @{ name = 'Provisioning Agent'; version = '1.1.2334.0' } }
    function script:Get-InstalledVersion { }
    function script:Invoke-Setup { Note -What 'setup'; 0 }
    function script:Assert-Uninstalled { }
    function script:Invoke-Program { Note -What 'program'; 1 }
    function script:Get-ProgramProcess { }
    function script:Get-AgentTenant { }
    function script:Invoke-InChild { Note -What 'child'; @{ steps = @('Connect-AADCloudSyncAzureAD') } }
    function script:ConvertTo-AccountSid { 'S-1-5-80-0' }
    function script:Get-AccountRight { $script:Holders }
    function script:Write-AccountRight { Note -What 'right'; 0 }
    function script:Get-ManagedAccountFlag { $false }
    function script:Write-ManagedAccountFlag { Note -What 'flag' }
    function script:Find-AgentProduct { @{ id = 'x'; name = 'Agent'; version = '1.1.2334.0' } }
    function script:Get-UninstallCommand { @{ path = 'C:\x.exe'; line = '' } }
    function script:Get-BundlePath { param($Path) $Path }
    function script:Get-BundleContent { @{ parts = @(@{ entry = 'facts.json'; kind = 'facts'; of = '' }); left = @{} } }
    function script:Get-BundleMask { , @(@{}) }
    function script:Invoke-InPrivateFolder { Note -What 'bundle' }
    function script:Backup-AgentConfiguration { Note -What 'configuration' }
    function script:Open-Download { Note -What 'download'; throw 'It was asked for.' }
    function script:Open-Directory { @{ failure = $null; connection = @{ ldap = New-Object IO.MemoryStream }; bind = @{}; root = @{} } }
    function script:Read-DirectoryValue { $null }
    function script:Write-DirectoryValue { Note -What 'directory' }
    function script:Get-DriveKind { Note -What 'drive'; 'Fixed' }
} $Folder
$secret = New-Object Management.Automation.PSCredential('ada', (New-Object Security.SecureString))
$calls = [ordered]@{
    'Set-CloudSyncTlsValue'               = @{ Setting = 'strongCrypto'; Value = 1 }
    'Set-CloudSyncRestartMark'            = @{ Reason = 'settings' }
    'Set-CloudSyncExecutionPolicyScope'   = @{ Scope = 'LocalMachine'; Policy = 'RemoteSigned' }
    'Set-CloudSyncCredentialManagerStart' = @{ StartMode = 'Manual' }
    'Restart-CloudSyncServer'             = @{}
    'Save-CloudSyncInstaller'             = @{ Url = 'https://download.contoso.com/setup.exe' }
    'Copy-CloudSyncInstaller'             = @{ Path = 'C:\x\setup.exe'; ShareHost = '' }
    'Remove-CloudSyncInstaller'           = @{ Path = $program }
    'Install-CloudSyncAgent'              = @{ Path = $program; Sha256 = (Get-FileHash -LiteralPath $program).Hash; Arguments = @() }
    'Start-CloudSyncAgentWizard'          = @{}
    'Register-CloudSyncAgent'             = @{ CustomAccount = 'provAgent01$'; Domains = @(@{ name = 'contoso.com' }); Way = 'credential'; Tenant = ''; SeenTenant = $null; AccountCredential = $secret; ServiceAccountCredential = @(); DomainCredential = @() }
    'Restart-CloudSyncAgentService'       = @{}
    'Add-CloudSyncLogonRight'             = @{ Account = 'CONTOSO\provAgent01$' }
    'Remove-CloudSyncLogonRight'          = @{ Account = 'CONTOSO\provAgent01$' }
    'Set-CloudSyncManagedAccount'         = @{ Managed = $true }
    'Set-CloudSyncAgentServiceStart'      = @{ Service = 'AADConnectProvisioningAgent'; StartMode = 'Automatic' }
    'Set-CloudSyncAgentProxy'             = @{ Address = 'http://proxy.contoso.com:8080' }
    'Set-CloudSyncAgentPermission'        = @{ Types = @('BasicRead'); Domain = 'contoso.com'; EnterpriseCredential = $secret }
    'Protect-CloudSyncAgentAccount'       = @{ Account = 'CONTOSO\provAgent01$'; AdministratorCredential = $secret }
    'Uninstall-CloudSyncAgentProduct'     = @{ Id = 'x' }
    'Save-CloudSyncLogBundle'             = @{ Path = 'logs.zip'; Hours = 1; HideNames = $false; Entries = $null }
    'Set-CloudSyncDirectoryValue'         = @{ Target = @{ timeoutMs = 1000 }; Dn = 'CN=x'; Attribute = 'msDS-SupportedEncryptionTypes'; Was = $null; Value = '28' }
}

# Runs one call; writes what came out, what was told and what was made.
function Write-Call {
    param([string]$Name, [scriptblock]$Do)
    & $module { $script:Made.Clear(); $script:Holders = @() }
    if ($Name -eq 'Remove-CloudSyncLogonRight') { & $module { $script:Holders = @('S-1-5-80-0') } }
    $problem = ''
    $all = @()
    try { $all = @(& $Do 4>&1 6>$null) } catch { $problem = [string]$_.Exception.Message }
    $line = @{
        name   = $Name
        error  = $problem
        told   = @($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and $_.Message -notlike 'Performing the operation*' } | ForEach-Object { $_.Message })
        output = @($all | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] })
        types  = @($all | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] } | ForEach-Object { $_.PSObject.TypeNames[0] })
        made   = @(& $module { $script:Made.ToArray() })
    }
    [Console]::Out.WriteLine('@' + (ConvertTo-Json -InputObject $line -Depth 8 -Compress))
}

if ($Mode -eq 'declined') { foreach ($name in $calls.Keys) { $how = $calls[$name]; Write-Call -Name $name -Do { & $name @how -Confirm -Verbose } } }
$asking = @('Restart-CloudSyncServer', 'Uninstall-CloudSyncAgentProduct', 'Register-CloudSyncAgent')
if ($Mode -eq 'asking') { foreach ($name in $asking) { $how = $calls[$name]; Write-Call -Name $name -Do { & $name @how } } }
if ($Mode -eq 'named') {
    foreach ($name in @('Set-CloudSyncTlsValue') + $asking) {
        $how = $calls[$name]
        Write-Call -Name $name -Do { Invoke-CloudSyncOperation -Name $name -Arguments $how -WhatIf }
        Write-Call -Name $name -Do { Invoke-CloudSyncOperation -Name $name -Arguments $how }
        Write-Call -Name $name -Do { Invoke-CloudSyncOperation -Name $name -Arguments $how }
    }
    Write-Call -Name 'Get-CloudSyncTlsFact' -Do { Invoke-CloudSyncOperation -Name 'Get-CloudSyncTlsFact' }
    foreach ($name in @('Get-Process', 'Invoke-AgentRegistration', 'Invoke-CloudSyncOperation')) { Write-Call -Name $name -Do { Invoke-CloudSyncOperation -Name $name } }
}
if ($Mode -eq 'shown') {
    Write-Call -Name 'Get-CloudSyncTlsFact' -Do { Get-CloudSyncTlsFact | Format-List | Out-String -Width 200 }
    Write-Call -Name 'Get-CloudSyncServerFact' -Do { Get-CloudSyncServerFact }
    Write-Call -Name 'positional' -Do { Set-CloudSyncRestartMark 'settings' }
    foreach ($name in @(Get-Command -Module CloudSyncSetup)) {
        $help = Get-Help -Name $name.Name -Full
        $parameters = @($name.Parameters.Keys | Where-Object { $_ -notin [Management.Automation.PSCmdlet]::CommonParameters -and $_ -notin [Management.Automation.PSCmdlet]::OptionalCommonParameters })
        $missing = @(foreach ($one in $parameters) { $found = Get-Help -Name $name.Name -Parameter $one; if ($found.PSObject.Properties.Name -notcontains 'description') { $one } })
        $values = @{ name = $name.Name; missing = $missing; examples = @($help.examples.example).Count; outputs = ('' + ($help.returnValues.returnValue | Out-String)).Trim() }
        [Console]::Out.WriteLine('@' + (ConvertTo-Json -InputObject @{ help = $values } -Depth 5 -Compress))
    }
}
