# The loop: one JSON request a line in, events out. Each line of ours begins with the session's mark.

function Get-ModuleText {
    # The module as one text, as a child process is given it: this session's own, or that of the files.
    param()
    if ($null -ne $script:Session) { return $script:Session.ModuleText }
    $files = [IO.Directory]::GetFiles($script:ModuleFolder, '*.ps1', 'AllDirectories')
    [Array]::Sort($files)
    $texts = foreach ($file in $files) { [IO.File]::ReadAllText($file).Replace("`r`n", "`n") }
    ($texts -join "`n") + "`n" + 'Open-CloudSyncSession -Reader $In -Mark $Mark -ModuleText $Module' + "`n"
}

function Read-Request {
    # Id, operation, arguments ready to be passed on, and whether to change nothing.
    param([Parameter(Mandatory = $true)][string]$Line)
    $request = @{ id = 0; op = ''; arguments = @{}; whatIf = $false }
    # Where there can be no secret, values are read as texts, which is quicker.
    if ($Line.IndexOf('secrets', [StringComparison]::OrdinalIgnoreCase) -lt 0) {
        $read = Read-Json -Text $Line
        foreach ($name in @('id', 'op', 'whatIf')) { if ($read.ContainsKey($name)) { $request[$name] = $read[$name] } }
        if ($read.ContainsKey('args')) { $request.arguments = $read['args'] }
        if ($request.op -isnot [string] -or $request.whatIf -isnot [bool] -or $request.id -isnot [ValueType] -or
            $request.arguments -isnot [Collections.IDictionary]) { throw (ConvertTo-CodedError -Code 'BadRequest.unreadable') }
        return $request
    }
    foreach ($part in (Read-JsonDocument -Text $Line).get_ChildNodes()) {
        $name = Get-JsonName -Node $part
        if ($name -eq 'id') { $request.id = ConvertFrom-JsonNode -Node $part }
        elseif ($name -eq 'op') { $request.op = ConvertFrom-JsonNode -Node $part }
        elseif ($name -eq 'whatIf') { $request.whatIf = ConvertFrom-JsonNode -Node $part }
        elseif ($name -eq 'args') {
            foreach ($argument in $part.get_ChildNodes()) {
                $request.arguments[(Get-JsonName -Node $argument)] = ConvertFrom-JsonNode -Node $argument
            }
        }
        elseif ($name -eq 'secrets') {
            foreach ($secret in $part.get_ChildNodes()) {
                $request.arguments[(Get-JsonName -Node $secret)] = [pscredential[]]@(foreach ($one in $secret.get_ChildNodes()) {
                    ConvertFrom-SecretNode -Node $one
                })
            }
        }
    }
    $request
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

function Write-Failure {
    # Answers the request whose turn it is with an error.
    param([Parameter(Mandatory = $true)][Management.Automation.ErrorRecord]$ErrorRecord)
    $cause = $ErrorRecord.Exception.GetBaseException()
    $coded = Get-CodedReason -Exception $ErrorRecord.Exception
    Write-SessionEvent -Values @{
        id        = $script:Session.Id
        event     = 'error'
        code      = Get-ErrorCode -ErrorRecord $ErrorRecord
        params    = if ($null -ne $coded) { $coded.params } else { $null }
        cause     = Get-ErrorCause -Exception $ErrorRecord.Exception
        message   = [string]$cause.Message
        exception = $cause.GetType().FullName
        position  = [string]$ErrorRecord.InvocationInfo.PositionMessage
    }
}

function Invoke-Request {
    # Runs one request and answers it: with its result, with an error, or for now that it waits. Every request goes through here,
    # and a call of a function takes longer than most of what is done in it.
    param([Parameter(Mandatory = $true)][string]$Line)
    try {
        # What .NET says of it may repeat a part of a secret.
        try { $request = Read-Request -Line $Line }
        catch {
            $script:Session.Id = Get-RequestId -Line $Line
            throw (ConvertTo-CodedError -Code 'BadRequest.unreadable')
        }
        $script:Session.Id = $request.id
        if ($request.op -notlike 'Get-*') { Complete-WaitingRequest }
        $among = $script:OperationNames + $script:ChildOperationNames
        $value = Invoke-NamedOperation -Name $request.op -Arguments $request.arguments -OnlyLists $request.whatIf -Among $among
        if (Test-Wait -Value $value) { Add-WaitingRequest -Wait $value }
        else { Write-SessionEvent -Values @{ id = $script:Session.Id; event = 'result'; value = $value } }
    }
    catch { Write-Failure -ErrorRecord $_ }
}

function Open-CloudSyncSession {
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
    $script:Session = @{
        Mark       = $Mark
        ModuleText = $ModuleText
        Reader     = $Reader
        # Of the request whose turn it is.
        Id         = 0
        # The requests that wait (Waiting.ps1).
        Waiting    = New-Object Collections.ArrayList
    }
    $script:Sink = @{
        Progress = { param($Told) Write-SessionEvent -Values ($Told + @{ id = $script:Session.Id; event = 'progress' }) }
        Change   = { param($Told) Write-SessionEvent -Values ($Told + @{ id = $script:Session.Id; event = 'change' }) }
    }
    $facts = Get-CloudSyncServerFact
    $elevated = $null
    if ($facts.elevated.ContainsKey('value')) { $elevated = $facts.elevated.value }
    # What Windows itself is told apart by, whatever the computer is called: written by its setup, and by Sysprep again.
    $machine = $null
    $told = Get-Fact -Read {
        Confirm-Text -Value (Get-RegistryValue -Path 'SOFTWARE\Microsoft\Cryptography' -Name 'MachineGuid') -Name 'MachineGuid'
    }
    if ($told.ContainsKey('value')) { $machine = $told.value }
    Write-SessionEvent -Values @{
        event      = 'ready'
        protocol   = 1
        powershell = $PSVersionTable.PSVersion.ToString()
        user       = $facts.user
        elevated   = $elevated
        computer   = $facts.computer
        machine    = $machine
    }
    while ($null -ne ($line = Read-RequestLine)) {
        if ($line -ne '') { Invoke-Request -Line $line }
    }
}

$script:Session = $null
# Where the module's files are, when it is used by hand.
$script:ModuleFolder = $null
# By its full name, which Windows PowerShell and PowerShell 7 both know.
$null = [Reflection.Assembly]::Load('System.Runtime.Serialization, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089')
# Run in a child process only; they load Microsoft's module.
$script:ChildOperationNames = @('Invoke-AgentRegistration', 'Read-AgentDomain', 'Read-AgentCmdlet', 'Invoke-AgentPermission',
    'Invoke-AgentAccountProtection')
