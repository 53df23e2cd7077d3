# Taking the agent off a server, program by program.

function Test-AgentProgram {
    # Whether an installed program is the agent's own, or its updater. Other makers sell provisioning agents too: only
    # Microsoft's, by the names they have had.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Program)
    (Test-SameText -Text $Program.publisher -As $script:Signer) -and
        (New-Pattern -Expression $script:AgentProgramName -IgnoreCase).IsMatch($Program.name)
}

function Get-AgentProgram {
    # The installed programs of the agent and of its updater, with how Windows uninstalls them.
    param()
    foreach ($one in @(Get-ProductList -Name 'Agent')) {
        if (Test-AgentProgram -Program $one) { $one }
    }
}

function Get-AgentProduct {
    # The installed programs of the agent and of its updater, as Windows lists them.
    param()
    foreach ($one in @(Get-AgentProgram)) { @{ id = $one.id; name = $one.name; version = $one.version } }
}

function Split-CommandLine {
    # Program and arguments of a command: the program in quotes, or up to the first .exe, since a path may hold spaces; empty
    # where it is neither.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Command)
    $none = @{ path = ''; line = '' }
    if ($Command.StartsWith('"', [StringComparison]::Ordinal)) {
        $end = $Command.IndexOf([char]'"', 1)
        if ($end -lt 2) { return $none }
        $path = $Command.Substring(1, $end - 1)
        $line = $Command.Substring($end + 1)
    }
    else {
        $path = (New-Pattern -Expression '\A[^\s"][^"\r\n]*?\.exe(?![^ \t])' -IgnoreCase).Match($Command).Value
        if ($path -eq '') { return $none }
        $line = $Command.Substring($path.Length)
    }
    if (-not (New-Pattern -Expression '\A(?:[ \t][^\r\n]*)?\z').IsMatch($line)) { return $none }
    @{ path = $path; line = $line.Trim() }
}

function Get-UninstallProgram {
    # The program of an uninstall command by its full path on a drive; empty where it is to be looked for, is elsewhere, or
    # runs what its arguments say. Windows Installer alone is known without its path. Fails where a link leads off the server.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Path)
    $installer = [IO.Path]::Combine((Get-FolderPath -Name 'System'), 'msiexec.exe')
    if (Test-SameText -Text $Path -As 'msiexec.exe', $installer) { return $installer }
    if ((Get-PathRefusal -Path $Path -Ending '.exe') -ne '' -or (Get-NamedHost -Path $Path) -ne '') { return '' }
    # In a folder, and bounded. What stands between per cent signs would be something else once it is expanded.
    if (-not (New-Pattern -Expression '\A[^\\]{2}(?:\\[^\\%]{1,200}){2,31}\z').IsMatch($Path)) { return '' }
    $Path = Resolve-NamedPath -Path $Path
    $name = $Path.Substring($Path.LastIndexOf('\') + 1)
    if ($script:Wrappers -contains $name.Substring(0, [Math]::Max(0, $name.Length - '.exe'.Length))) { return '' }
    $Path
}

function Get-UninstallCommand {
    # Program and arguments that uninstall a product without a question.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Product)
    if ($Product.isMsi) {
        return @{ path = (Get-UninstallProgram -Path 'msiexec.exe'); line = '/x ' + $Product.id + ' /qn /norestart' }
    }
    $command = $Product.quietUninstall.Trim()
    if ($command -eq '') {
        $command = $Product.uninstall.Trim()
        if ($command -eq '') { throw (ConvertTo-CodedError -Code 'NoUninstaller.none' -Params @{ program = $Product.name }) }
        $command += ' /quiet'
    }
    # A quiet bundle restarts Windows by itself where it is not told otherwise.
    if (-not (New-Pattern -Expression '\s/norestart\b' -IgnoreCase).IsMatch($command)) { $command += ' /norestart' }
    $parts = Split-CommandLine -Command $command
    try { $program = Get-UninstallProgram -Path $parts.path }
    catch {
        $named = $Product.name
        throw (ConvertTo-CodedError -Code 'NoUninstaller.elsewhere' -Params @{ program = $named; command = $command } `
                -Cause (Get-ErrorReason -Exception $_.Exception))
    }
    if ($program -eq '') {
        throw (ConvertTo-CodedError -Code 'NoUninstaller.byName' -Params @{ program = $Product.name; command = $command })
    }
    @{ path = $program; line = $parts.line }
}

function Find-AgentProduct {
    # The installed program of the agent that Windows lists under an id; $null where it is gone.
    param([Parameter(Mandatory = $true)][string]$Id)
    foreach ($one in @(Get-AgentProgram)) { if (Test-SameText -Text $one.id -As $Id) { return $one } }
    $null
}

function Assert-Uninstalled {
    # Fails where Windows still lists a program a while after its uninstaller ended: some go on in a process of their own.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Product, [Parameter(Mandatory = $true)][long]$ExitCode)
    for ($seconds = 0; $seconds -lt $script:UninstalledWithinSeconds; $seconds++) {
        if ($null -eq (Find-AgentProduct -Id $Product.id)) { return }
        Write-ProgressEvent -Code 'stillListed' -Params @{ program = $Product.name; seconds = $seconds }
        $null = Wait-Moment
    }
    throw (ConvertTo-CodedError -Code 'StillInstalled' -Params @{ exitCode = $ExitCode; program = $Product.name })
}

function Uninstall-CloudSyncAgentProduct {
    <#
    .SYNOPSIS
    Uninstalls one program of the agent, by the id that Windows lists it under. One that is gone already is no error.
    .PARAMETER Id
    The id that Windows lists the program under.
    .OUTPUTS
    CloudSync.Uninstallation
    .EXAMPLE
    Uninstall-CloudSyncAgentProduct -Id '{5f2c8a1e-7b7d-4c55-9a0e-6d3f1c2b4a90}'
    #>
    [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High', PositionalBinding = $false)]
    [OutputType('CloudSync.Uninstallation')]
    param([Parameter(Mandatory = $true)][string]$Id)
    $product = Find-AgentProduct -Id $Id
    if ($null -eq $product) { return ConvertTo-OutputObject -Type 'Uninstallation' -Values ([ordered]@{ exitCode = 0 }) }
    $exitCode = 0
    $command = Get-UninstallCommand -Product $product
    $isReal = $PSCmdlet.ShouldProcess($product.name, 'Uninstall the program')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    $work = @{ work = 'uninstalling'; of = $product.name }
    if ($isReal) {
        $how = @{ Task = $script:UninstallTask; Path = $command.path; ArgumentLine = $command.line; AfterRestart = $false }
        $exitCode = Invoke-Setup @how -IsDone { $null -eq (Find-AgentProduct -Id $Id) } -Work $work
        # It ended since somebody looked, and was told then.
        if ($null -eq $exitCode) { return ConvertTo-OutputObject -Type 'Uninstallation' -Values ([ordered]@{ exitCode = 0 }) }
    }
    if (Test-SetupSucceeded -ExitCode $exitCode) {
        if ($isReal) {
            Write-SetupRestartMark -ExitCode $exitCode -Work $work
            Assert-Uninstalled -Product $product -ExitCode $exitCode
        }
        Write-ChangeEvent -Code 'program' -Params @{ name = $product.name } -Before $product.version -After $null
    }
    ConvertTo-OutputObject -Type 'Uninstallation' -Values ([ordered]@{ exitCode = $exitCode })
}

function Get-CloudSyncAgentLeftover {
    <#
    .SYNOPSIS
    Reads what an uninstalled agent leaves on the server: folders, registry key, services.
    .OUTPUTS
    CloudSync.AgentLeftover
    .EXAMPLE
    Get-CloudSyncAgentLeftover | Format-List
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.AgentLeftover')]
    param()
    ConvertTo-OutputObject -Type 'AgentLeftover' -Values ([ordered]@{
        folders  = Get-Fact -Read {
            , @(foreach ($name in @('Agent',
                'Trace')) { $folder = Get-FolderPath -Name $name; if ([IO.Directory]::Exists($folder)) { $folder } })
        }
        registry = Get-Fact -Read { Test-RegistryKey -Path $script:AgentKey }
        services = Get-Fact -Read {
            , @(foreach ($name in @($script:AgentService,
                $script:UpdaterService)) { if ($null -ne (Get-ServiceState -Name $name)) { $name } })
        }
        })
}

$script:AgentProgramName = '^Microsoft (?:Azure AD|Entra)(?: Connect)? (?:Provisioning Agent(?: Package)?|Agent Updater)$'
$script:UninstallTask = 'Uninstall'
$script:UninstalledWithinSeconds = 60
# What they do is said by their arguments. Windows Installer is known from System32 alone.
$script:Wrappers = @('cmd', 'powershell', 'powershell_ise', 'pwsh', 'rundll32', 'regsvr32', 'wscript', 'cscript', 'mshta',
    'explorer', 'msiexec', 'forfiles', 'conhost', 'wmic')
