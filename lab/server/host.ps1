# The practice server's PowerShell: what powershell.exe is to a real one. It
#   - asks the practice machine for a place, and ends where that is restarting;
#   - puts relays in the place of every function of the module's folder Windows, and refuses every command that is not on its list;
#   - where the practice machine says so, runs statements in constrained language mode only;
#   - then reads statements from standard input, one a line, with a reader of its own that reads ahead, as the console
#     host of Windows PowerShell 5.1 does;
#   - reads each statement before it runs: values, variables and commands by their names, and the one statement that takes
#     the module's text and runs it. That text is the module's own, and uses only what is on its list (mayUse.json).
# The text that a session sends stays as it is, but for who makes a program of the module's text: Open-PracticeModule does.
param(
    [Parameter(Mandatory = $true)][int]$Port,
    # A file that only this user can read, with what the practice machine knows its own by: every user sees command lines.
    [Parameter(Mandatory = $true)][string]$TokenFile,
    # What was compiled of Practice.cs: see practiceAssembly.ts.
    [Parameter(Mandatory = $true)][string]$Assembly,
    # The PowerShell to start children with.
    [Parameter(Mandatory = $true)][string]$Program,
    # The Node to start the processes of programs with.
    [Parameter(Mandatory = $true)][string]$Node,
    # The file that this PowerShell is to be given first, where it is a program such as dotnet.
    [string]$ProgramFile = ''
)

# By its path: looking for the one that has New-Object would take longer, as reading what is about it does.
$PracticeUtility = [IO.Path]::Combine($PSHOME, 'Microsoft.PowerShell.Commands.Utility.dll')
if (-not [IO.File]::Exists($PracticeUtility)) { $PracticeUtility = [IO.Path]::Combine($PSHOME, 'Modules', 'Microsoft.PowerShell.Utility', 'Microsoft.PowerShell.Utility.psd1') }
Import-Module -Name $PracticeUtility
$null = [Reflection.Assembly]::LoadFrom($Assembly)
$PracticeModule = [psmoduleinfo]::new($true)
$PracticeConstants = . $PracticeModule {
    param($Port, $TokenFile, $Program, $Node, $Assembly, $ProgramFile, $Folder)

    $token = [IO.File]::ReadAllText($TokenFile)
    $relay = [PracticeRelay]::new($Port, $token, $PID)
    $whyNot = $relay.WhyNot()
    if ($whyNot -ne '') {
        [Console]::Error.WriteLine($whyNot)
        [Environment]::Exit(1)
    }
    [Net.ServicePointManager]::ServerCertificateValidationCallback = $relay.TrustsDownloads()

    function Send-PracticeCall {
        param([string]$Function, [Collections.IDictionary]$Arguments)
        $line = [PracticeRelay]::PlainLine($Function, $Arguments)
        if ($null -eq $line) { $line = ConvertTo-Json -InputObject @{ function = $Function; arguments = $Arguments } -Compress -Depth 5 }
        $answer = $relay.Ask($line)
        if ($answer -is [Exception]) { throw $answer }
        $answer
    }
    # The agent's stand-ins are a module of their own.
    ${function:global:Send-PracticeCall} = ${function:Send-PracticeCall}

    # What is no value but something living is made here.
    function Start-PracticeChild {
        # How it goes wrong, where it does: it cannot be started, or it is another program that ends at once.
        $goesWrong = Send-PracticeCall -Function 'start of a child' -Arguments @{}
        $start = New-Object Diagnostics.ProcessStartInfo
        $start.FileName = $Program
        $first = ''
        $again = ''
        if ($ProgramFile -ne '') {
            $first = '"' + $ProgramFile + '" '
            $again = ' -ProgramFile "' + $ProgramFile + '"'
        }
        $start.Arguments = $first + '-NoLogo -NoProfile -NonInteractive -File "' + [IO.Path]::Combine($Folder, 'host.ps1') + '" -Port ' + $Port + ' -TokenFile "' + $TokenFile + '" -Program "' + $Program + '" -Node "' + $Node + '" -Assembly "' + $Assembly + '"' + $again
        if ($goesWrong -ne '') {
            $start.FileName = $Node
            $start.Arguments = '-e "' + $goesWrong + '"'
        }
        $start.UseShellExecute = $false
        $start.RedirectStandardInput = $true
        $start.RedirectStandardOutput = $true
        [Diagnostics.Process]::Start($start)
    }

    # Process.Start: a process of its own, a child of this one, with its standard input closed. The practice server does the
    # program's work; the process is what can be ended in the middle.
    function Start-PracticeProgram {
        param([string]$Path, [string]$ArgumentLine = '', [bool]$OnDesktop = $false)
        $null = $OnDesktop
        $id = Send-PracticeCall -Function 'prepare a program' -Arguments @{ Path = $Path; ArgumentLine = $ArgumentLine }
        $start = New-Object Diagnostics.ProcessStartInfo
        $start.FileName = $Node
        $start.Arguments = '"' + [IO.Path]::Combine($Folder, 'programProcess.mjs') + '" ' + $Port + ' "' + $TokenFile + '" ' + $id
        $start.UseShellExecute = $false
        $start.RedirectStandardInput = $true
        [Diagnostics.Process]::Start($start).StandardInput.Close()
        $null = Send-PracticeCall -Function 'await a program' -Arguments @{ Id = $id }
        $id
    }

    # FileStream over a file of the practice server's own.
    function Open-PracticeFile {
        param([Parameter(Mandatory = $true)][string]$Path)
        New-Object IO.FileStream((Send-PracticeCall -Function 'place of a named file' -Arguments @{ Path = $Path }), [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::Read)
    }

    # Process.GetProcessById and StartTime: a child is a real process here too.
    function Get-PracticeProcessStart {
        param([int]$Id)
        try { [Diagnostics.Process]::GetProcessById($Id).StartTime.ToUniversalTime().ToString('o') } catch { $null }
    }

    # Found now: a session may not load modules, so afterwards its name is refused.
    $importModule = $ExecutionContext.InvokeCommand.GetCommand('Import-Module', 'Cmdlet')
    function Import-PracticeAgentModule {
        & $importModule -Name ([IO.Path]::Combine($Folder, 'AgentModule.psm1')) -Global -Force
    }

    . ([IO.Path]::Combine($Folder, 'Probes.ps1'))
    . ([IO.Path]::Combine($Folder, 'Directory.ps1'))
    $product = [PracticeModule]::new($Folder)
    $isExamined = $product.IsExamined()
    if (-not $isExamined) { . ([IO.Path]::Combine($Folder, 'Examine.ps1')) }

    $living = @{
        'Invoke-Program' = 'Start-PracticeProgram'; 'Open-NamedFile' = 'Open-PracticeFile'; 'Get-ProcessStart' = 'Get-PracticeProcessStart'
        'Invoke-PowerShellChild' = 'Start-PracticeChild'; 'Import-AgentModule' = 'Import-PracticeAgentModule'
        'Open-HostProbe' = 'Start-PracticeHostProbe'; 'Open-DnsProbe' = 'Start-PracticeDnsProbe'; 'Resume-Probe' = 'Resume-PracticeProbe'; 'Close-Probe' = 'Close-PracticeProbe'
        'Get-TaskClock' = 'Get-PracticeTaskClock'
        'Open-DirectoryConnection' = 'Open-PracticeDirectory'; 'Get-ControllerSight' = 'Get-PracticeSight'; 'Get-UnboundConnection' = 'New-PracticeConnection'
    }
    # These run as they are: they work on what a stand-in opened. What leads there is real too, and told where to go by its stand-in.
    $real = @('Send-TimedRequest', 'Enter-Sealing', 'Add-ConnectionAccount', 'Invoke-TimedCall', 'Wait-SightTask', 'ConvertTo-ShownCertificate', 'Get-CertificateRecorder')
    $examinedAsWindows = $real + @('Open-DirectoryConnection', 'Get-ControllerSight', 'Get-UnboundConnection')
    # What a session may use beside the module's own functions and the agent's stand-ins, and may not type.
    $allowed = [Collections.Generic.HashSet[string]]::new()
    foreach ($name in @('ForEach-Object', 'Where-Object', 'New-Object', 'ConvertTo-Json', 'ConvertFrom-Json', 'Write-Verbose', 'Get-Command', 'Get-PracticeCommand', 'Set-StrictMode', 'Out-Default', 'Send-PracticeCall', 'Start-PracticeChild', 'Start-PracticeProgram', 'Open-PracticeFile', 'Get-PracticeProcessStart', 'Import-PracticeAgentModule', 'Start-PracticeProbe', 'Start-PracticeHostProbe', 'Start-PracticeDnsProbe', 'Resume-PracticeProbe', 'Close-PracticeProbe', 'Get-PracticeTaskClock', 'Open-PracticeDirectory', 'Get-PracticeSight', 'New-PracticeConnection', 'New-PracticeLdapError', 'Get-DirectoryPlace', 'Get-PracticeReal', 'Read-MayUse', 'Find-NotAllowed', 'Find-InCommand', 'Get-TypeKey')) { $null = $allowed.Add($name) }

    # Get-Command gives something that can be run without its name: the same commands, and no other. One that only
    # the folder Windows knows is the stand-in's.
    $getCommand = $ExecutionContext.InvokeCommand.GetCommand('Get-Command', 'Cmdlet')
    function Get-PracticeCommand {
        [CmdletBinding()]
        param([Parameter(Mandatory = $true)][string]$Name)
        foreach ($one in @(& $getCommand -Name $Name -ErrorAction SilentlyContinue)) {
            $standIn = $guard.OfWindows($one.Name)
            if ($null -ne $standIn) { $standIn; continue }
            if (-not $guard.MayBeTyped($one.Name)) { throw ('The practice server refuses the command ' + $one.Name + '.') }
            $one
        }
    }
    # By a command of its own: -WhatIf of the one that runs would count for it.
    $make = { param($Path, $Value) & { param($Path, $Value) $ExecutionContext.InvokeProvider.Item.Set($Path, $Value) } $Path $Value }
    $guard = [PracticeGuard]::new($ExecutionContext.SessionState.Module, $make, $product, $living, [string[]]$real, $allowed)

    function Open-PracticeStatement {
        # A typed line, ready to run.
        param([string]$Text)
        if ([PracticeGuard]::TakesModule($Text)) { return [scriptblock]::Create($Text.Replace('[scriptblock]::Create($Module)', '& $PracticeModuleBlock $Module')) }
        $wrong = $guard.Wrong($Text)
        if ($wrong -ne '') { throw ('The practice server refuses the statement: ' + $wrong) }
        [scriptblock]::Create($Text)
    }

    function Open-PracticeModule {
        # The module's text, ready to run.
        param([string]$Text)
        if (-not $product.Is($Text)) { throw 'The practice server runs the module of src/server/powershell only, and the text is another one. Build the extension again.' }
        if (-not $isExamined) {
            $tokens = $null
            $problems = $null
            $script = [Management.Automation.Language.Parser]::ParseInput($Text, [ref]$tokens, [ref]$problems)
            $list = [IO.Path]::Combine($Folder, 'mayUse.json')
            # What stands in for a function runs in its place.
            $found = @(Find-NotAllowed -Script $script -List (Read-MayUse -Path $list) -Skip $product.WindowsNames())
            # What runs all the same may use what the folder Windows may.
            $rest = [Collections.Generic.HashSet[string]]::new([string[]]$product.AllNames(), [StringComparer]::OrdinalIgnoreCase)
            $rest.ExceptWith([string[]]$examinedAsWindows)
            $found += @(Find-NotAllowed -Script $script -List (Read-MayUse -Path $list -ForWindows) -Skip $rest)
            if ($found.Count -gt 0) { throw ('The practice server refuses the module: ' + $found[0].text + ' is not on the list mayUse.json.') }
            $product.Remember($PID)
        }
        [scriptblock]::Create($Text)
    }

    # Nothing that is typed can put another thing in their place.
    @{
        PracticeReader = [IO.StreamReader]::new([Console]::OpenStandardInput())
        PracticeGuard = $guard.Lookup(); PracticeLanguageMode = $relay.LanguageMode()
        PracticeStatementBlock = $ExecutionContext.InvokeCommand.GetCommand('Open-PracticeStatement', 'Function'); PracticeModuleBlock = $ExecutionContext.InvokeCommand.GetCommand('Open-PracticeModule', 'Function')
    }
} $Port $TokenFile $Program $Node $Assembly $ProgramFile $PSScriptRoot
[PracticeGuard]::SetConstants($ExecutionContext.SessionState, $PracticeConstants)
$ExecutionContext.InvokeCommand.PreCommandLookupAction = $PracticeGuard

if ($PracticeLanguageMode -ne 'FullLanguage') {
    # As under an application control policy: the language without .NET. A runspace of its own, with no command at all.
    $PracticeState = [initialsessionstate]::Create()
    $PracticeState.LanguageMode = $PracticeLanguageMode
    $PracticeShell = [powershell]::Create($PracticeState)
    while ($null -ne ($PracticeLine = $PracticeReader.ReadLine())) {
        $PracticeShell.Commands.Clear()
        $null = $PracticeShell.AddScript($PracticeLine)
        try { foreach ($PracticeOutput in $PracticeShell.Invoke()) { [Console]::Out.WriteLine($PracticeOutput) } }
        catch { [Console]::Error.WriteLine($_.Exception.GetBaseException().Message) }
    }
    exit 0
}
while ($null -ne ($PracticeLine = $PracticeReader.ReadLine())) {
    $ExecutionContext.InvokeCommand.PreCommandLookupAction = $PracticeGuard
    try { foreach ($PracticeOutput in @(. (& $PracticeStatementBlock $PracticeLine))) { [Console]::Out.WriteLine($PracticeOutput) } }
    catch { [Console]::Error.WriteLine($_) }
}
