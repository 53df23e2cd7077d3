# What is asked of a directory, and the one value that is changed there: each call binds, works and ends its connection.

function Get-CloudSyncDirectoryEntry {
    <#
    .SYNOPSIS
    Binds to a domain controller, searches, and ends the connection; without a search it only binds.
    .PARAMETER Target
    Which directory, and how it is reached: domain, controller ($null for any of the domain), preferred (controllers to ask before
    the others), catalog, security (negotiate, ldaps or startTls; $null for the first that is possible) and timeoutMs.
    .PARAMETER Searches
    The searches, one after the other: base, scope, filter, text, bytes, descriptor, pageSize, most and timeoutMs of each.
    .PARAMETER Account
    The account that is bound, one at most; without it whoever the session is.
    .OUTPUTS
    CloudSync.DirectoryEntry
    .EXAMPLE
    $target = @{ domain = 'contoso.com'; controller = $null; preferred = @(); catalog = $false; security = $null }
    $target.timeoutMs = 5000
    Get-CloudSyncDirectoryEntry -Target $target -Searches @()
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.DirectoryEntry')]
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Target,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][Collections.IDictionary[]]$Searches,
        [AllowEmptyCollection()][pscredential[]]$Account = @()
    )
    $who = $null
    if ($Account.Length -gt 0) { $who = $Account[0] }
    $opened = Open-Directory -Target $Target -Account $who
    if ($null -ne $opened.failure) { return ConvertTo-OutputObject -Type 'DirectoryEntry' -Values $opened.failure }
    try {
        ConvertTo-OutputObject -Type 'DirectoryEntry' -Values ([ordered]@{
            outcome = 'bound'
            bind    = $opened.bind
            answers = @(foreach ($one in $Searches) { Read-DirectorySearch -Opened $opened -Search $one })
            })
    }
    finally { Close-Directory -Opened $opened }
}

function Read-DirectoryValue {
    # The one value of an attribute as text, $null where it has none.
    param(
        [Parameter(Mandatory = $true)][object]$Connection,
        [Parameter(Mandatory = $true)][string]$Dn,
        [Parameter(Mandatory = $true)][string]$Attribute,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $search = @{ Base = $Dn; Scope = 'base'; Filter = '(objectClass=*)'; Attributes = @($Attribute) }
    $answer = Send-DirectorySearch -Connection $Connection @search -TimeoutMs $TimeoutMs
    foreach ($entry in $answer.Entries) {
        foreach ($value in @(Read-EntryText -Entry $entry -Name $Attribute)) { return $value }
    }
    $null
}

function Write-DirectoryValue {
    # Puts one value in the place of another, in one request: where it is not that other any more, the directory refuses.
    param(
        [Parameter(Mandatory = $true)][object]$Connection,
        [Parameter(Mandatory = $true)][string]$Dn,
        [Parameter(Mandatory = $true)][string]$Attribute,
        [Parameter(Mandatory = $true)][AllowNull()][object]$Was,
        [Parameter(Mandatory = $true)][AllowNull()][object]$Value,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $steps = New-Object Collections.ArrayList
    foreach ($one in @(@{ how = 'Delete'; what = $Was }, @{ how = 'Add'; what = $Value })) {
        if ($null -eq $one.what) { continue }
        $step = New-Object DirectoryServices.Protocols.DirectoryAttributeModification
        $step.Name = $Attribute
        $step.Operation = [DirectoryServices.Protocols.DirectoryAttributeOperation]$one.how
        $null = $step.Add([string]$one.what)
        $null = $steps.Add($step)
    }
    $list = [DirectoryServices.Protocols.DirectoryAttributeModification[]]$steps.ToArray()
    $request = New-Object DirectoryServices.Protocols.ModifyRequest($Dn, $list)
    $null = Send-DirectoryRequest -Connection $Connection -Request $request -TimeoutMs $TimeoutMs
}

function Set-CloudSyncDirectoryValue {
    <#
    .SYNOPSIS
    Changes one value of an entry of the directory, where it still is what it was seen to be.
    .PARAMETER Target
    Which directory, and how it is reached, as for Get-CloudSyncDirectoryEntry. Whoever the session is, is bound.
    .PARAMETER Dn
    The distinguished name of the entry.
    .PARAMETER Attribute
    The attribute to change.
    .PARAMETER Was
    The value that was seen; $null for none.
    .PARAMETER Value
    The value to set; $null removes it.
    .OUTPUTS
    CloudSync.DirectoryValue
    .EXAMPLE
    $target = @{ domain = 'contoso.com'; controller = $null; preferred = @(); catalog = $false; security = $null }
    $target.timeoutMs = 5000
    $dn = 'CN=provAgentgMSA,CN=Managed Service Accounts,DC=contoso,DC=com'
    Set-CloudSyncDirectoryValue -Target $target -Dn $dn -Attribute 'msDS-SupportedEncryptionTypes' -Was '4' -Value '28' -WhatIf
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType('CloudSync.DirectoryValue')]
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Target,
        [Parameter(Mandatory = $true)][string]$Dn,
        [Parameter(Mandatory = $true)][ValidateSet('msDS-SupportedEncryptionTypes')][string]$Attribute,
        # A text, or nothing: as [string] nothing would be the empty text.
        [Parameter(Mandatory = $true)][AllowNull()][object]$Was,
        [Parameter(Mandatory = $true)][AllowNull()][object]$Value
    )
    $opened = Open-Directory -Target $Target -Account $null
    if ($null -ne $opened.failure) { return ConvertTo-OutputObject -Type 'DirectoryValue' -Values $opened.failure }
    $of = @{ Connection = $opened.connection; Dn = $Dn; Attribute = $Attribute; TimeoutMs = [int]$Target['timeoutMs'] }
    $answer = @{ outcome = 'changed'; bind = $opened.bind }
    $stage = 'search'
    try {
        $now = Read-DirectoryValue @of
        # It is there already.
        if (Test-SameValue -One $now -Other $Value) { return ConvertTo-OutputObject -Type 'DirectoryValue' -Values $answer }
        if (-not (Test-SameValue -One $now -Other $Was)) {
            $answer.outcome = 'differs'
            $answer['now'] = $now
            return ConvertTo-OutputObject -Type 'DirectoryValue' -Values $answer
        }
        $isReal = $PSCmdlet.ShouldProcess($Dn, 'Set the attribute ' + $Attribute)
        if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
        $stage = 'modify'
        if ($isReal) { Write-DirectoryValue @of -Was $Was -Value $Value }
        $undo = @{ target = $Target; dn = $Dn; attribute = $Attribute; was = $Value; value = $Was }
        $about = @{ attribute = $Attribute; entry = $Dn }
        Write-ChangeEvent -Code 'directoryValue' -Params $about -Before $Was -After $Value -Undo @{
            op   = 'Set-CloudSyncDirectoryValue'
            args = $undo
        }
        ConvertTo-OutputObject -Type 'DirectoryValue' -Values $answer
    }
    catch {
        $failure = ConvertTo-DirectoryFailure -Stage $stage -Exception $_.Exception
        ConvertTo-OutputObject -Type 'DirectoryValue' -Values $failure
    }
    finally { Close-Directory -Opened $opened }
}

function Test-SameValue {
    # Whether two values are the same; no value is the same as no other value.
    param(
        [Parameter(Mandatory = $true)][AllowNull()][object]$One,
        [Parameter(Mandatory = $true)][AllowNull()][object]$Other
    )
    if ($null -eq $One -or $null -eq $Other) { return $null -eq $One -and $null -eq $Other }
    [string]::Equals([string]$One, [string]$Other, [StringComparison]::Ordinal)
}
