# What is told while an operation runs, and what is asked back.

function ConvertTo-CodedError {
    # An error record whose id is a code the host knows, with what belongs to it, and what caused it (Get-ErrorReason). The words
    # are for use by hand and for the log.
    param(
        [Parameter(Mandatory = $true)][string]$Code,
        [Collections.IDictionary]$Params = @{},
        [object]$Cause = $null
    )
    $texts = ConvertTo-TextTable -Params $Params
    $because = $Cause
    if ($Cause -is [Collections.IDictionary]) { $because = Get-Sentence -Code ('error.' + $Cause.code) -Params $Cause.params }
    $words = ((Get-Sentence -Code ('error.' + $Code) -Params $texts) + ' ' + $because).Trim()
    $exception = New-Object InvalidOperationException($words)
    $exception.Data['code'] = $Code
    $exception.Data['params'] = $texts
    $exception.Data['cause'] = $Cause
    New-Object Management.Automation.ErrorRecord($exception, $Code, [Management.Automation.ErrorCategory]::InvalidOperation,
        $null)
}

function ConvertTo-ForeignError {
    # An error record with somebody else's words: Windows', or those of Microsoft's cmdlets.
    param([Parameter(Mandatory = $true)][string]$Code, [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Message)
    New-Object Management.Automation.ErrorRecord((New-Object InvalidOperationException($Message)), $Code,
        [Management.Automation.ErrorCategory]::InvalidOperation, $null)
}

function ConvertTo-TextTable {
    # Parameters as texts: the same in every culture.
    param([Parameter(Mandatory = $true)][AllowEmptyCollection()][Collections.IDictionary]$Params)
    $texts = @{}
    foreach ($name in $Params.Keys) { $texts[[string]$name] = [string]$Params[$name] }
    $texts
}

function Get-Sentence {
    # The English words of a code (Sentences.ps1).
    param(
        [Parameter(Mandatory = $true)][string]$Code,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][Collections.IDictionary]$Params
    )
    $text = [string]$script:Sentences[$Code]
    foreach ($name in $Params.Keys) { $text = $text.Replace('{' + $name + '}', $Params[$name]) }
    $text
}

function Get-CodedReason {
    # Code and parameters of an error of ours; $null for anybody else's.
    param([Parameter(Mandatory = $true)][Exception]$Exception)
    for ($cause = $Exception; $null -ne $cause; $cause = $cause.InnerException) {
        if ($cause.Data.Contains('code')) { return @{ code = $cause.Data['code']; params = $cause.Data['params'] } }
        # .NET's words for a search that gave up speak of quantifiers and back-references.
        if ($cause -is [Text.RegularExpressions.RegexMatchTimeoutException]) { return @{ code = 'TextTooSlow'; params = @{} } }
    }
    $null
}

function Get-ErrorCause {
    # What caused an error of ours, as it was noted (Get-ErrorReason); $null where nothing was.
    param([Parameter(Mandatory = $true)][Exception]$Exception)
    for ($of = $Exception; $null -ne $of; $of = $of.InnerException) {
        if ($of.Data.Contains('code')) { return $of.Data['cause'] }
    }
    $null
}

function Get-ErrorReason {
    # Why something failed: a code of ours with its parameters, or what Windows says.
    param([Parameter(Mandatory = $true)][Exception]$Exception)
    $coded = Get-CodedReason -Exception $Exception
    if ($null -ne $coded) { return $coded }
    [string]$Exception.Message
}

function ConvertTo-ReasonError {
    # The error for a reason that was noted (Get-ErrorReason).
    param([Parameter(Mandatory = $true)][object]$Reason)
    if ($Reason -is [Collections.IDictionary]) { return ConvertTo-CodedError -Code $Reason.code -Params $Reason.params }
    ConvertTo-ForeignError -Code 'Unread' -Message $Reason
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
    param(
        [Parameter(Mandatory = $true)][string]$Code,
        [Collections.IDictionary]$Params = @{},
        [int]$Percent = -1,
        [bool]$Waiting = $false
    )
    $texts = ConvertTo-TextTable -Params $Params
    if ($null -eq $script:Sink) { Write-Verbose -Message (Get-Sentence -Code ('progress.' + $Code) -Params $texts); return }
    $shown = $null
    if ($Percent -ge 0) { $shown = $Percent }
    $told = @{ code = $Code; params = $texts; percent = $shown }
    if ($Waiting) { $told['waiting'] = $true }
    $null = & $script:Sink.Progress -Told $told
}

function Write-ChangeEvent {
    # One change, made or - with -WhatIf - to be made; by hand it is a verbose message.
    param(
        [Parameter(Mandatory = $true)][string]$Code,
        [Collections.IDictionary]$Params = @{},
        [AllowNull()][object]$Before,
        [AllowNull()][object]$After,
        [Collections.IDictionary]$Undo = $null
    )
    $texts = ConvertTo-TextTable -Params $Params
    if ($null -eq $script:Sink) { Write-Verbose -Message (Get-Sentence -Code ('change.' + $Code) -Params $texts); return }
    $null = & $script:Sink.Change -Told @{ what = $Code; params = $texts; before = $Before; after = $After; undo = $Undo }
}

function Request-HiddenText {
    # A text as the host gives it back: with what it knows to be secret hidden. The answer is the next line of the input. Both
    # ways as UTF-16 in base64: no reader of JSON changes it.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text)
    Write-SessionEvent -Values @{
        id    = $script:Session.Id
        event = 'hide'
        text  = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($Text))
    }
    $answer = $script:Session.Reader.ReadLine()
    if ($null -eq $answer) { throw (ConvertTo-CodedError -Code 'SessionEnded') }
    [Text.Encoding]::Unicode.GetString([Convert]::FromBase64String($answer))
}

# Who is told of progress and changes: the session's loop sets one, Invoke-CloudSyncOperation another. By hand there is none.
$script:Sink = $null
