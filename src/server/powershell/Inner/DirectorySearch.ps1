# Searches on a connection that stands: pages, lists that come in parts, and what entries hold.

function Send-DirectorySearch {
    # One search, one answer of .NET's. A connection is what Open-DirectoryConnection has opened.
    param(
        [Parameter(Mandatory = $true)][object]$Connection,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Base,
        [Parameter(Mandatory = $true)][ValidateSet('base', 'oneLevel', 'subtree')][string]$Scope,
        [Parameter(Mandatory = $true)][string]$Filter,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][string[]]$Attributes,
        [AllowEmptyCollection()][object[]]$Controls = @(),
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    # None named would be all of them (RFC 4511 4.5.1.8).
    if ($Attributes.Length -eq 0) { $Attributes = [string[]]@('1.1') }
    $request = New-Object DirectoryServices.Protocols.SearchRequest($Base, $Filter,
        [DirectoryServices.Protocols.SearchScope]$Scope, $Attributes)
    foreach ($one in $Controls) { $null = $request.Controls.Add($one) }
    Send-DirectoryRequest -Connection $Connection -Request $request -TimeoutMs $TimeoutMs
}

function Send-DirectoryRequest {
    # Sends a request and waits for its answer, no longer than that.
    param(
        [Parameter(Mandatory = $true)][object]$Connection,
        [Parameter(Mandatory = $true)][object]$Request,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    if ($TimeoutMs -le 0) { throw (ConvertTo-CodedError -Code 'Directory.silent') }
    $answer = & $Connection.send -On $Connection.ldap -Request $Request -LeftMs $TimeoutMs
    # A referral is no exception to .NET, and still no answer.
    if ([int]$answer.ResultCode -eq 10) {
        throw (New-Object DirectoryServices.Protocols.DirectoryOperationException($answer, [string]$answer.ErrorMessage))
    }
    $answer
}

function Read-EntryText {
    # The values of an attribute of an entry, as texts; none where it has none. The name's case does not count.
    param([Parameter(Mandatory = $true)][object]$Entry, [Parameter(Mandatory = $true)][string]$Name)
    foreach ($one in $Entry.Attributes.AttributeNames) {
        if (Test-SameText -Text $one -As $Name) { $Entry.Attributes[$one].GetValues([string]) }
    }
}

function Read-NextPart {
    # The values of a long list from the next part on, as they came; Part is the name under which a part of it came.
    # https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/3ed61e6c-cfdc-487d-9f02-5a3397be3772
    param(
        [Parameter(Mandatory = $true)][object]$Connection,
        [Parameter(Mandatory = $true)][string]$Dn,
        [Parameter(Mandatory = $true)][string]$Part,
        [Parameter(Mandatory = $true)][type]$Type,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Time
    )
    $end = Find-PartEnd -Part $Part
    while ($null -ne $end) {
        $name = $Part.Substring(0, $Part.IndexOf(';'))
        $wanted = $name + ';range=' + ($end + 1) + '-*'
        $search = @{ Base = $Dn; Scope = 'base'; Filter = '(objectClass=*)'; Attributes = @($wanted) }
        $answer = Send-DirectorySearch -Connection $Connection @search -TimeoutMs (Get-TimeLeft -Time $Time)
        $before = $end
        $end = $null
        foreach ($entry in $answer.Entries) {
            foreach ($one in $entry.Attributes.AttributeNames) {
                if ($one.IndexOf(';') -lt 0) { continue }
                $entry.Attributes[$one].GetValues($Type)
                $end = Find-PartEnd -Part $one
            }
        }
        # Whoever begins again would never end.
        if ($null -ne $end -and $end -le $before) { $end = $null }
    }
}

function Find-PartEnd {
    # The number of the last value in a part of a list: member;range=0-1499; $null where no part follows.
    param([Parameter(Mandatory = $true)][string]$Part)
    $found = (New-Pattern -Expression ';range=[0-9]{1,9}-([0-9]{1,9})\z' -IgnoreCase).Match($Part)
    if ($found.Success) { return [int]$found.Groups[1].Value }
    $null
}

function Get-TimeLeft {
    # Milliseconds of a search that are left: clock and limitMs.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Time)
    $Time.limitMs - [int]$Time.clock.ElapsedMilliseconds
}

function ConvertTo-DirectoryEntry {
    # Entries as data: their names, and the values of the attributes that were asked for. There may be thousands: what is done for
    # each attribute is done without a call, but for a list that came in parts.
    param(
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][object[]]$Entries,
        [Parameter(Mandatory = $true)][object]$Connection,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Wanted,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Time
    )
    $types = @{ text = [string]; bytes = [byte[]] }
    foreach ($entry in $Entries) {
        $made = @{ dn = [string]$entry.DistinguishedName; text = @{}; bytes = @{} }
        foreach ($one in $entry.Attributes.AttributeNames) {
            $isPart = $one.IndexOf(';') -gt 0
            $name = $one
            if ($isPart) { $name = $one.Substring(0, $one.IndexOf(';')) }
            foreach ($kind in @($Wanted.Keys)) {
                # By the name that was asked for; the directory has its own.
                $asked = $Wanted[$kind][$name]
                if ($null -eq $asked) { continue }
                $values = $entry.Attributes[$one].GetValues($types[$kind])
                if ($isPart) {
                    $of = @{ Connection = $Connection; Dn = $made.dn; Part = $one; Type = $types[$kind]; Time = $Time }
                    $values = @($values) + @(Read-NextPart @of)
                }
                if ($values.Length -eq 0) { continue }
                if ($kind -eq 'bytes') { $values = @(foreach ($value in $values) { [Convert]::ToBase64String($value) }) }
                $made[$kind][$asked] = [string[]]$values
            }
        }
        $made
    }
}

function Get-SearchControl {
    # What goes with a search: pages, and which parts of a descriptor - owner, group and the list of who may what, without that
    # for audits (MS-ADTS 3.1.1.3.4.1.11, flags 7).
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Search)
    if ($Search['descriptor']) {
        New-Object DirectoryServices.Protocols.DirectoryControl('1.2.840.113556.1.4.801', [byte[]]@(48, 3, 2, 1, 7), $true, $true)
    }
    if ($Search['scope'] -ne 'base') {
        New-Object DirectoryServices.Protocols.PageResultRequestControl([int]$Search['pageSize'])
    }
}

function Read-DirectorySearch {
    # The answer to one search, page after page until its end or one more than the most; or why there is none.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Opened,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Search
    )
    $time = @{ clock = [Diagnostics.Stopwatch]::StartNew(); limitMs = [int]$Search['timeoutMs'] }
    $wanted = @{ text = @{}; bytes = @{} }
    foreach ($kind in @($wanted.Keys)) {
        foreach ($one in @($Search[$kind])) { $wanted[$kind][(Confirm-AttributeName -Name $one)] = [string]$one }
    }
    if ($Search['descriptor']) { $wanted.bytes['nTSecurityDescriptor'] = 'nTSecurityDescriptor' }
    $how = @{
        Base       = ConvertTo-DirectoryBase -Base $Search['base'] -Root $Opened.root
        Scope      = [string]$Search['scope']
        Filter     = ConvertTo-DirectoryFilter -Filter $Search['filter']
        Attributes = [string[]](@($wanted.text.Keys) + @($wanted.bytes.Keys))
        Controls   = [object[]]@(Get-SearchControl -Search $Search)
    }
    $most = [int]$Search['most']
    $entries = New-Object Collections.ArrayList
    $referrals = New-Object 'Collections.Generic.List[string]'
    try {
        do {
            $answer = Send-DirectorySearch -Connection $Opened.connection @how -TimeoutMs (Get-TimeLeft -Time $time)
            foreach ($one in $answer.Entries) { if ($entries.Count -le $most) { $null = $entries.Add($one) } }
            foreach ($one in $answer.References) {
                foreach ($to in $one.Reference) { $referrals.Add([string]$to.OriginalString) }
            }
            $cookie = Get-PageCookie -Answer $answer
            foreach ($one in $how.Controls) { if ($null -ne $one.PSObject.Properties['Cookie']) { $one.Cookie = $cookie } }
        } while ($cookie.Length -gt 0 -and $entries.Count -le $most)
        $more = $entries.Count -gt $most
        if ($more) { $entries.RemoveAt($most) }
        $read = @{ Connection = $Opened.connection; Wanted = $wanted; Time = $time }
        $made = @(ConvertTo-DirectoryEntry -Entries $entries.ToArray() @read)
        @{
            outcome   = 'found'
            entries   = $made
            more      = $more
            referrals = $referrals.ToArray()
            ms        = [int]$time.clock.ElapsedMilliseconds
        }
    }
    catch { ConvertTo-DirectoryFailure -Stage 'search' -Exception $_.Exception }
}

function Get-PageCookie {
    # What asks for the next page; empty where there is none (RFC 2696).
    param([Parameter(Mandatory = $true)][object]$Answer)
    foreach ($one in $Answer.Controls) {
        if ($null -ne $one.PSObject.Properties['Cookie'] -and $null -ne $one.Cookie) { return , [byte[]]$one.Cookie }
    }
    , [byte[]]@()
}
