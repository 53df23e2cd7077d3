# The installer: look at it, and run it. And the agent's wizard, which it leaves behind.

function Get-Sha256 {
    # SHA-256 of what a stream holds, in lower case.
    param([Parameter(Mandatory = $true)][IO.Stream]$Stream)
    $algorithm = [Security.Cryptography.SHA256]::Create()
    try { [BitConverter]::ToString($algorithm.ComputeHash($Stream)).Replace('-', '').ToLowerInvariant() }
    finally { $algorithm.Dispose() }
}

function Get-CloudSyncInstallerFact {
    <#
    .SYNOPSIS
    Reads an installer's size, SHA-256, signature and product, and whether an installation under SYSTEM was left. Without a
    path: the one in the product's download folder. Of a file that somebody named only the copy is looked at.
    .PARAMETER Path
    Full path of the installer, or of the file that somebody named. Empty for the one in the product's download folder.
    .OUTPUTS
    CloudSync.InstallerFact
    .EXAMPLE
    Get-CloudSyncInstallerFact -Path ''
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.InstallerFact')]
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Path)
    if ($Path -eq '') { $Path = Get-InstallerPath }
    elseif (-not (Test-OwnInstaller -Path $Path)) { $Path = Get-CopyPath -Path $Path }
    $facts = @{
        path      = $Path
        exists    = [IO.File]::Exists($Path)
        sizeBytes = 0
        sha256    = $null
        signature = @{ value = $null }
        product   = @{ value = $null }
        taskLeft  = Get-Fact -Read { $null -ne (Get-OwnTask -Task $script:InstallTask) }
    }
    if (-not $facts.exists) { return ConvertTo-OutputObject -Type 'InstallerFact' -Values $facts }
    $stream = New-Object IO.FileStream($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::Read)
    try {
        $facts.sizeBytes = $stream.Length
        $facts.sha256 = Get-Sha256 -Stream $stream
    }
    finally { $stream.Dispose() }
    $facts.signature = Get-Fact -Read { Get-FileSignature -Path $Path }
    $facts.product = Get-Fact -Read { Get-FileProduct -Path $Path }
    ConvertTo-OutputObject -Type 'InstallerFact' -Values $facts
}

function Get-InstalledVersion {
    # The version of the agent that is there with its service; $null where none is.
    param()
    $agent = Get-AgentTable
    $installed = New-Object Version
    if ($null -ne $agent.agent.value -and [Version]::TryParse([string]$agent.version.value, [ref]$installed)) {
        return $installed
    }
}

function Assert-InstallerVersion {
    # Refuses an installer that is older than what is installed, or than the first that can do what is done here. Answers its
    # version.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Version)
    $wanted = New-Object Version
    if (-not [Version]::TryParse($Version, [ref]$wanted)) {
        throw (ConvertTo-CodedError -Code 'VersionRefused.unreadable' -Params @{ version = $Version })
    }
    if ($wanted -lt $script:OldestInstaller) {
        throw (ConvertTo-CodedError -Code 'VersionRefused.tooOld' -Params @{
            version = $wanted
            oldest  = $script:OldestInstaller
        })
    }
    $installed = Get-InstalledVersion
    if ($null -ne $installed -and $wanted -lt $installed) {
        throw (ConvertTo-CodedError -Code 'VersionRefused.older' -Params @{ version = $wanted; installed = $installed })
    }
    $wanted
}

function Test-AgentInstalled {
    # Whether the agent is there in this version or a newer one, with its service.
    param([Parameter(Mandatory = $true)][Version]$Version)
    $installed = Get-InstalledVersion
    $null -ne $installed -and $installed -ge $Version
}

function Install-CloudSyncAgent {
    <#
    .SYNOPSIS
    Runs an installer of the product's own folder quietly, after comparing its SHA-256 and its signature once more.
    .DESCRIPTION
    A version is reported as installed when it was seen, not when the installer says so.
    Where a setup program of the agent is running already, that one is waited for and its exit code is the answer: two at
    once would fail (1618), and one that an earlier session started goes on when that session is lost. Where the agent is
    there in this version, nothing is run.
    .PARAMETER Path
    Full path of the installer in the product's own folder.
    .PARAMETER Sha256
    SHA-256 of the installer that was checked, in hex.
    .PARAMETER Arguments
    Further arguments for the installer, such as ENVIRONMENTNAME=AzureUSGovernment.
    .OUTPUTS
    CloudSync.Installation
    .EXAMPLE
    $found = Get-CloudSyncInstallerFact -Path ''; Install-CloudSyncAgent -Path $found.path -Sha256 $found.sha256 -Arguments @()
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType('CloudSync.Installation')]
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][string]$Sha256,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][string[]]$Arguments
    )
    # There only administrators write, so that the file at this path stays the one that is compared.
    Assert-OwnInstaller -Path $Path
    # Nobody can write to the file between the comparison and the end of the installation.
    $stream = New-Object IO.FileStream($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::Read)
    try {
        if (-not (Test-SameText -Text (Get-Sha256 -Stream $stream) -As $Sha256)) {
            throw (ConvertTo-CodedError -Code 'HashMismatch')
        }
        $signature = Get-FileSignature -Path $Path
        if ($signature.status -ne 'Valid' -or -not (Test-SameText -Text $signature.signer -As $script:Signer -CaseSensitive)) {
            throw (ConvertTo-CodedError -Code 'NotSigned' -Params @{ status = $signature.status; signer = $signature.signer })
        }
        $product = Get-FileProduct -Path $Path
        if ($null -eq $product -or -not (New-Pattern -Expression 'provisioning agent' -IgnoreCase).IsMatch($product.name)) {
            throw (ConvertTo-CodedError -Code 'NotAgent')
        }
        $version = Assert-InstallerVersion -Version ([string]$product.version)
        $before = Get-InstalledVersion
        $result = @{ exitCode = 0; logPath = '' }
        $isSeen = $true
        $work = @{ work = 'installing'; of = '' }
        $agreed = $PSCmdlet.ShouldProcess($Path, 'Install the agent')
        if (Test-Declined -Agreed $agreed -OnlyLists $WhatIfPreference) { return }
        if ($agreed) {
            $started = [DateTime]::UtcNow
            # Upgrades have taken customised configurations away (before 1.1.1365.0): the backup keeps what was said of a proxy.
            $null = Backup-ProxyConfiguration
            # A quiet bundle restarts Windows by itself where it is not told otherwise. The log's name is not documented, so it is
            # looked for afterwards.
            $line = (@('/quiet', '/norestart') + $Arguments) -join ' '
            $how = @{ Task = $script:InstallTask; Path = $Path; ArgumentLine = $line; AfterRestart = $true }
            $exitCode = Invoke-Setup @how -IsDone { Test-AgentInstalled -Version $version } -Work $work
            if ($null -eq $exitCode) { return ConvertTo-OutputObject -Type 'Installation' -Values $result }
            $result = @{ exitCode = $exitCode; logPath = (Get-SetupLog -Since $started) }
            if (-not (Test-SetupSucceeded -ExitCode $exitCode)) {
                return ConvertTo-OutputObject -Type 'Installation' -Values $result
            }
            $isSeen = Test-AgentInstalled -Version $version
        }
        elseif (Test-AgentInstalled -Version $version) { return ConvertTo-OutputObject -Type 'Installation' -Values $result }
        if ($isSeen) {
            Write-ChangeEvent -Code 'installer' -Params @{
                file = [IO.Path]::GetFileName($Path)
            } -Before (Get-VersionText -Version $before) -After ([string]$version)
        }
        Write-SetupRestartMark -ExitCode $result.exitCode -Work $work
        # What asks for a restart may be there only after it.
        if (-not $isSeen -and $result.exitCode -eq 0) {
            throw (ConvertTo-CodedError -Code 'NotSeenInstalled' -Params @{ version = $version })
        }
        ConvertTo-OutputObject -Type 'Installation' -Values $result
    }
    finally { $stream.Dispose() }
}

function Get-VersionText {
    # A version as a text; $null for none.
    param([Parameter(Mandatory = $true)][AllowNull()][object]$Version)
    if ($null -ne $Version) { [string]$Version }
}

function Start-CloudSyncAgentWizard {
    <#
    .SYNOPSIS
    Opens the agent's own wizard on this session's desktop. Where it is open already, nothing is done.
    .OUTPUTS
    CloudSync.AgentWizard
    .EXAMPLE
    Start-CloudSyncAgentWizard
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType('CloudSync.AgentWizard')]
    param()
    $identity = Get-SessionIdentity
    if (-not $identity.desktop) { throw (ConvertTo-CodedError -Code 'NoDesktop') }
    $wizard = [IO.Path]::Combine((Get-FolderPath -Name 'Agent'), $script:WizardProgram)
    if (-not [IO.File]::Exists($wizard)) { throw (ConvertTo-CodedError -Code 'NotInstalled.file' -Params @{ path = $wizard }) }
    # Somebody else's is on another desktop.
    if (@(Get-ProgramProcess -Path @($wizard) | Where-Object { Test-SameText -Text $_.owner -As $identity.sid }).Count -gt 0) {
        return ConvertTo-OutputObject -Type 'AgentWizard' -Values ([ordered]@{ started = $false })
    }
    $isReal = $PSCmdlet.ShouldProcess($wizard, 'Open the wizard')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if ($isReal) { $null = Invoke-Program -Path $wizard -OnDesktop $true }
    Write-ChangeEvent -Code 'wizard' -Before $null -After @{ say = 'opened' }
    ConvertTo-OutputObject -Type 'AgentWizard' -Values ([ordered]@{ started = $true })
}

# Version history: since then the service can run as a group managed service account.
$script:OldestInstaller = New-Object Version('1.1.281.0')
$script:InstallTask = 'Install'
