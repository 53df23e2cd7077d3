# The practice server's PowerShell: what powershell.exe is to a real one. It
#   - asks the practice machine for a place, and ends where that is restarting;
#   - puts relays in the place of every function of Windows*.ps1, and refuses every command that is not on its list;
#   - where the practice machine says so, runs statements in constrained language mode only;
#   - then reads statements from standard input, one a line, with a reader of its own that reads ahead, as the console
#     host of Windows PowerShell 5.1 does.
# The text that a session sends stays as it is.
param(
    [Parameter(Mandatory = $true)][int]$Port,
    [Parameter(Mandatory = $true)][string]$Token,
    # The PowerShell to start children with.
    [Parameter(Mandatory = $true)][string]$Program,
    # The Node to start the processes of programs with.
    [Parameter(Mandatory = $true)][string]$Node,
    # The file that this PowerShell is to be given first, where it is a program such as dotnet.
    [string]$ProgramFile = ''
)

$PracticeModule = New-Module -Name Practice -ArgumentList $Port, $Token, $Program, $Node, $ProgramFile, $PSScriptRoot -ScriptBlock {
    param($Port, $Token, $Program, $Node, $ProgramFile, $Folder)

    $client = New-Object Net.Sockets.TcpClient('127.0.0.1', $Port)
    $client.NoDelay = $true
    $encoding = New-Object Text.UTF8Encoding($false)
    $reader = New-Object IO.StreamReader($client.GetStream(), $encoding)
    $writer = New-Object IO.StreamWriter($client.GetStream(), $encoding)
    $writer.AutoFlush = $true
    $breaks = [char[]]"`t`r`n"
    $writer.NewLine = "`n"
    $writer.WriteLine((ConvertTo-Json -InputObject @{ token = $Token; pid = $PID } -Compress))
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
        $start = New-Object Diagnostics.ProcessStartInfo
        $start.FileName = $Program
        $first = ''
        $again = ''
        if ($ProgramFile -ne '') {
            $first = '"' + $ProgramFile + '" '
            $again = ' -ProgramFile "' + $ProgramFile + '"'
        }
        $start.Arguments = $first + '-NoLogo -NoProfile -NonInteractive -File "' + [IO.Path]::Combine($Folder, 'host.ps1') + '" -Port ' + $Port + ' -Token ' + $Token + ' -Program "' + $Program + '" -Node "' + $Node + '"' + $again
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
        $start.Arguments = '"' + [IO.Path]::Combine($Folder, 'practiceProgram.ts') + '" ' + $Port + ' ' + $Token + ' ' + $id
        $start.UseShellExecute = $false
        $start.RedirectStandardInput = $true
        [Diagnostics.Process]::Start($start).StandardInput.Close()
        $null = Send-PracticeCall -Function 'await a program' -Arguments @{ Id = $id }
        $id
    }

    # Mutex.WaitOne(0) on a global mutex: the process that has it keeps it until it ends. Here one for each practice server.
    function Lock-PracticeRegistration {
        $script:lock = New-Object Threading.Mutex($false, ('Global\practice-' + $Port))
        try { $script:lock.WaitOne(0) } catch [Threading.AbandonedMutexException] { $true }
    }

    # Found now: a session may not load modules, so afterwards its name is refused.
    $importModule = Get-Command -Name 'Import-Module' -CommandType Cmdlet
    function Import-PracticeAgentModule {
        & $importModule -Name ([IO.Path]::Combine($Folder, 'AgentModule.psm1')) -Global -Force
    }

    . ([IO.Path]::Combine($Folder, 'Probes.ps1'))

    function Get-FunctionAst {
        param([string]$File)
        $tokens = $null
        $problems = $null
        $script = [Management.Automation.Language.Parser]::ParseFile($File, [ref]$tokens, [ref]$problems)
        $script.FindAll({ param($node) $node -is [Management.Automation.Language.FunctionDefinitionAst] }, $false)
    }

    $product = [IO.Path]::Combine($Folder, '..', '..', 'src', 'server', 'powershell')
    $living = @{
        'Start-Program' = 'Start-PracticeProgram'; 'Lock-Registration' = 'Lock-PracticeRegistration'
        'Start-PowerShellChild' = 'Start-PracticeChild'; 'Import-AgentModule' = 'Import-PracticeAgentModule'
        'Start-HostProbe' = 'Start-PracticeHostProbe'; 'Start-DnsProbe' = 'Start-PracticeDnsProbe'; 'Resume-Probe' = 'Resume-PracticeProbe'; 'Close-Probe' = 'Close-PracticeProbe'
    }
    $standIns = @{}
    foreach ($function in @(foreach ($file in [IO.Directory]::GetFiles($product, 'Windows*.ps1')) { Get-FunctionAst -File $file })) {
        $name = $function.Name
        if ($living.ContainsKey($name)) { $standIns[$name] = Get-Item -LiteralPath ('function:' + $living[$name]); continue }
        # The real parameters, with what they are validated by; the body asks the practice machine.
        $parameters = $function.Body.ParamBlock.Extent.Text
        $null = New-Item -Path ('function:script:Practice-' + $name) -Value ([scriptblock]::Create($parameters + "`nSend-PracticeCall -Function '" + $name + "' -Arguments `$PSBoundParameters")) -Force
        $standIns[$name] = Get-Item -LiteralPath ('function:Practice-' + $name)
    }

    # The commands a session may use: the module's own functions, the agent's stand-ins, and these.
    $allowed = New-Object 'Collections.Generic.HashSet[string]' ([StringComparer]::OrdinalIgnoreCase)
    foreach ($file in [IO.Directory]::GetFiles($product, '*.ps1')) { foreach ($function in (Get-FunctionAst -File $file)) { $null = $allowed.Add($function.Name) } }
    foreach ($function in (Get-FunctionAst -File ([IO.Path]::Combine($Folder, 'AgentModule.psm1')))) { $null = $allowed.Add($function.Name) }
    foreach ($name in @('ForEach-Object', 'Where-Object', 'New-Object', 'ConvertTo-Json', 'ConvertFrom-Json', 'Write-Verbose', 'Get-Command', 'Set-StrictMode', 'Out-Default', 'Send-PracticeCall', 'ConvertFrom-Relayed', 'Start-PracticeChild', 'Start-PracticeProgram', 'Lock-PracticeRegistration', 'Import-PracticeAgentModule', 'Start-PracticeProbe', 'Start-PracticeHostProbe', 'Start-PracticeDnsProbe', 'Resume-PracticeProbe', 'Close-PracticeProbe')) { $null = $allowed.Add($name) }

    $guard = {
        param($Name, $Lookup)
        $standIn = $standIns[$Name]
        if ($null -ne $standIn) {
            $Lookup.Command = $standIn
            $Lookup.StopSearch = $true
        }
        elseif (-not $allowed.Contains($Name) -and -not $allowed.Contains($Name.Substring($Name.LastIndexOf('\') + 1))) {
            # An exception thrown here would be swallowed: the command is found, and it refuses.
            $Lookup.CommandScriptBlock = [scriptblock]::Create("throw 'The practice server refuses the command " + $Name.Replace("'", "''") + ".'")
            $Lookup.StopSearch = $true
        }
    }.GetNewClosure()
    $languageMode = $welcome.languageMode
    Export-ModuleMember -Function Send-PracticeCall -Variable guard, languageMode
}
$ExecutionContext.InvokeCommand.PreCommandLookupAction = $guard

$PracticeReader = New-Object IO.StreamReader([Console]::OpenStandardInput())
if ($languageMode -ne 'FullLanguage') {
    # As under an application control policy: the language without .NET. A runspace of its own, with no command at all.
    $PracticeState = [initialsessionstate]::Create()
    $PracticeState.LanguageMode = $languageMode
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
    try { foreach ($PracticeOutput in @(. ([scriptblock]::Create($PracticeLine)))) { [Console]::Out.WriteLine($PracticeOutput) } }
    catch { [Console]::Error.WriteLine($_) }
}
