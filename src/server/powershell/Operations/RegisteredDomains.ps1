# The domains that the agent is registered for, as its own module lists them in a process of its own.

function Read-AgentDomain {
    # In the child: the domains as the installed module lists them. What the cmdlet emits is not documented, so each
    # object is asked for the members such objects have; none of them makes it "not known".
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()
    Import-AgentModule
    if ($null -eq (Get-Command -Name 'Get-AADCloudSyncDomains' -ErrorAction SilentlyContinue)) {
        throw (ConvertTo-CodedError -Code 'NoListCmdlet')
    }
    $names = @()
    foreach ($one in @(Get-AADCloudSyncDomains)) {
        if ($one -is [string]) { $names += $one; continue }
        foreach ($member in @('DomainName', 'Name', 'FQDN')) {
            if ($null -ne $one.PSObject.Properties[$member]) { $names += [string]$one.$member; break }
        }
    }
    @{ domains = $names }
}

function Get-CloudSyncRegisteredDomain {
    <#
    .SYNOPSIS
    Reads the domains the agent is registered for, where the installed agent module has a cmdlet that lists them.
    .DESCRIPTION
    That a module has no such cmdlet is remembered for its version: finding out takes a process of its own.
    .OUTPUTS
    CloudSync.RegisteredDomain
    .EXAMPLE
    (Get-CloudSyncRegisteredDomain).domains
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.RegisteredDomain')]
    param()
    $version = (Get-AgentTable).version
    $isKnown = $version.ContainsKey('value') -and $null -ne $version.value
    if ($isKnown -and $null -ne $script:CmdletsRead -and $script:CmdletsRead.version -eq $version.value) {
        if (@($script:CmdletsRead.cmdlets.value | ForEach-Object { $_.name }) -notcontains 'Get-AADCloudSyncDomains') {
            $script:WithoutList = $version.value
        }
    }
    if ($isKnown -and $script:WithoutList -eq $version.value) {
        $unread = @{ code = 'NoListCmdlet'; params = @{} }
        return ConvertTo-OutputObject -Type 'RegisteredDomain' -Values @{ domains = @{ unread = $unread } }
    }
    $domains = Get-Fact -Read { , @((Invoke-InChild -Operation 'Read-AgentDomain' -Arguments @{} -TimeoutMs 90000).domains) }
    $hasNone = $domains.ContainsKey('unread') -and $domains.unread -is [Collections.IDictionary] -and
        $domains.unread.code -eq 'NoListCmdlet'
    if ($hasNone -and $version.ContainsKey('value')) { $script:WithoutList = $version.value }
    ConvertTo-OutputObject -Type 'RegisteredDomain' -Values ([ordered]@{ domains = $domains })
}

$script:WithoutList = $null
