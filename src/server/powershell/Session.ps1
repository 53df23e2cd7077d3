# The loop: one JSON request a line in, events out. Each line of ours begins with the session's mark.

$script:Session = $null
# Where the module's files are, when it is used by hand.
$script:ModuleFolder = $null
# By its full name, which Windows PowerShell and PowerShell 7 both know.
$null = [Reflection.Assembly]::Load('System.Runtime.Serialization, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089')
$script:OperationNames = @(
    'Get-ServerFacts', 'Get-TlsFacts', 'Get-PolicyFacts', 'Get-AgentFacts', 'Get-RegisteredDomains', 'Get-InstallerFacts',
    'Get-WindowsFacts', 'Get-LoggingFacts', 'Get-LogonRightFacts', 'Get-AgentConfiguration', 'Get-AgentHealth', 'Get-AgentSettings', 'Get-DecidingEvents', 'Get-AgentCmdlets', 'Get-AgentLeftovers',
    'Get-ProxyFacts', 'Get-DomainControllerFacts', 'Get-AgentHosts', 'Get-NetworkFacts', 'Get-TraceFiles', 'Get-TracePart', 'Get-LogPreview',
    'Set-TlsValue', 'Set-RestartMark', 'Set-ExecutionPolicyScope', 'Set-CredentialManagerStart', 'Restart-Server',
    'Save-Installer', 'Copy-Installer', 'Remove-Installer', 'Install-Agent', 'Start-AgentWizard', 'Register-Agent', 'Restart-AgentService',
    'Add-LogonRight', 'Remove-LogonRight', 'Set-ManagedAccount', 'Set-AgentServiceStart', 'Set-AgentProxy', 'Set-AgentPermissions', 'Uninstall-AgentProduct', 'Save-LogBundle'
)
# Run in a child process only; they load Microsoft's module.
$script:ChildOperationNames = @('Invoke-AgentRegistration', 'Read-AgentDomains', 'Read-AgentCmdlet', 'Invoke-AgentPermission')

function Get-ModuleText {
    # The module as one text, as a child process is given it: this session's own, or that of the files.
    param()
    if ($null -ne $script:Session) { return $script:Session.ModuleText }
    $files = [IO.Directory]::GetFiles($script:ModuleFolder, '*.ps1')
    [Array]::Sort($files)
    $texts = foreach ($file in $files) { [IO.File]::ReadAllText($file).Replace("`r`n", "`n") }
    ($texts -join "`n") + "`n" + 'Start-CloudSyncSession -Reader $In -Mark $Mark -ModuleText (-join $c)' + "`n"
}

function New-CodedError {
    # An error record whose id is a code the host knows.
    param([Parameter(Mandatory = $true)][string]$Code, [Parameter(Mandatory = $true)][string]$Message)
    New-Object Management.Automation.ErrorRecord((New-Object InvalidOperationException($Message)), $Code, [Management.Automation.ErrorCategory]::InvalidOperation, $null)
}

function ConvertTo-AsciiJson {
    # JSON on one line in ASCII: no code page on the way can change it.
    param([Parameter(Mandatory = $true)][AllowNull()][AllowEmptyString()][object]$Value)
    $json = ConvertTo-Json -InputObject $Value -Depth 12 -Compress
    $others = New-Pattern -Expression '[^\x00-\x7e]'
    if (-not $others.IsMatch($json)) { return $json }
    $others.Replace($json, [Text.RegularExpressions.MatchEvaluator] { param($found) '\u' + ([int][char]$found.Value).ToString('x4') })
}

function ConvertFrom-JsonNode {
    # Objects become hashtables, lists arrays. Get-methods are called by name: to PowerShell a node's properties are its children.
    param([Parameter(Mandatory = $true)][Xml.XmlElement]$Node)
    $type = $Node.GetAttribute('type')
    if ($type -eq 'null') { return $null }
    if ($type -eq 'object') {
        $table = @{}
        foreach ($child in $Node.get_ChildNodes()) { $table[(Get-JsonName -Node $child)] = ConvertFrom-JsonNode -Node $child }
        return $table
    }
    if ($type -eq 'array') {
        $list = New-Object Collections.ArrayList
        foreach ($child in $Node.get_ChildNodes()) { $null = $list.Add((ConvertFrom-JsonNode -Node $child)) }
        return , $list.ToArray()
    }
    $text = $Node.get_InnerText()
    if ($type -eq 'boolean') { return $text -eq 'true' }
    if ($type -eq 'number') {
        $whole = [long]0
        if ([long]::TryParse($text, [Globalization.NumberStyles]::AllowLeadingSign, [Globalization.CultureInfo]::InvariantCulture, [ref]$whole)) { return $whole }
        return [double]::Parse($text, [Globalization.CultureInfo]::InvariantCulture)
    }
    $text
}

function Get-JsonName {
    # The member's name; one that is no XML name stands in an attribute.
    param([Parameter(Mandatory = $true)][Xml.XmlElement]$Node)
    if ($Node.get_NamespaceURI() -eq 'item') { return $Node.GetAttribute('item') }
    $Node.get_LocalName()
}

function Read-JsonDocument {
    # JSON by .NET, never by ConvertFrom-Json: what cmdlets are given, hardened servers write into their event log.
    param([Parameter(Mandatory = $true)][string]$Text)
    $bytes = [Text.Encoding]::UTF8.GetBytes($Text)
    $reader = [Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonReader($bytes, [Xml.XmlDictionaryReaderQuotas]::Max)
    try {
        $document = New-Object Xml.XmlDocument
        $document.Load($reader)
        $document.get_DocumentElement()
    }
    finally { $reader.Close() }
}

function Read-Json {
    # A value that holds no secret.
    param([Parameter(Mandatory = $true)][string]$Text)
    ConvertFrom-JsonNode -Node (Read-JsonDocument -Text $Text)
}

function ConvertFrom-SecretNode {
    # One credential; its password becomes a SecureString character by character.
    param([Parameter(Mandatory = $true)][Xml.XmlElement]$Node)
    $user = ''
    $password = New-Object Security.SecureString
    foreach ($child in $Node.get_ChildNodes()) {
        if ((Get-JsonName -Node $child) -eq 'user') { $user = $child.get_InnerText() }
        else { foreach ($character in $child.get_InnerText().ToCharArray()) { $password.AppendChar($character) } }
    }
    $password.MakeReadOnly()
    New-Object Management.Automation.PSCredential($user, $password)
}

function Read-Request {
    # Id, operation, arguments ready to be passed on, and whether to change nothing.
    param([Parameter(Mandatory = $true)][string]$Line)
    $request = @{ id = 0; op = ''; arguments = @{}; whatIf = $false }
    foreach ($part in (Read-JsonDocument -Text $Line).get_ChildNodes()) {
        $name = Get-JsonName -Node $part
        if ($name -eq 'id') { $request.id = ConvertFrom-JsonNode -Node $part }
        elseif ($name -eq 'op') { $request.op = ConvertFrom-JsonNode -Node $part }
        elseif ($name -eq 'whatIf') { $request.whatIf = ConvertFrom-JsonNode -Node $part }
        elseif ($name -eq 'args') {
            foreach ($argument in $part.get_ChildNodes()) { $request.arguments[(Get-JsonName -Node $argument)] = ConvertFrom-JsonNode -Node $argument }
        }
        elseif ($name -eq 'secrets') {
            foreach ($secret in $part.get_ChildNodes()) {
                $request.arguments[(Get-JsonName -Node $secret)] = [pscredential[]]@(foreach ($one in $secret.get_ChildNodes()) { ConvertFrom-SecretNode -Node $one })
            }
        }
    }
    $request
}

function Write-SessionEvent {
    # One event. It begins on a line of its own, whatever was printed before.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Values)
    [Console]::Out.Write("`n" + $script:Session.Mark + (ConvertTo-AsciiJson -Value $Values) + "`n")
    [Console]::Out.Flush()
}

function Write-ProgressEvent {
    # What is being done; by hand it is a verbose message.
    # Waiting says that nothing has been done yet: the session may be ended without a loss.
    param([Parameter(Mandatory = $true)][string]$Message, [int]$Percent = -1, [bool]$Waiting = $false)
    if ($null -eq $script:Session) { Write-Verbose -Message $Message; return }
    $shown = $null
    if ($Percent -ge 0) { $shown = $Percent }
    $values = @{ id = $script:Session.Id; event = 'progress'; message = $Message; percent = $shown }
    if ($Waiting) { $values['waiting'] = $true }
    Write-SessionEvent -Values $values
}

function Write-ChangeEvent {
    # One change, made or - with -WhatIf - to be made; by hand it is a verbose message.
    param([Parameter(Mandatory = $true)][string]$Target, [AllowNull()][object]$Before, [AllowNull()][object]$After, [Collections.IDictionary]$Undo = $null)
    if ($null -eq $script:Session) { Write-Verbose -Message ($Target + ': ' + $Before + ' -> ' + $After); return }
    Write-SessionEvent -Values @{ id = $script:Session.Id; event = 'change'; target = $Target; before = $Before; after = $After; undo = $Undo }
}

function Request-HiddenText {
    # A text as the host gives it back: with what it knows to be secret hidden. The answer is the next line of the input. Both
    # ways as UTF-16 in base64: no reader of JSON changes it.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text)
    Write-SessionEvent -Values @{ id = $script:Session.Id; event = 'hide'; text = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($Text)) }
    $answer = $script:Session.Reader.ReadLine()
    if ($null -eq $answer) { throw (New-CodedError -Code 'SessionEnded' -Message 'The session ended before a text was looked through.') }
    [Text.Encoding]::Unicode.GetString([Convert]::FromBase64String($answer))
}

function Get-ErrorCode {
    # A code of ours, AccessDenied and DiskFull for every way in which Windows says so, else what PowerShell calls it.
    param([Parameter(Mandatory = $true)][Management.Automation.ErrorRecord]$ErrorRecord)
    for ($cause = $ErrorRecord.Exception; $null -ne $cause; $cause = $cause.InnerException) {
        if ($cause -is [UnauthorizedAccessException] -or $cause -is [Security.SecurityException]) { return 'AccessDenied' }
        if ($cause -is [ComponentModel.Win32Exception] -and $cause.NativeErrorCode -eq 5) { return 'AccessDenied' }
        if ($cause -is [IO.IOException] -and (Test-DiskFull -HResult $cause.HResult)) { return 'DiskFull' }
    }
    $ErrorRecord.FullyQualifiedErrorId.Split(',')[0]
}

function Get-RequestId {
    # The number that a request begins with, read before all else: what cannot be read is answered by it. 0 where there is none.
    param([Parameter(Mandatory = $true)][string]$Line)
    $found = (New-Pattern -Expression '\A\{"id":([0-9]{1,9})[,}]').Match($Line)
    if ($found.Success) { return [int]$found.Groups[1].Value }
    0
}

function Invoke-Request {
    # Runs one request and answers it with a result or an error.
    param([Parameter(Mandatory = $true)][string]$Line)
    try {
        $script:Session.Id = Get-RequestId -Line $Line
        # What .NET says of it may repeat a part of a secret.
        try { $request = Read-Request -Line $Line }
        catch { throw (New-CodedError -Code 'BadRequest' -Message 'The request could not be read: it holds what cannot be passed on.') }
        if (-not (Test-SameText -Text $request.op -As ($script:OperationNames + $script:ChildOperationNames))) { throw (New-CodedError -Code 'UnknownOperation' -Message ('There is no operation ' + $request.op)) }
        $arguments = $request.arguments
        if ($request.whatIf) { $arguments['WhatIf'] = $true }
        $value = @{}
        $lock = $null
        # Whatever changes the server has the lock before it looks. What a child does, its session has the lock for.
        if (-not $request.whatIf -and $request.op -notlike 'Get-*' -and $script:OperationNames -contains $request.op) { $lock = Lock-Server -Operation $request.op }
        # What else a function emits is not its answer.
        try { foreach ($one in @(& $request.op @arguments)) { if ($one -is [Collections.IDictionary]) { $value = $one } } }
        finally { if ($null -ne $lock) { Unlock-Server -File $lock } }
        Write-SessionEvent -Values @{ id = $script:Session.Id; event = 'result'; value = $value }
    }
    catch {
        $cause = $_.Exception.GetBaseException()
        Write-SessionEvent -Values @{
            id        = $script:Session.Id
            event     = 'error'
            code      = Get-ErrorCode -ErrorRecord $_
            message   = [string]$cause.Message
            exception = $cause.GetType().FullName
            position  = [string]$_.InvocationInfo.PositionMessage
        }
    }
}

function Start-CloudSyncSession {
    <#
    .SYNOPSIS
    Answers requests until the input ends. Each is one line of JSON; each answer is one line that begins with the mark.
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)][IO.TextReader]$Reader,
        [Parameter(Mandatory = $true)][string]$Mark,
        [Parameter(Mandatory = $true)][string]$ModuleText
    )
    Set-StrictMode -Version 3.0
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    $ConfirmPreference = 'None'
    $script:Session = @{ Mark = $Mark; ModuleText = $ModuleText; Reader = $Reader; Id = 0 }
    $facts = Get-ServerFacts
    $elevated = $null
    if ($facts.elevated.ContainsKey('value')) { $elevated = $facts.elevated.value }
    # What Windows itself is told apart by, whatever the computer is called: written by its setup, and by Sysprep again.
    $machine = $null
    $told = Get-Fact -Read { Confirm-Text -Value (Get-RegistryValue -Path 'SOFTWARE\Microsoft\Cryptography' -Name 'MachineGuid') -Name 'MachineGuid' }
    if ($told.ContainsKey('value')) { $machine = $told.value }
    Write-SessionEvent -Values @{ event = 'ready'; protocol = 1; powershell = $PSVersionTable.PSVersion.ToString(); user = $facts.user; elevated = $elevated; computer = $facts.computer; machine = $machine }
    while ($null -ne ($line = $Reader.ReadLine())) {
        if ($line -ne '') { Invoke-Request -Line $line }
    }
}
