# Facts that are read each on its own: one that fails says why and spoils no other.

function Get-Fact {
    # Runs a read; gives its value, or why it could not be read.
    param([Parameter(Mandatory = $true)][scriptblock]$Read)
    try { @{ value = & $Read } }
    catch { @{ unread = Get-ErrorReason -Exception $_.Exception } }
}

function Select-Fact {
    # One member of a fact that holds several; where that could not be read, neither could the member.
    param([Parameter(Mandatory = $true)][Collections.IDictionary]$Of, [Parameter(Mandatory = $true)][string]$Name)
    if ($Of.ContainsKey('value')) { @{ value = $Of.value[$Name] } } else { $Of }
}

function Get-SubjectOrganization {
    # The organisation (O) of a certificate's subject; empty where it names none. Read part by part from the start, so that
    # a comma and an "O=" inside another part's quotes are not taken for one.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Subject)
    $parts = New-Pattern -Expression '\G(?:^|,\s*)([A-Za-z0-9.]+)=("(?:[^"]|"")*"|[^,"]*)'
    foreach ($part in $parts.Matches($Subject)) {
        if ($part.Groups[1].Value -ceq 'O') { return $part.Groups[2].Value.Trim('"').Replace('""', '"') }
    }
    ''
}

function Confirm-Number {
    # A whole number, or $null. A value of another type is no fact but a surprise: it says so, and spoils no other fact.
    param([Parameter(Mandatory = $true)][AllowNull()][object]$Value, [Parameter(Mandatory = $true)][string]$Name)
    if ($null -eq $Value -or $Value -is [int] -or $Value -is [long]) { return $Value }
    throw (ConvertTo-CodedError -Code 'WrongType.number' -Params @{ name = $Name; type = $Value.GetType().Name })
}

function Confirm-Text {
    # A text, or $null.
    param([Parameter(Mandatory = $true)][AllowNull()][object]$Value, [Parameter(Mandatory = $true)][string]$Name)
    if ($null -eq $Value -or $Value -is [string]) { return $Value }
    throw (ConvertTo-CodedError -Code 'WrongType.text' -Params @{ name = $Name; type = $Value.GetType().Name })
}

function Get-RegistryNumber {
    # A whole number of the registry, $null where it is missing.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Name)
    Confirm-Number -Value (Get-RegistryValue -Path $Path -Name $Name) -Name $Name
}

function Get-RegistryText {
    # A text of the registry, $null where it is missing.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Name)
    Confirm-Text -Value (Get-RegistryValue -Path $Path -Name $Name) -Name $Name
}
