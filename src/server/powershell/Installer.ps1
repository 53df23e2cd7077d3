# The installer: look at it, and run it. And the agent's wizard, which it leaves behind.

function Get-Sha256 {
    # SHA-256 of what a stream holds, in lower case.
    param([Parameter(Mandatory = $true)][IO.Stream]$Stream)
    $algorithm = [Security.Cryptography.SHA256]::Create()
    try { [BitConverter]::ToString($algorithm.ComputeHash($Stream)).Replace('-', '').ToLowerInvariant() }
    finally { $algorithm.Dispose() }
}

function Get-InstallerFacts {
    <#
    .SYNOPSIS
    Reads an installer's size, SHA-256, signature and product, and whether an installation under SYSTEM was left. Without a
    path: the one in the product's download folder.
    #>
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Path)
    if ($Path -eq '') { $Path = Get-InstallerPath }
    $facts = @{
        path      = $Path
        exists    = [IO.File]::Exists($Path)
        sizeBytes = 0
        sha256    = $null
        signature = @{ value = $null }
        product   = @{ value = $null }
        taskLeft  = Get-Fact -Read { $null -ne (Get-OwnTask -Task $script:InstallTask) }
    }
    if (-not $facts.exists) { return $facts }
    $stream = New-Object IO.FileStream($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::Read)
    try {
        $facts.sizeBytes = $stream.Length
        $facts.sha256 = Get-Sha256 -Stream $stream
    }
    finally { $stream.Dispose() }
    $facts.signature = Get-Fact -Read { Get-FileSignature -Path $Path }
    $facts.product = Get-Fact -Read { Get-FileProduct -Path $Path }
    $facts
}

function Test-AgentInstalled {
    # Whether the agent is there in this version or a newer one, with its service.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Version)
    $agent = Get-AgentFacts
    $installed = New-Object Version
    $wanted = New-Object Version
    if ($null -eq $agent.agent.value -or -not [Version]::TryParse([string]$agent.version.value, [ref]$installed)) { return $false }
    [Version]::TryParse($Version, [ref]$wanted) -and $installed -ge $wanted
}

function Install-Agent {
    <#
    .SYNOPSIS
    Runs the installer quietly, after comparing its SHA-256 and its signature once more.
    .DESCRIPTION
    Where a setup program of the agent is running already, that one is waited for and its exit code is the answer: two at
    once would fail (1618), and one that an earlier session started goes on when that session is lost. Where the agent is
    there in this version, nothing is run.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][string]$Sha256,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][string[]]$Arguments
    )
    # Nobody can write to the file between the comparison and the end of the installation.
    $stream = New-Object IO.FileStream($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::Read)
    try {
        if ((Get-Sha256 -Stream $stream) -ne $Sha256) { throw (New-CodedError -Code 'HashMismatch' -Message 'The SHA-256 of the installer is not the one that was checked.') }
        $signature = Get-FileSignature -Path $Path
        if ($signature.status -ne 'Valid' -or $signature.signer -ne 'Microsoft Corporation') { throw (New-CodedError -Code 'NotSigned' -Message ('The signature is ' + $signature.status + ', the signer ' + $signature.signer + '.')) }
        $product = Get-FileProduct -Path $Path
        $result = @{ exitCode = 0; logPath = '' }
        $isDone = $true
        if ($PSCmdlet.ShouldProcess($Path)) {
            $started = [DateTime]::UtcNow
            # Upgrades have taken customised configurations away (before 1.1.1365.0): the backup keeps what was said of a proxy.
            $null = Backup-ProxyConfiguration
            # A quiet bundle restarts Windows by itself where it is not told otherwise. The log's name is not documented, so it is
            # looked for afterwards.
            $exitCode = Invoke-Setup -Task $script:InstallTask -Path $Path -ArgumentLine ((@('/quiet', '/norestart') + $Arguments) -join ' ') -IsDone { Test-AgentInstalled -Version ([string]$product.version) } -What 'The installer is running'
            if ($null -eq $exitCode) { return $result }
            $result = @{ exitCode = $exitCode; logPath = (Get-SetupLog -Since $started) }
            $isDone = Test-SetupSucceeded -ExitCode $exitCode
        }
        elseif (Test-AgentInstalled -Version ([string]$product.version)) { return $result }
        if ($isDone) {
            Write-ChangeEvent -Target ('Installer ' + [IO.Path]::GetFileName($Path)) -Before $null -After ([string]$product.version)
            Set-SetupRestartMark -ExitCode $result.exitCode -What 'The installer asked for it'
        }
        $result
    }
    finally { $stream.Dispose() }
}

function Start-AgentWizard {
    <#
    .SYNOPSIS
    Opens the agent's own wizard on this session's desktop. Where it is open already, nothing is done.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    param()
    $identity = Get-SessionIdentity
    if (-not $identity.desktop) { throw (New-CodedError -Code 'NoDesktop' -Message 'The session has no desktop.') }
    $wizard = [IO.Path]::Combine((Get-FolderPath -Name 'Agent'), $script:WizardProgram)
    if (-not [IO.File]::Exists($wizard)) { throw (New-CodedError -Code 'NotInstalled' -Message ('There is no ' + $wizard)) }
    # Somebody else's is on another desktop.
    if (@(Get-ProgramProcess -Path @($wizard) | Where-Object { $_.owner -eq $identity.sid }).Count -gt 0) { return @{ started = $false } }
    if ($PSCmdlet.ShouldProcess($wizard)) { $null = Start-Program -Path $wizard -OnDesktop $true }
    Write-ChangeEvent -Target 'Wizard of the agent' -Before $null -After 'opened'
    @{ started = $true }
}

$script:InstallTask = 'Install'
