# What is told while an operation runs, and what is asked back.

function New-CodedError {
    # An error record whose id is a code the host knows.
    param([Parameter(Mandatory = $true)][string]$Code, [Parameter(Mandatory = $true)][string]$Message)
    New-Object Management.Automation.ErrorRecord((New-Object InvalidOperationException($Message)), $Code, [Management.Automation.ErrorCategory]::InvalidOperation, $null)
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
