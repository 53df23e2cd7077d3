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
    # The PowerShell to start children with.
    [Parameter(Mandatory = $true)][string]$Program,
    # The Node to start the processes of programs with.
    [Parameter(Mandatory = $true)][string]$Node,
    # The file that this PowerShell is to be given first, where it is a program such as dotnet.
    [string]$ProgramFile = ''
)

# By its path: looking for the one that has New-Object would take longer.
Import-Module -Name ([IO.Path]::Combine($PSHOME, 'Modules', 'Microsoft.PowerShell.Utility', 'Microsoft.PowerShell.Utility.psd1'))
$PracticeModule = New-Module -Name Practice -ArgumentList $Port, $TokenFile, $Program, $Node, $ProgramFile, $PSScriptRoot -ScriptBlock {
    param($Port, $TokenFile, $Program, $Node, $ProgramFile, $Folder)

    $token = [IO.File]::ReadAllText($TokenFile)
    $client = New-Object Net.Sockets.TcpClient('127.0.0.1', $Port)
    $client.NoDelay = $true
    $encoding = New-Object Text.UTF8Encoding($false)
    $reader = New-Object IO.StreamReader($client.GetStream(), $encoding)
    $writer = New-Object IO.StreamWriter($client.GetStream(), $encoding)
    $writer.AutoFlush = $true
    $breaks = [char[]]"`t`r`n"
    $writer.NewLine = "`n"
    $writer.WriteLine((ConvertTo-Json -InputObject @{ token = $token; pid = $PID } -Compress))
    $welcome = ConvertFrom-Json -InputObject $reader.ReadLine()
    if (-not $welcome.accepted) {
        [Console]::Error.WriteLine($welcome.reason)
        [Environment]::Exit(1)
    }

    # The practice server's downloads have a certificate of its own, which this process trusts beside what the machine trusts.
    # Compiled: TLS asks on threads that run no PowerShell.
    $expression = [Linq.Expressions.Expression]
    $certificate = [Security.Cryptography.X509Certificates.X509Certificate]
    $errors = [Net.Security.SslPolicyErrors]
    $given = [Linq.Expressions.ParameterExpression[]]@(foreach ($type in @([object], $certificate, [Security.Cryptography.X509Certificates.X509Chain], $errors)) { $expression::Parameter($type) })
    $isOurs = $expression::Equal($expression::Call($given[1], $certificate.GetMethod('GetCertHashString', [type[]]@())), $expression::Constant([string]$welcome.trusted))
    $isGood = $expression::Equal($given[3], $expression::Constant($errors::None))
    [Net.ServicePointManager]::ServerCertificateValidationCallback = $expression::Lambda([Net.Security.RemoteCertificateValidationCallback], $expression::OrElse($isOurs, $isGood), $given).Compile()

    # PowerShell 7 reads dates out of JSON; here they are the texts they were.
    function ConvertFrom-Relayed {
        param($Value)
        if ($Value -is [DateTime]) { return $Value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'") }
        if ($Value -is [long] -and $Value -ge [int]::MinValue -and $Value -le [int]::MaxValue) { return [int]$Value }
        if ($Value -is [Management.Automation.PSCustomObject]) {
            $table = @{}
            foreach ($property in $Value.PSObject.Properties) { $table[$property.Name] = ConvertFrom-Relayed -Value $property.Value }
            return $table
        }
        # A list inside an object stays one, whatever its length.
        if ($Value -is [array]) { return , @(foreach ($one in $Value) { ConvertFrom-Relayed -Value $one }) }
        $Value
    }

    function Send-PracticeCall {
        param([string]$Function, [Collections.IDictionary]$Arguments)
        # Most calls are a few texts and answer one plain value: these go without JSON, for speed.
        $line = '=' + $Function
        foreach ($name in $Arguments.Keys) {
            $value = $Arguments[$name]
            if ($value -isnot [string] -or $value.IndexOfAny($breaks) -ge 0) { $line = $null; break }
            $line += "`t" + $name + "`t" + $value
        }
        if ($null -eq $line) { $line = ConvertTo-Json -InputObject @{ function = $Function; arguments = $Arguments } -Compress -Depth 5 }
        $writer.WriteLine($line)
        $text = $reader.ReadLine()
        switch ($text[0]) {
            '0' { return $null }
            's' { return $text.Substring(1) }
            'i' { return [int]$text.Substring(1) }
        }
        $answer = ConvertFrom-Json -InputObject $text
        if ($null -ne $answer.PSObject.Properties['denied']) { throw (New-Object UnauthorizedAccessException($answer.denied)) }
        if ($null -ne $answer.PSObject.Properties['failed']) { throw (New-Object InvalidOperationException($answer.failed)) }
        if ($answer.value -is [array]) { foreach ($one in $answer.value) { ConvertFrom-Relayed -Value $one } }
        else { ConvertFrom-Relayed -Value $answer.value }
    }

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
        $start.Arguments = $first + '-NoLogo -NoProfile -NonInteractive -File "' + [IO.Path]::Combine($Folder, 'host.ps1') + '" -Port ' + $Port + ' -TokenFile "' + $TokenFile + '" -Program "' + $Program + '" -Node "' + $Node + '"' + $again
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
    $importModule = Get-Command -Name 'Import-Module' -CommandType Cmdlet
    function Import-PracticeAgentModule {
        & $importModule -Name ([IO.Path]::Combine($Folder, 'AgentModule.psm1')) -Global -Force
    }

    . ([IO.Path]::Combine($Folder, 'Probes.ps1'))
    . ([IO.Path]::Combine($Folder, 'Examine.ps1'))

    $product = [IO.Path]::Combine($Folder, '..', '..', 'src', 'server', 'powershell')
    $rules = [IO.Path]::Combine($Folder, 'mayUse.json')
    $cache = [IO.Path]::Combine($Folder, '..', '..', '.cache')
    function Get-OwnText {
        # The module as a session is given it: see powershellModule.ts.
        $files = [IO.Directory]::GetFiles($product, '*.ps1', 'AllDirectories')
        [Array]::Sort($files, [StringComparer]::Ordinal)
        $texts = foreach ($file in $files) { [IO.File]::ReadAllText($file).Replace("`r`n", "`n") }
        [regex]::Replace(($texts -join "`n"), '(?m)^[ \t]*#(?!>)[^\n]*\n', '') + "`n" + 'Open-CloudSyncSession -Reader $In -Mark $Mark -ModuleText $Module' + "`n"
    }
    $ownText = Get-OwnText

    # A module that was read and found in order is not read again: it is kept, with its functions.
    $read = $ownText
    foreach ($file in @('mayUse.json', 'Examine.ps1', 'AgentModule.psm1', 'host.ps1')) { $read += [IO.File]::ReadAllText([IO.Path]::Combine($Folder, $file)) }
    $kept = [IO.Path]::Combine($cache, 'examined')
    # Between the parts of that file, and between the names in one.
    $partEnd = [string][char]30
    $nameEnd = [string][char]31

    function Get-FunctionAst {
        param([string]$File)
        $tokens = $null
        $problems = $null
        $script = [Management.Automation.Language.Parser]::ParseFile($File, [ref]$tokens, [ref]$problems)
        $script.FindAll({ param($node) $node -is [Management.Automation.Language.FunctionDefinitionAst] }, $false)
    }

    function Read-ProductFunction {
        # The names of the module's functions and of the agent's stand-ins, and of the folder Windows name and parameters in turn.
        $names = foreach ($file in @([IO.Directory]::GetFiles($product, '*.ps1', 'AllDirectories')) + @([IO.Path]::Combine($Folder, 'AgentModule.psm1'))) { foreach ($function in (Get-FunctionAst -File $file)) { $function.Name } }
        $windows = foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($product, 'Windows'), '*.ps1')) { foreach ($function in (Get-FunctionAst -File $file)) { $function.Name; $function.Body.ParamBlock.Extent.Text } }
        ($names -join $nameEnd), ($windows -join $nameEnd)
    }
    $parts = @()
    if ([IO.File]::Exists($kept)) { $parts = [IO.File]::ReadAllText($kept).Split([char]30) }
    $isExamined = $parts.Count -eq 3 -and [string]::Equals($parts[0], $read, [StringComparison]::Ordinal)
    $names, $windows = if ($isExamined) { $parts[1], $parts[2] } else { Read-ProductFunction }
    # Of each function of the folder Windows the real parameters, with what they are validated by.
    $parameters = @{}
    $each = $windows.Split([char]31)
    for ($at = 0; $at -lt $each.Count; $at += 2) { $parameters[$each[$at]] = $each[$at + 1] }

    $living = @{
        'Invoke-Program' = 'Start-PracticeProgram'; 'Open-NamedFile' = 'Open-PracticeFile'; 'Get-ProcessStart' = 'Get-PracticeProcessStart'
        'Invoke-PowerShellChild' = 'Start-PracticeChild'; 'Import-AgentModule' = 'Import-PracticeAgentModule'
        'Open-HostProbe' = 'Start-PracticeHostProbe'; 'Open-DnsProbe' = 'Start-PracticeDnsProbe'; 'Resume-Probe' = 'Resume-PracticeProbe'; 'Close-Probe' = 'Close-PracticeProbe'
    }
    $practice = $ExecutionContext
    # The stand-ins that were asked for so far: a session needs few of them. Looked up as items: commands are asked of the guard.
    $standIns = @{}
    foreach ($name in $living.Keys) { $standIns[$name] = $practice.InvokeProvider.Item.Get('function:' + $living[$name])[0] }
    function Get-StandIn {
        param([string]$Name)
        if (-not $standIns.ContainsKey($Name)) {
            # The body asks the practice machine.
            $block = [scriptblock]::Create($parameters[$Name] + "`nSend-PracticeCall -Function '" + $Name + "' -Arguments `$PSBoundParameters")
            $standIns[$Name] = $practice.InvokeProvider.Item.Set('function:global:Practice-' + $Name, $practice.SessionState.Module.NewBoundScriptBlock($block))[0]
        }
        $standIns[$Name]
    }

    # The commands a session may use: the module's own functions, the agent's stand-ins, and these.
    $allowed = New-Object 'Collections.Generic.HashSet[string]' $names.Split([char]31), ([StringComparer]::OrdinalIgnoreCase)
    # What a statement may be typed with: no command that makes an object of a type's name or calls a member by its name.
    $typed = New-Object 'Collections.Generic.HashSet[string]' $allowed, ([StringComparer]::OrdinalIgnoreCase)
    foreach ($name in @('ForEach-Object', 'Where-Object', 'New-Object', 'ConvertTo-Json', 'ConvertFrom-Json', 'Write-Verbose', 'Get-Command', 'Get-PracticeCommand', 'Set-StrictMode', 'Out-Default', 'Send-PracticeCall', 'ConvertFrom-Relayed', 'Start-PracticeChild', 'Start-PracticeProgram', 'Open-PracticeFile', 'Get-PracticeProcessStart', 'Import-PracticeAgentModule', 'Start-PracticeProbe', 'Start-PracticeHostProbe', 'Start-PracticeDnsProbe', 'Resume-PracticeProbe', 'Close-PracticeProbe', 'Get-OwnText', 'Get-FunctionAst', 'Read-ProductFunction', 'Get-StandIn', 'Test-Statement', 'Read-MayUse', 'Find-NotAllowed', 'Find-InCommand', 'Get-TypeKey')) { $null = $allowed.Add($name) }

    # Get-Command gives something that can be run without its name: the same commands, and no other. One that only
    # the folder Windows knows is the stand-in's.
    $getCommand = Get-Command -Name 'Get-Command' -CommandType Cmdlet
    function Get-PracticeCommand {
        [CmdletBinding()]
        param([Parameter(Mandatory = $true)][string]$Name)
        foreach ($one in @(& $getCommand -Name $Name -ErrorAction SilentlyContinue)) {
            if ($parameters.ContainsKey($one.Name)) { Get-StandIn -Name $one.Name; continue }
            if (-not $typed.Contains($one.Name)) { throw ('The practice server refuses the command ' + $one.Name + '.') }
            $one
        }
    }
    $standIns['Get-Command'] = $practice.InvokeCommand.GetCommand('Get-PracticeCommand', 'Function')

    $makeStandIn = $practice.InvokeCommand.GetCommand('Get-StandIn', 'Function')
    $guard = {
        param($Name, $Lookup)
        $standIn = $standIns[$Name]
        if ($null -eq $standIn -and $parameters.ContainsKey($Name)) { $standIn = & $makeStandIn -Name $Name }
        if ($null -ne $standIn) {
            $Lookup.Command = $standIn
            $Lookup.StopSearch = $true
        }
        # Not by a path: what stands before a backslash may be a folder.
        elseif ($parameters.ContainsKey($Name) -or -not $allowed.Contains($Name)) {
            # An exception thrown here would be swallowed: the command is found, and it refuses.
            $Lookup.CommandScriptBlock = [scriptblock]::Create("throw 'The practice server refuses the command " + $Name.Replace("'", "''") + ".'")
            $Lookup.StopSearch = $true
        }
    }.GetNewClosure()

    # The two statements with which a session and a child of it take the module's text, but for the mark.
    $readsModule = '$In=New-Object IO.StreamReader([Console]::OpenStandardInput()); [Console]::Out.WriteLine($Mark+''go''); $c=New-Object char[] ([int]$In.ReadLine()); $null=$In.ReadBlock($c,0,$c.Length); $Module=New-Object String (,$c); '
    $ofSession = $readsModule + 'try { . ([scriptblock]::Create($Module)) } catch { [Console]::Error.WriteLine($_); exit 1 }; exit 0'
    $ofChild = 'try { ' + $readsModule + '. ([scriptblock]::Create($Module)) } catch { [Console]::Out.WriteLine($Mark+''refused ''+$_); exit 1 }; exit 0'
    $takesModule = '\A\$Mark=''@[0-9a-f]+@''; (?:' + [regex]::Escape($ofSession) + '|' + [regex]::Escape($ofChild) + ')\z'
    function Open-PracticeStatement {
        # A typed line, ready to run.
        param([string]$Text)
        if ($Text -cmatch $takesModule) { return [scriptblock]::Create($Text.Replace('[scriptblock]::Create($Module)', '& $PracticeModuleBlock $Module')) }
        $wrong = Test-Statement -Text $Text -Allowed $allowed -Typed $typed
        if ($wrong -ne '') { throw ('The practice server refuses the statement: ' + $wrong) }
        [scriptblock]::Create($Text)
    }

    function Open-PracticeModule {
        # The module's text, ready to run.
        param([string]$Text)
        # Letter for letter: to -cne a text with a soft hyphen in it is the one without.
        if (-not [string]::Equals($Text, $ownText, [StringComparison]::Ordinal)) { throw 'The practice server runs the module of src/server/powershell only, and the text is another one. Build the extension again.' }
        if (-not $isExamined) {
            $tokens = $null
            $problems = $null
            $script = [Management.Automation.Language.Parser]::ParseInput($Text, [ref]$tokens, [ref]$problems)
            # What stands in for a function runs in its place.
            $replaced = New-Object 'Collections.Generic.HashSet[string]' ([string[]]@($parameters.Keys)), ([StringComparer]::OrdinalIgnoreCase)
            $found = @(Find-NotAllowed -Script $script -List (Read-MayUse -Path $rules) -Skip $replaced)
            if ($found.Count -gt 0) { throw ('The practice server refuses the module: ' + $found[0].text + ' is not on the list mayUse.json.') }
            # Without the folder it is read each time.
            $whole = $kept + '-' + $PID
            try {
                [IO.File]::WriteAllText($whole, [string]::Join($partEnd, @($read, $names, $windows)))
                [IO.File]::Delete($kept)
                [IO.File]::Move($whole, $kept)
            }
            catch { if ([IO.File]::Exists($whole)) { [IO.File]::Delete($whole) } }
        }
        [scriptblock]::Create($Text)
    }

    # Nothing that is typed can put another thing in their place.
    $constants = @{
        PracticeGuard = $guard; PracticeLanguageMode = $welcome.languageMode
        PracticeStatementBlock = $practice.InvokeCommand.GetCommand('Open-PracticeStatement', 'Function'); PracticeModuleBlock = $practice.InvokeCommand.GetCommand('Open-PracticeModule', 'Function')
    }
    Export-ModuleMember -Function Send-PracticeCall -Variable constants
}
foreach ($PracticeName in $constants.Keys) { Set-Variable -Name $PracticeName -Value $constants[$PracticeName] -Option Constant }
Set-Variable -Name PracticeReader -Value (New-Object IO.StreamReader([Console]::OpenStandardInput())) -Option Constant
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
