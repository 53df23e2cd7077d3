# What can be read of a server. Each fact is read on its own: one that fails says why and spoils no other.

function Get-Fact {
    # Runs a read; gives its value, or why it could not be read.
    param([Parameter(Mandatory = $true)][scriptblock]$Read)
    try { @{ value = & $Read } }
    catch { @{ unread = [string]$_.Exception.Message } }
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
    foreach ($part in [regex]::Matches($Subject, '\G(?:^|,\s*)([A-Za-z0-9.]+)=("(?:[^"]|"")*"|[^,"]*)')) {
        if ($part.Groups[1].Value -ceq 'O') { return $part.Groups[2].Value.Trim('"').Replace('""', '"') }
    }
    ''
}

function Get-RegistryNumber {
    # A whole number of the registry, $null where it is missing. Anything else there is no fact but a surprise.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Name)
    $value = Get-RegistryValue -Path $Path -Name $Name
    if ($null -eq $value -or $value -is [int] -or $value -is [long]) { return $value }
    throw ('The value ' + $Name + ' is no number, but a ' + $value.GetType().Name + '.')
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
    $windowsKey = 'SOFTWARE\Microsoft\Windows NT\CurrentVersion'
    @{
        computer      = if ($computer.ContainsKey('value')) { $computer.value.name } else { [Environment]::MachineName }
        user          = if ($identity.ContainsKey('value')) { $identity.value.user } else { [Environment]::UserName }
        elevated      = Select-Fact -Of $identity -Name 'elevated'
        administrator = Select-Fact -Of $identity -Name 'administrator'
        desktop       = Select-Fact -Of $identity -Name 'desktop'
        domain        = if ($computer.ContainsKey('value')) { @{ value = @{ joined = $computer.value.joined; name = $computer.value.domain } } } else { $computer }
        windows       = Get-Fact -Read {
            @{
                product      = [string](Get-RegistryValue -Path $windowsKey -Name 'ProductName')
                build        = [int](Get-RegistryValue -Path $windowsKey -Name 'CurrentBuildNumber')
                revision     = [int](Get-RegistryValue -Path $windowsKey -Name 'UBR')
                installation = [string](Get-RegistryValue -Path $windowsKey -Name 'InstallationType')
            }
        }
        netRelease    = Get-Fact -Read { Get-RegistryNumber -Path 'SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full' -Name 'Release' }
        memoryMb      = Select-Fact -Of $computer -Name 'memoryMb'
        bootedAt      = Select-Fact -Of $computer -Name 'bootedAt'
        restartDue    = Get-Fact -Read { Get-RestartReason }
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
    $facts = @{}
    foreach ($setting in $script:TlsSettings.Keys) {
        $at = $script:TlsSettings[$setting]
        $facts[$setting] = Get-Fact -Read { Get-RegistryNumber -Path $at.Path -Name $at.Name }
    }
    $facts
}

function Get-PolicyFacts {
    <#
    .SYNOPSIS
    Reads the execution policy at every scope, and the Windows Credential Manager service.
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
    }
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
        tenantId      = Get-Fact -Read { Get-RegistryValue -Path $script:AgentKey -Name 'TenantID' }
        setupPrograms = Get-Fact -Read { , @(Get-ProgramList -Name $script:SetupPrograms) }
        wizardPath    = Get-Fact -Read {
            $wizard = [IO.Path]::Combine($folder, $script:WizardProgram)
            if ([IO.File]::Exists($wizard)) { $wizard } else { $null }
        }
    }
}

$script:WizardProgram = 'AADConnectProvisioningAgentWizard.exe'
$script:InstallerPrograms = @('AADConnectProvisioningAgentSetup.exe', 'AADConnectProvisioningAgent.Installer.exe', 'ProvisioningAgentSetup.exe')
$script:SetupPrograms = @($script:WizardProgram) + $script:InstallerPrograms
$script:TlsSettings = @{
    clientEnabled           = @{ Path = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client'; Name = 'Enabled' }
    clientDisabledByDefault = @{ Path = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client'; Name = 'DisabledByDefault' }
    serverEnabled           = @{ Path = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Server'; Name = 'Enabled' }
    serverDisabledByDefault = @{ Path = 'SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Server'; Name = 'DisabledByDefault' }
    strongCrypto            = @{ Path = 'SOFTWARE\Microsoft\.NETFramework\v4.0.30319'; Name = 'SchUseStrongCrypto' }
}
