# Filters and names of a directory, written from data: whatever signs an entered value holds, it stays one value.

function ConvertTo-EscapedByte {
    # Bytes as a filter and a name have them: a backslash and two hexadecimal digits for each.
    param([Parameter(Mandatory = $true)][AllowEmptyCollection()][byte[]]$Bytes)
    $text = New-Object Text.StringBuilder
    foreach ($one in $Bytes) { $null = $text.Append('\').Append($one.ToString('x2')) }
    $text.ToString()
}

function ConvertTo-FilterValue {
    # A value in a filter (RFC 4515 3): everything but letters, digits and a few signs without a meaning is written by its bytes.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Value)
    $plain = New-Pattern -Expression '[^A-Za-z0-9 ._@$,=/-]+'
    $plain.Replace($Value, [Text.RegularExpressions.MatchEvaluator] {
            param($found)
            ConvertTo-EscapedByte -Bytes ([Text.Encoding]::UTF8.GetBytes($found.Value))
        })
}

function ConvertTo-NameValue {
    # A value in a distinguished name (RFC 4514 2.4).
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Value)
    # What is no text at all - half of a pair - is what every encoder makes of it.
    $whole = [Text.Encoding]::UTF8.GetString([Text.Encoding]::UTF8.GetBytes($Value))
    $special = New-Pattern -Expression '[\p{Cc}"+,;<=>\\#]|\A | \z'
    $special.Replace($whole, [Text.RegularExpressions.MatchEvaluator] {
            param($found)
            ConvertTo-EscapedByte -Bytes ([Text.Encoding]::UTF8.GetBytes($found.Value))
        })
}

function Confirm-AttributeName {
    # The name of an attribute, or of the type in a name (RFC 4512 1.4): what is none could be more than a name.
    param([Parameter(Mandatory = $true)][AllowNull()][object]$Name)
    if ($Name -is [string] -and (New-Pattern -Expression '\A[A-Za-z][A-Za-z0-9-]{0,99}\z').IsMatch($Name)) { return $Name }
    throw (ConvertTo-CodedError -Code 'BadRequest.attribute' -Params @{ name = $Name })
}

function ConvertTo-DirectoryFilter {
    # The text of a filter that came as data. The rules by number compare bits, and follow links of links (MS-ADTS 3.1.1.3.4.4).
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Filter)
    $op = [string]$Filter['op']
    if (Test-SameText -Text $op -As 'and', 'or') {
        $sign = if ($op -eq 'and') { '&' } else { '|' }
        $parts = foreach ($one in @($Filter['of'])) { ConvertTo-DirectoryFilter -Filter $one }
        return '(' + $sign + (-join $parts) + ')'
    }
    if (Test-SameText -Text $op -As 'not') { return '(!' + (ConvertTo-DirectoryFilter -Filter $Filter['of']) + ')' }
    $name = Confirm-AttributeName -Name $Filter['attribute']
    switch ($op) {
        'present' { return '(' + $name + '=*)' }
        'equals' { return '(' + $name + '=' + (ConvertTo-FilterValue -Value ([string]$Filter['value'])) + ')' }
        'begins' {
            $value = ConvertTo-FilterValue -Value ([string]$Filter['value'])
            # With nothing before the star it would be another filter.
            if ($value -ne '') { return '(' + $name + '=' + $value + '*)' }
        }
        'equalsBytes' {
            $bytes = [Convert]::FromBase64String([string]$Filter['bytes'])
            return '(' + $name + '=' + (ConvertTo-EscapedByte -Bytes $bytes) + ')'
        }
        'bits' { return '(' + $name + ':1.2.840.113556.1.4.803:=' + [long]$Filter['bits'] + ')' }
        'inChain' {
            return '(' + $name + ':1.2.840.113556.1.4.1941:=' + (ConvertTo-FilterValue -Value ([string]$Filter['dn'])) + ')'
        }
    }
    throw (ConvertTo-CodedError -Code 'BadRequest.filter' -Params @{ op = $op })
}

function ConvertTo-DirectoryBase {
    # The distinguished name at which a search begins. Root is what the controller says of its naming contexts.
    param(
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Base,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Root
    )
    $of = [string]$Base['of']
    if ($of -eq 'rootDse') { return '' }
    if ($of -eq 'dn') { return [string]$Base['dn'] }
    if (-not $script:NamingContexts.Contains($of)) { throw (ConvertTo-CodedError -Code 'BadRequest.base' -Params @{ of = $of }) }
    $names = @(foreach ($one in @($Base['below'])) {
        (Confirm-AttributeName -Name $one[0]) + '=' + (ConvertTo-NameValue -Value ([string]$one[1]))
    })
    ($names + [string]$Root[$of]) -join ','
}

# Attributes of RootDSE (MS-ADTS 3.1.1.3.2).
$script:NamingContexts = @{
    domain        = 'defaultNamingContext'
    configuration = 'configurationNamingContext'
    schema        = 'schemaNamingContext'
    forest        = 'rootDomainNamingContext'
}
