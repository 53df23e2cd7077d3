# Event logs.

function Get-EventList {
    # The newest events of a log since a moment, at most Newest, of all ids or of these: time, id, source, level (2 is an
    # error), text. None where the log holds none; an error where there is no such log.
    param(
        [Parameter(Mandatory = $true)][string]$Log,
        [Parameter(Mandatory = $true)][DateTime]$Since,
        [Parameter(Mandatory = $true)][int]$Newest,
        [int[]]$Id = @()
    )
    $filter = @{ LogName = $Log; StartTime = $Since.ToLocalTime() }
    if ($Id.Length -gt 0) { $filter['Id'] = $Id }
    try {
        foreach ($one in (Get-WinEvent -FilterHashtable $filter -MaxEvents $Newest -ErrorAction Stop)) {
            @{
                at     = $one.TimeCreated.ToUniversalTime().ToString('o')
                id     = [int]$one.Id
                source = [string]$one.ProviderName
                level  = [int]$one.Level
                text   = [string]$one.Message
            }
        }
    }
    catch { if ($_.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound*') { throw } }
}
