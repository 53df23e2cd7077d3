# Why a directory gave nothing, as data.

function Get-SocketReason {
    # What kind of failure of a connection this is, in the words of a directory's failures.
    param([Parameter(Mandatory = $true)][Exception]$Exception)
    switch ((Get-ProbeOutcome -Exception $Exception).outcome) {
        { $_ -in @('notFound', 'refused', 'reset', 'timedOut') } { return $_ }
    }
    'other'
}

function Get-LdapError {
    # Code, text and kind of what LDAP's own exceptions say; $null for any other. By their names: they may not be loaded yet.
    param([Parameter(Mandatory = $true)][object]$Exception)
    if (Test-SameText -Text $Exception.GetType().Name -As 'LdapException') {
        $code = [int]$Exception.ErrorCode
        # The client's own numbers, which no directory answers with (winldap.h, LDAP_SERVER_DOWN to LDAP_REFERRAL_LIMIT_EXCEEDED).
        $isOwn = $code -ge 81 -and $code -le 97
        $said = [string]$Exception.ServerErrorMessage
        if ($isOwn -or $said -eq '') { $said = [string]$Exception.Message }
        $reason = 'answered'
        if ($isOwn) { $reason = if ($code -eq 85) { 'timedOut' } elseif ($code -eq 92) { 'notPossible' } else { 'other' } }
        return @{ code = if ($isOwn) { $null } else { $code }; message = $said; reason = $reason }
    }
    if (-not (Test-SameText -Text $Exception.GetType().Name -As 'DirectoryOperationException')) { return $null }
    # Of a bind it says words alone.
    if ($null -eq $Exception.Response) { return @{ code = $null; message = [string]$Exception.Message; reason = 'answered' } }
    $said = [string]$Exception.Response.ErrorMessage
    if ($said -eq '') { $said = [string]$Exception.Message }
    @{ code = [int]$Exception.Response.ResultCode; message = $said; reason = 'answered' }
}

function ConvertTo-DirectoryFailure {
    # A failure from what was thrown. Active Directory has its own number in the text: 80090308: ... data 52e, v1db1
    # https://learn.microsoft.com/troubleshoot/windows-server/active-directory/ldap-data-codes
    param(
        [Parameter(Mandatory = $true)][string]$Stage,
        [Parameter(Mandatory = $true)][Exception]$Exception
    )
    $cause = $Exception.GetBaseException()
    $failure = @{ outcome = 'failed'; stage = $Stage; reason = ''; code = $null; data = $null; message = ''; certificate = $null }
    $ldap = Get-LdapError -Exception $cause
    $coded = Get-CodedReason -Exception $cause
    if ($null -ne $ldap) {
        foreach ($name in $ldap.Keys) { $failure[$name] = $ldap[$name] }
        $data = (New-Pattern -Expression ', data ([0-9a-f]{1,8}),' -IgnoreCase).Match($failure.message)
        if ($data.Success) { $failure.data = $data.Groups[1].Value.ToLowerInvariant() }
    }
    elseif ($null -ne $coded) {
        $failure.message = [string]$cause.Message
        $failure.reason = 'other'
        if ($script:DirectoryReasons.Contains($coded.code)) { $failure.reason = $script:DirectoryReasons[$coded.code] }
    }
    else {
        $failure.message = [string]$cause.Message
        $failure.reason = Get-SocketReason -Exception $cause
    }
    $failure
}

function Get-OpeningFailure {
    # Why no connection came about: LDAP's own client says the same of most reasons, so the controller is looked at once more,
    # without a word of LDAP but the one that asks for TLS.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Way,
        [Parameter(Mandatory = $true)][string]$Stage,
        [Parameter(Mandatory = $true)][Exception]$Exception
    )
    $failure = ConvertTo-DirectoryFailure -Stage $Stage -Exception $Exception
    if ($failure.reason -ne 'other' -and $failure.reason -ne 'timedOut') { return $failure }
    $seen = Get-ControllerSight -HostName $Way.host -Port $Way.port -Security $Way.security -TimeoutMs $script:SightMs
    if ($null -ne $seen.failed) {
        $cause = $seen.failed.GetBaseException()
        $failure.stage = $seen.stage
        # What was not answered the first time was not answered.
        if ($failure.reason -eq 'other') {
            $failure.reason = Get-SocketReason -Exception $cause
            if ($null -ne (Get-CodedReason -Exception $cause)) { $failure.reason = 'timedOut' }
            $failure.message = [string]$cause.Message
        }
        if ($failure.reason -eq 'notFound') { $failure.stage = 'lookup' }
    }
    elseif ($null -ne $seen.certificate) {
        $failure.stage = 'secure'
        $failure.reason = 'certificate'
        $failure.certificate = $seen.certificate
    }
    $failure
}

# What an error of ours is, where it is not simply something else.
$script:DirectoryReasons = @{
    'Directory.silent'   = 'timedOut'
    'Directory.empty'    = 'notPossible'
    'Directory.unsealed' = 'notPossible'
    'Directory.noHost'   = 'notFound'
    'Dns.silent'         = 'timedOut'
    'Dns.controllers'    = 'notFound'
}
# Milliseconds of the second look.
$script:SightMs = 2000
