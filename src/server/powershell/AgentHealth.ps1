# How the agent that runs here is doing: certificate, last contact with the service, errors since it started, what is installed.

function Get-TraceTail {
    # The end of the newest trace file, at most 256 KB, with the day it was written; $null where there is none.
    param()
    $folder = Get-FolderPath -Name 'Trace'
    if (-not [IO.Directory]::Exists($folder)) { return $null }
    $newest = $null
    foreach ($file in [IO.Directory]::GetFiles($folder, '*.log')) {
        if ($null -eq $newest -or [IO.File]::GetLastWriteTimeUtc($file) -gt [IO.File]::GetLastWriteTimeUtc($newest)) { $newest = $file }
    }
    if ($null -eq $newest) { return $null }
    # The agent goes on writing to it.
    $stream = New-Object IO.FileStream($newest, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]'ReadWrite, Delete')
    try {
        if ($stream.Length -gt 262144) { $null = $stream.Seek(-262144, [IO.SeekOrigin]::End) }
        $reader = New-Object IO.StreamReader($stream)
        @{ file = $newest; writtenAt = [IO.File]::GetLastWriteTime($newest); text = $reader.ReadToEnd() }
    }
    finally { $stream.Dispose() }
}

function Get-TraceContact {
    # The last line of the trace that tells of a contact with the service: its time and text; $null where there is none.
    param()
    $tail = Get-TraceTail
    if ($null -eq $tail) { return $null }
    $found = $null
    foreach ($match in [regex]::Matches($tail.text, '(?im)^\[(\d\d:\d\d:\d\d\.\d{3})\][^\r\n]*(?:bootstrap|successfully registered)[^\r\n]*')) { $found = $match }
    if ($null -eq $found) { return $null }
    $at = $tail.writtenAt.Date + [TimeSpan]::Parse($found.Groups[1].Value, [Globalization.CultureInfo]::InvariantCulture)
    # A trace that runs over midnight: the line is of the day before.
    if ($at -gt $tail.writtenAt.AddMinutes(1)) { $at = $at.AddDays(-1) }
    @{ at = $at.ToUniversalTime().ToString('o'); text = $found.Value.Trim() }
}

function Get-ChannelContact {
    # The newest event of the agent's own channel that tells of a contact with the service.
    param()
    foreach ($one in @(Get-EventList -Log $script:AgentChannel -Since ([DateTime]::UtcNow.AddHours(-24)) -Newest 200)) {
        if ($one.text -match '(?i)bootstrap|successfully registered') { return @{ at = $one.at; text = $one.text } }
    }
    $null
}

function Get-AgentError {
    # Errors of the agent's channel, and of the Service Control Manager about the agent, since a moment; at most 50.
    param([Parameter(Mandatory = $true)][DateTime]$Since)
    foreach ($one in @(Get-EventList -Log $script:AgentChannel -Since $Since -Newest 200)) {
        if ($one.level -eq 1 -or $one.level -eq 2) { @{ at = $one.at; id = $one.id; source = $one.source; text = $one.text } }
    }
    foreach ($one in @(Get-EventList -Log 'System' -Since $Since -Newest 1000)) {
        if ($one.source -eq 'Service Control Manager' -and $one.level -le 2 -and $one.text -match '(?i)provisioning agent|AADConnectProvisioningAgent') { @{ at = $one.at; id = $one.id; source = $one.source; text = $one.text } }
    }
}

function Get-AgentHealth {
    <#
    .SYNOPSIS
    Reads how the running agent is doing: start, certificate, last contact, errors since its start, options, products.
    #>
    [CmdletBinding()]
    param()
    $started = Get-Fact -Read { Get-ServiceStart -Name 'AADConnectProvisioningAgent' }
    $since = [DateTime]::UtcNow.AddHours(-24)
    if ($started.ContainsKey('value') -and $null -ne $started.value) { $since = [DateTime]::Parse($started.value, [Globalization.CultureInfo]::InvariantCulture, [Globalization.DateTimeStyles]::RoundtripKind).ToUniversalTime() }
    @{
        startedAt      = $started
        certificates   = Get-Fact -Read { , @(Get-CertificateList -Issuer 'HISConnectorRegistrationCA') }
        channelContact = Get-Fact -Read { Get-ChannelContact }
        traceContact   = Get-Fact -Read { Get-TraceContact }
        errors         = Get-Fact -Read { , @(Get-AgentError -Since $since) }
        managedAccount = Get-Fact -Read { Get-ManagedAccountFlag -Service 'AADConnectProvisioningAgent' }
        options        = Get-Fact -Read {
            @{
                ldapTimeoutMs   = [string](Get-RegistryValue -Path $script:AgentKey -Name 'LdapConnectionTimeoutInMilliseconds')
                referralChasing = [string](Get-RegistryValue -Path $script:AgentKey -Name 'ReferralChasingOptions')
            }
        }
        products       = Get-Fact -Read { , @(Get-AgentProduct) }
    }
}

$script:AgentChannel = 'Microsoft-AzureADConnect-ProvisioningAgent/Admin'
