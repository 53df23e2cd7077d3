# Taking the agent off a server, program by program.

function Test-AgentProgram {
    # Whether an installed program is the agent's own, or its updater. Other makers sell provisioning agents too: only
    # Microsoft's, by the names they have had.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Program)
    $Program.publisher -eq 'Microsoft Corporation' -and (New-Pattern -Expression $script:AgentProgramName -IgnoreCase).IsMatch($Program.name)
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

function Get-UninstallCommand {
    # Program and arguments that uninstall a product without a question.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Product)
    if ($Product.isMsi) { return @{ path = [IO.Path]::Combine([Environment]::GetFolderPath('System'), 'msiexec.exe'); line = '/x ' + $Product.id + ' /qn /norestart' } }
    $command = $Product.quietUninstall
    if ($command -eq '') { $command = $Product.uninstall + ' /quiet' }
    $command = $command.Trim()
    # A quiet bundle restarts Windows by itself where it is not told otherwise.
    if (-not (New-Pattern -Expression '\s/norestart\b' -IgnoreCase).IsMatch($command)) { $command += ' /norestart' }
    # In quotes; without them up to the first .exe, since a path may hold spaces; else the first word.
    $quoted = New-Pattern -Expression '\A"([^"]+)"\s*([\s\S]*)'
    $ending = New-Pattern -Expression '\A(.+?\.exe)(?!\S)\s*([\s\S]*)' -IgnoreCase
    $word = New-Pattern -Expression '\A(\S+)\s*([\s\S]*)'
    foreach ($form in $quoted, $ending, $word) {
        $found = $form.Match($command)
        if ($found.Success) { return @{ path = $found.Groups[1].Value; line = $found.Groups[2].Value } }
    }
    throw (New-CodedError -Code 'NoUninstaller' -Message ('Windows does not say how ' + $Product.name + ' is uninstalled.'))
}

function Uninstall-AgentProduct {
    <#
    .SYNOPSIS
    Uninstalls one program of the agent, by the id that Windows lists it under. One that is gone already is no error.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    param([Parameter(Mandatory = $true)][string]$Id)
    $product = $null
    foreach ($one in @(Get-AgentProgram)) { if ($one.id -eq $Id) { $product = $one } }
    if ($null -eq $product) { return @{ exitCode = 0 } }
    $exitCode = 0
    if ($PSCmdlet.ShouldProcess($product.name)) {
        $command = Get-UninstallCommand -Product $product
        $exitCode = Invoke-Setup -Task $script:UninstallTask -Path $command.path -ArgumentLine $command.line -What ('Uninstalling ' + $product.name)
    }
    if (Test-SetupSucceeded -ExitCode $exitCode) {
        Write-ChangeEvent -Target ('Program ' + $product.name) -Before $product.version -After $null
        Set-SetupRestartMark -ExitCode $exitCode -What ($product.name + ' was uninstalled')
    }
    @{ exitCode = $exitCode }
}

function Get-AgentLeftovers {
    <#
    .SYNOPSIS
    Reads what an uninstalled agent leaves on the server: folders, registry key, services.
    #>
    [CmdletBinding()]
    param()
    @{
        folders  = Get-Fact -Read { , @(foreach ($name in @('Agent', 'Trace')) { $folder = Get-FolderPath -Name $name; if ([IO.Directory]::Exists($folder)) { $folder } }) }
        registry = Get-Fact -Read { Test-RegistryKey -Path $script:AgentKey }
        services = Get-Fact -Read { , @(foreach ($name in @('AADConnectProvisioningAgent', 'AzureADConnectAgentUpdater')) { if ($null -ne (Get-ServiceState -Name $name)) { $name } }) }
    }
}

$script:AgentProgramName = '^Microsoft (?:Azure AD|Entra)(?: Connect)? (?:Provisioning Agent(?: Package)?|Agent Updater)$'
$script:UninstallTask = 'Uninstall'
