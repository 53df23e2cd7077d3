# From the name of a domain to the names of its controllers.

function Get-WantedHost {
    # The names of controllers that are known without DNS: the one to ask, or the first of those to ask first. Where they are
    # down, the domain's others are asked.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Target)
    $named = [string]$Target['controller']
    if ($named -ne '') {
        if (Test-HostName -Name $named) { return $named }
        throw (ConvertTo-CodedError -Code 'Directory.noHost' -Params @{ name = $named })
    }
    $domain = [string]$Target['domain']
    if (-not (Test-HostName -Name $domain)) { throw (ConvertTo-CodedError -Code 'Directory.noHost' -Params @{ name = $domain }) }
    $left = $script:MostPreferred
    foreach ($name in @($Target['preferred'])) {
        if ($left -eq 0 -or -not (Test-HostName -Name ([string]$name))) { continue }
        $left--
        [string]$name
    }
}

function Find-DirectoryHost {
    # The names of a domain's controllers as DNS has them, of this server's own site before the others (MS-ADTS 6.3.2.3, SRV
    # records).
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Target, [Parameter(Mandatory = $true)][int]$TimeoutMs)
    $domain = [string]$Target['domain']
    $kind = if ($Target['catalog']) { 'gc' } else { 'dc' }
    $questions = @('_ldap._tcp.' + $kind + '._msdcs.' + $domain)
    $site = Get-Fact -Read {
        Get-RegistryText -Path 'SYSTEM\CurrentControlSet\Services\Netlogon\Parameters' -Name 'DynamicSiteName'
    }
    if ($site.ContainsKey('value') -and $null -ne $site.value -and (Test-HostName -Name $site.value)) {
        $questions = @('_ldap._tcp.' + $site.value + '._sites.' + $kind + '._msdcs.' + $domain) + $questions
    }
    $code = 0
    foreach ($question in $questions) {
        $answer = Read-ServiceRecord -Name $question -TimeoutMs $TimeoutMs
        $code = $answer.code
        if ($answer.targets.Length -gt 0) { return $answer.targets }
    }
    throw (ConvertTo-CodedError -Code 'Dns.controllers' -Params @{ domain = $domain; code = $code })
}

function Read-ServiceRecord {
    # What DNS answers to a question for service records, waited for here.
    param([Parameter(Mandatory = $true)][string]$Name, [Parameter(Mandatory = $true)][int]$TimeoutMs)
    $entry = ConvertTo-ProbeEntry -HostName $Name -Port 53
    Open-ProbeEntry -Entry $entry -TimeoutMs $TimeoutMs -Start { Open-DnsProbe -Name $entry.target.host -Type 'SRV' }
    $wait = @{ entry = @($entry); reported = @{ ended = -1 } }
    while ((Step-ProbeEntry -Entry $wait.entry -Reported $wait.reported) -gt 0) { Wait-ProbeTask -Wait $wait }
    $answer = Get-DnsResult -Entry $entry
    if ($answer.ContainsKey('unread')) { throw (ConvertTo-ReasonError -Reason $answer.unread) }
    $answer.value
}

# So many of those that are preferred are tried.
$script:MostPreferred = 2
