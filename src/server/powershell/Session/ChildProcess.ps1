# Microsoft's module runs in a fresh child process only, which speaks the same protocol by pipe. One that does not begin fails at
# once, with what is known: then nothing has been done.

function Write-JsonSecret {
    # Writes a SecureString as the inside of a JSON string, character by character; no string of it is ever made.
    param([Parameter(Mandatory = $true)][IO.TextWriter]$Writer, [Parameter(Mandatory = $true)][Security.SecureString]$Secret)
    $pointer = [Runtime.InteropServices.Marshal]::SecureStringToGlobalAllocUnicode($Secret)
    try {
        for ($at = 0; $at -lt $Secret.Length; $at++) {
            $unit = [Runtime.InteropServices.Marshal]::ReadInt16($pointer, 2 * $at) -band 0xffff
            $Writer.Write('\u' + $unit.ToString('x4'))
        }
    }
    finally { [Runtime.InteropServices.Marshal]::ZeroFreeGlobalAllocUnicode($pointer) }
}

function Write-ChildRequest {
    # One request as a line: the operation, its arguments, and the credentials beside them.
    param(
        [Parameter(Mandatory = $true)][IO.TextWriter]$Writer,
        [Parameter(Mandatory = $true)][string]$Operation,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Arguments,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Secrets
    )
    $Writer.Write('{"id":1,"op":"' + $Operation + '","args":' + (ConvertTo-AsciiJson -Value $Arguments) + ',"secrets":{')
    $comma = ''
    foreach ($name in $Secrets.Keys) {
        $Writer.Write($comma + '"' + $name + '":[')
        $comma = ''
        foreach ($credential in $Secrets[$name]) {
            $Writer.Write($comma + '{"user":' + (ConvertTo-AsciiJson -Value ([string]$credential.UserName)) + ',"password":"')
            Write-JsonSecret -Writer $Writer -Secret $credential.Password
            $Writer.Write('"}')
            $comma = ','
        }
        $Writer.Write(']')
        $comma = ','
    }
    $Writer.Write("}}`n")
    $Writer.Flush()
}

function ConvertTo-ChildEndedError {
    # The error for a child that is gone, with its exit code where that is known.
    param([Parameter(Mandatory = $true)][Diagnostics.Process]$Process)
    # Its output ends a moment before it does.
    if ($Process.WaitForExit($script:ChildLastMs)) {
        return ConvertTo-CodedError -Code 'ChildEnded.exit' -Params @{ exitCode = $Process.ExitCode }
    }
    ConvertTo-CodedError -Code 'ChildEnded.gone'
}

function Read-ChildLine {
    # The next line that bears the mark, without it. Fails where the child says that it cannot go on, where it ends, or where the
    # deadline passes.
    param(
        [Parameter(Mandatory = $true)][Diagnostics.Process]$Process,
        [Parameter(Mandatory = $true)][string]$Mark,
        [Parameter(Mandatory = $true)][DateTime]$Deadline
    )
    while ($true) {
        $reading = $Process.StandardOutput.ReadLineAsync()
        while (-not $reading.Wait($script:ChildLookMs)) {
            # What it has started may keep its output open for longer than it is there.
            if ($Process.HasExited -and -not $reading.Wait($script:ChildLastMs)) {
                throw (ConvertTo-ChildEndedError -Process $Process)
            }
            if ([DateTime]::UtcNow -ge $Deadline) { throw (ConvertTo-CodedError -Code 'ChildSilent.answer') }
        }
        $line = $reading.Result
        if ($null -eq $line) { throw (ConvertTo-ChildEndedError -Process $Process) }
        if (-not $line.StartsWith($Mark, [StringComparison]::Ordinal)) { continue }
        $said = $line.Substring($Mark.Length)
        if ($said.StartsWith('refused ', [StringComparison]::Ordinal)) {
            throw (ConvertTo-CodedError -Code 'ChildEnded.said' -Params @{ message = $said.Substring('refused '.Length) })
        }
        return $said
    }
}

function Close-Child {
    # Ends a child that has nothing more to do.
    param([Parameter(Mandatory = $true)][Diagnostics.Process]$Process)
    # It may end by itself in this moment.
    try { if (-not $Process.HasExited) { $Process.Kill() } } catch { $null = $_ }
}

function Open-Child {
    # Gives the module to a child that was started; answers the writer for its request. Nothing has begun before that: where it
    # does not come so far, ChildNotStarted says what is known.
    param(
        [Parameter(Mandatory = $true)][Diagnostics.Process]$Process,
        [Parameter(Mandatory = $true)][string]$Mark,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $deadline = [DateTime]::UtcNow.AddMilliseconds([Math]::Min($TimeoutMs, $script:ChildStartMs))
    $moduleText = Get-ModuleText
    $writer = New-Object IO.StreamWriter($Process.StandardInput.BaseStream, (New-Object Text.ASCIIEncoding))
    $writer.NewLine = "`n"
    $say = @(
        # Where the console's code page is UTF-8, .NET has just written a byte order mark: it gets a line of its own.
        ("`n'" + $Mark + "' + " + '$ExecutionContext.SessionState.LanguageMode' + "`n"),
        ('$Mark=''' + $Mark + '''; try { $In=New-Object IO.StreamReader([Console]::OpenStandardInput()); [Console]::Out.WriteLine($Mark+''go''); $c=New-Object char[] ([int]$In.ReadLine()); $null=$In.ReadBlock($c,0,$c.Length); $Module=New-Object String (,$c); . ([scriptblock]::Create($Module)) } catch { [Console]::Out.WriteLine($Mark+''refused ''+$_); exit 1 }; exit 0' + "`n"),
        ('' + $moduleText.Length + "`n" + $moduleText)
    )
    try {
        for ($at = 0; $at -lt $say.Length; $at++) {
            # Where it is gone by then, its output says so.
            try { $writer.Write($say[$at]); $writer.Flush() } catch [IO.IOException] { $null = $_ }
            $said = Read-ChildLine -Process $Process -Mark $Mark -Deadline $deadline
            # Policies may differ from one moment to the next, and an application control policy looks at each process anew.
            if ($at -eq 0 -and $said -ne 'FullLanguage') {
                throw (ConvertTo-CodedError -Code 'ConstrainedLanguage' -Params @{ mode = $said })
            }
        }
    }
    catch {
        if ($_.FullyQualifiedErrorId -eq 'ConstrainedLanguage') { throw }
        if ($_.FullyQualifiedErrorId -like 'ChildSilent.*') { throw (ConvertTo-CodedError -Code 'ChildNotStarted.slow') }
        $coded = Get-CodedReason -Exception $_.Exception
        if ($null -eq $coded) {
            throw (ConvertTo-CodedError -Code 'ChildNotStarted.said' -Params @{ message = $_.Exception.Message })
        }
        throw (ConvertTo-CodedError -Code $coded.code.Replace('ChildEnded.', 'ChildNotStarted.') -Params $coded.params)
    }
    $writer
}

function Invoke-InChild {
    # Runs one operation in a fresh child process and passes its events on. Answers its result.
    param(
        [Parameter(Mandatory = $true)][string]$Operation,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Arguments,
        [Collections.IDictionary]$Secrets = @{},
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $deadline = [DateTime]::UtcNow.AddMilliseconds($TimeoutMs)
    $mark = '@' + [Guid]::NewGuid().ToString('N') + '@'
    try { $process = Invoke-PowerShellChild }
    catch {
        throw (ConvertTo-CodedError -Code 'ChildNotStarted.said' -Params @{ message = $_.Exception.GetBaseException().Message })
    }
    $isLeft = $false
    try {
        $writer = Open-Child -Process $process -Mark $mark -TimeoutMs $TimeoutMs
        # It goes on where this session is lost: whoever has the lock next waits for its end.
        if ($Operation -notlike 'Read-*') {
            Write-LeftWork -Work @{
                kind      = 'process'
                id        = $process.Id
                startedAt = (Get-ProcessStart -Id $process.Id)
                work      = 'child'
                of        = ('' + $process.Id + ' ' + $Operation)
            }
        }
        # Where it is gone by then, its output says so.
        try {
            Write-ChildRequest -Writer $writer -Operation $Operation -Arguments $Arguments -Secrets $Secrets
        }
        catch [IO.IOException] {
            $null = $_
        }
        while ($true) {
            $answer = Read-Json -Text (Read-ChildLine -Process $process -Mark $mark -Deadline $deadline)
            if ($answer.event -eq 'progress') { Write-ProgressEvent -Code $answer.code -Params $answer.params }
            # No undo: what a child does is Microsoft's registration.
            elseif ($answer.event -eq 'change') {
                Write-ChangeEvent -Code $answer.what -Params $answer.params -Before $answer.before -After $answer.after
            }
            elseif ($answer.event -eq 'result') { return $answer.value }
            elseif ($null -ne $answer.params) { throw (ConvertTo-CodedError -Code $answer.code -Params $answer.params) }
            else { throw (ConvertTo-ForeignError -Code $answer.code -Message $answer.message) }
        }
    }
    catch {
        if ($_.FullyQualifiedErrorId -ne 'ChildSilent.answer' -or $Operation -like 'Read-*') { throw }
        # What changes something is not ended in the middle: the child goes on, and ends when it has finished.
        $isLeft = $true
        throw (ConvertTo-CodedError -Code 'ChildSilent.running' -Params @{
            process = $process.Id
            minutes = [int]($TimeoutMs / 60000)
        })
    }
    finally {
        if (-not $isLeft) {
            Close-Child -Process $process
            if ($Operation -notlike 'Read-*') { Clear-LeftWork }
        }
        $process.Dispose()
    }
}

# How long a child may take to begin; how often it is looked at whether it is there; and how long the last of its output is waited
# for.
$script:ChildStartMs = 120000
$script:ChildLookMs = 250
$script:ChildLastMs = 2000
