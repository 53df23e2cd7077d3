# What can be read of a server. Each fact is read on its own: one that fails says why and spoils no other.

function Get-Fact {
    # Runs a read; gives its value, or why it could not be read.
    param([Parameter(Mandatory = $true)][scriptblock]$Read)
    try { @{ value = & $Read } }
    catch { @{ unread = Get-ErrorText -Exception $_.Exception } }
}

function Select-Fact {
    # One member of a fact that holds several; where that could not be read, neither could the member.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Of, [Parameter(Mandatory = $true)][string]$Name)
    if ($Of.ContainsKey('value')) { @{ value = $Of.value[$Name] } } else { $Of }
}

function Get-SubjectOrganization {
    # The organisation (O) of a certificate's subject; empty where it names none. Read part by part from the start, so that
    # a comma and an "O=" inside another part's quotes are not taken for one.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Subject)
    $parts = New-Pattern -Expression '\G(?:^|,\s*)([A-Za-z0-9.]+)=("(?:[^"]|"")*"|[^,"]*)'
    foreach ($part in $parts.Matches($Subject)) {
        if ($part.Groups[1].Value -ceq 'O') { return $part.Groups[2].Value.Trim('"').Replace('""', '"') }
    }
    ''
}

function Confirm-Number {
    # A whole number, or $null. A value of another type is no fact but a surprise: it says so, and spoils no other fact.
    param([Parameter(Mandatory = $true)][AllowNull()][object]$Value, [Parameter(Mandatory = $true)][string]$Name)
    if ($null -eq $Value -or $Value -is [int] -or $Value -is [long]) { return $Value }
    throw ('The value ' + $Name + ' is no number, but a ' + $Value.GetType().Name + '.')
}

function Confirm-Text {
    # A text, or $null.
    param([Parameter(Mandatory = $true)][AllowNull()][object]$Value, [Parameter(Mandatory = $true)][string]$Name)
    if ($null -eq $Value -or $Value -is [string]) { return $Value }
    throw ('The value ' + $Name + ' is no text, but a ' + $Value.GetType().Name + '.')
}

function Get-RegistryNumber {
    # A whole number of the registry, $null where it is missing.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Name)
    Confirm-Number -Value (Get-RegistryValue -Path $Path -Name $Name) -Name $Name
}

function Get-RegistryText {
    # A text of the registry, $null where it is missing.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Name)
    Confirm-Text -Value (Get-RegistryValue -Path $Path -Name $Name) -Name $Name
}

function Get-WindowsVersion {
    # Product, build, revision and kind of Windows. What is missing makes none of it 0 or empty: then it is not known.
    param()
    $key = 'SOFTWARE\Microsoft\Windows NT\CurrentVersion'
    $version = @{
        product      = Get-RegistryText -Path $key -Name 'ProductName'
        build        = Get-RegistryText -Path $key -Name 'CurrentBuildNumber'
        revision     = Get-RegistryNumber -Path $key -Name 'UBR'
        installation = Get-RegistryText -Path $key -Name 'InstallationType'
    }
    foreach ($name in $version.Keys) { if ($null -eq $version[$name]) { throw ('Windows does not say its ' + $name + ': a value of ' + $key + ' is missing.') } }
    if (-not (New-Pattern -Expression '\A[0-9]{1,9}\z').IsMatch($version.build)) { throw ('The value CurrentBuildNumber is no number: ' + $version.build) }
    $version.build = [int]$version.build
    $version
}

function Get-ServerFacts {
    <#
    .SYNOPSIS
    Reads who the session is, where it is, and what Windows it is on.
    #>
    [CmdletBinding()]
    param()
    $computer = Get-Fact -Read { Get-ComputerState }
    $identity = Get-Fact -Read { Get-SessionIdentity }
    @{
        computer      = if ($computer.ContainsKey('value')) { $computer.value.name } else { [Environment]::MachineName }
        user          = if ($identity.ContainsKey('value')) { $identity.value.user } else { [Environment]::UserName }
        elevated      = Select-Fact -Of $identity -Name 'elevated'
        administrator = Select-Fact -Of $identity -Name 'administrator'
        desktop       = Select-Fact -Of $identity -Name 'desktop'
        domain        = if ($computer.ContainsKey('value')) { @{ value = @{ joined = $computer.value.joined; name = $computer.value.domain } } } else { $computer }
        windows       = Get-Fact -Read { Get-WindowsVersion }
        netRelease    = Get-Fact -Read { Get-RegistryNumber -Path 'SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full' -Name 'Release' }
        memoryMb      = Select-Fact -Of $computer -Name 'memoryMb'
        bootedAt      = Select-Fact -Of $computer -Name 'bootedAt'
        restartDue    = Get-Fact -Read { Confirm-Text -Value (Get-RestartReason) -Name 'Reason' }
        clock         = [DateTime]::UtcNow.ToString('o')
    }
}

function Get-TlsFacts {
    <#
    .SYNOPSIS
    Reads the registry values that switch TLS 1.2 on for Windows and for .NET Framework.
    #>
    [CmdletBinding()]
    param()
    $facts = @{ policies = Get-Fact -Read { , @(Get-TlsPolicy) } }
    foreach ($setting in $script:TlsSettings.Keys) {
        $at = $script:TlsSettings[$setting]
        $facts[$setting] = Get-Fact -Read { Get-RegistryNumber -Path $at.Path -Name $at.Name }
    }
    $facts
}

function Get-TlsPolicy {
    # The group policies that set one of these values: setting and policy.
    param()
    $paths = @($script:TlsSettings.Values | ForEach-Object { $_.Path })
    foreach ($one in @(Get-RegistryPolicy -Path $paths)) {
        foreach ($setting in $script:TlsSettings.Keys) {
            $at = $script:TlsSettings[$setting]
            if ($at.Path -eq $one.path -and $at.Name -eq $one.name) { @{ setting = $setting; policy = $one.policy } }
        }
    }
}

function Get-ScriptPolicy {
    # The group policy that sets "Turn on Script Execution", of the computer or of the session's user; $null where none does.
    param([Parameter(Mandatory = $true)][bool]$OfUser)
    foreach ($one in @(Get-RegistryPolicy -Path @($script:PowerShellPolicies) -OfUser $OfUser)) {
        if ($one.name -eq 'EnableScripts' -or $one.name -eq 'ExecutionPolicy') { return $one.policy }
    }
    $null
}

function Get-PolicyFacts {
    <#
    .SYNOPSIS
    Reads the execution policy at every scope, the Windows Credential Manager service, and which group policies set them.
    #>
    [CmdletBinding()]
    param()
    @{
        executionPolicy   = Get-Fact -Read { , @(Get-ExecutionPolicyState) }
        credentialManager = Get-Fact -Read {
            $service = Get-ServiceState -Name 'VaultSvc'
            if ($null -eq $service) { return $null }
            @{ startMode = $service.startMode; state = $service.state }
        }
        # Who says so: the group policies that set script execution for the computer and for the user, and the service's start.
        machinePolicy     = Get-Fact -Read { Get-ScriptPolicy -OfUser $false }
        userPolicy        = Get-Fact -Read { Get-ScriptPolicy -OfUser $true }
        servicePolicy     = Get-Fact -Read {
            foreach ($one in @(Get-ServicePolicy -Name @('VaultSvc'))) { return $one.policy }
            $null
        }
    }
}

function Get-RunningSetup {
    # The agent's wizard and the installers in the product's own folder that are running, each once by its file name. Nobody but
    # an administrator can have put a program there.
    param()
    $paths = @([IO.Path]::Combine((Get-FolderPath -Name 'Agent'), $script:WizardProgram)) + @(foreach ($one in $script:InstallerPrograms) { [IO.Path]::Combine((Get-FolderPath -Name 'Downloads'), $one) })
    $names = @()
    foreach ($one in @(Get-ProgramProcess -Path $paths)) {
        $name = [IO.Path]::GetFileName($one.path)
        if ($names -notcontains $name) { $names += $name }
    }
    $names
}

function Get-AgentFacts {
    <#
    .SYNOPSIS
    Reads what is there of the provisioning agent: services, version, tenant, running setup programs.
    #>
    [CmdletBinding()]
    param()
    $folder = Get-FolderPath -Name 'Agent'
    @{
        agent         = Get-Fact -Read { Get-ServiceState -Name 'AADConnectProvisioningAgent' }
        updater       = Get-Fact -Read { Get-ServiceState -Name 'AzureADConnectAgentUpdater' }
        version       = Get-Fact -Read {
            $program = [IO.Path]::Combine($folder, 'AADConnectProvisioningAgent.exe')
            if (-not [IO.File]::Exists($program)) { return $null }
            $product = Get-FileProduct -Path $program
            if ($null -eq $product) { return $null }
            [string]$product.version
        }
        tenantId      = Get-Fact -Read { Get-RegistryText -Path $script:AgentKey -Name 'TenantID' }
        setupPrograms = Get-Fact -Read { , @(Get-RunningSetup) }
        wizardPath    = Get-Fact -Read {
            $wizard = [IO.Path]::Combine($folder, $script:WizardProgram)
            if ([IO.File]::Exists($wizard)) { $wizard } else { $null }
        }
    }
}

$script:WizardProgram = 'AADConnectProvisioningAgentWizard.exe'
$script:InstallerPrograms = @('AADConnectProvisioningAgentSetup.exe', 'AADConnectProvisioningAgent.Installer.exe', 'ProvisioningAgentSetup.exe')
$script:TlsSettings = @{
    clientEnabled           = @{ Path = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client'; Name = 'Enabled' }
    clientDisabledByDefault = @{ Path = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client'; Name = 'DisabledByDefault' }
    serverEnabled           = @{ Path = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Server'; Name = 'Enabled' }
    serverDisabledByDefault = @{ Path = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Server'; Name = 'DisabledByDefault' }
    strongCrypto            = @{ Path = 'SOFTWARE\Microsoft\.NETFramework\v4.0.30319'; Name = 'SchUseStrongCrypto' }
}
