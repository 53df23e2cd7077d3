# JSON by .NET: objects as hashtables, secrets as SecureStrings, and plain ASCII on the way out.

function ConvertTo-AsciiJson {
    # JSON on one line in ASCII: no code page on the way can change it.
    param([Parameter(Mandatory = $true)][AllowNull()][AllowEmptyString()][object]$Value)
    $json = ConvertTo-Json -InputObject $Value -Depth 12 -Compress
    # A byte for each character: there is nothing beyond ASCII.
    if ([Text.Encoding]::UTF8.GetByteCount($json) -eq $json.Length -and $json.IndexOf([char]127) -lt 0) { return $json }
    $others = New-Pattern -Expression '[^\x00-\x7e]'
    $others.Replace($json, [Text.RegularExpressions.MatchEvaluator] { param($found) '\u' +
        ([int][char]$found.Value).ToString('x4') })
}

function ConvertFrom-JsonNode {
    # Objects become hashtables, lists arrays. Get-methods are called by name: to PowerShell a node's properties are its children.
    param([Parameter(Mandatory = $true)][Xml.XmlElement]$Node)
    $type = $Node.GetAttribute('type')
    if ($type -eq 'null') { return $null }
    if ($type -eq 'object') {
        $table = @{}
        foreach ($child in $Node.get_ChildNodes()) { $table[(Get-JsonName -Node $child)] = ConvertFrom-JsonNode -Node $child }
        return $table
    }
    if ($type -eq 'array') {
        $list = New-Object Collections.ArrayList
        foreach ($child in $Node.get_ChildNodes()) { $null = $list.Add((ConvertFrom-JsonNode -Node $child)) }
        return , $list.ToArray()
    }
    ConvertFrom-JsonScalar -Type $type -Text $Node.get_InnerText()
}

function Get-JsonName {
    # The member's name; one that is no XML name stands in an attribute.
    param([Parameter(Mandatory = $true)][Xml.XmlElement]$Node)
    if ($Node.get_NamespaceURI() -eq 'item') { return $Node.GetAttribute('item') }
    $Node.get_LocalName()
}

function Read-JsonDocument {
    # JSON by .NET, never by ConvertFrom-Json: what cmdlets are given, hardened servers write into their event log.
    param([Parameter(Mandatory = $true)][string]$Text)
    $bytes = [Text.Encoding]::UTF8.GetBytes($Text)
    $reader = [Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonReader($bytes, [Xml.XmlDictionaryReaderQuotas]::Max)
    try {
        $document = New-Object Xml.XmlDocument
        $document.Load($reader)
        $document.get_DocumentElement()
    }
    finally { $reader.Close() }
}

function ConvertFrom-JsonScalar {
    # Null, a truth, a number or a text, by its type as .NET names it.
    param([Parameter(Mandatory = $true)][string]$Type, [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text)
    if ($Type -eq 'null') { return $null }
    if ($Type -eq 'boolean') { return $Text -eq 'true' }
    if ($Type -ne 'number') { return $Text }
    $whole = [long]0
    if ([long]::TryParse($Text, [Globalization.NumberStyles]::AllowLeadingSign, [Globalization.CultureInfo]::InvariantCulture,
        [ref]$whole)) {
        return $whole
    }
    [double]::Parse($Text, [Globalization.CultureInfo]::InvariantCulture)
}

function Read-Json {
    # A value that holds no secret, read in one go: objects become hashtables, lists arrays.
    param([Parameter(Mandatory = $true)][string]$Text)
    $bytes = [Text.Encoding]::UTF8.GetBytes($Text)
    $reader = [Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonReader($bytes, [Xml.XmlDictionaryReaderQuotas]::Max)
    try {
        $value = $null
        $styles = [Globalization.NumberStyles]::AllowLeadingSign
        $culture = [Globalization.CultureInfo]::InvariantCulture
        # What is open, from the outside in: its name, and the table or list that is filled.
        $open = New-Object Collections.ArrayList
        $null = $reader.Read()
        while (-not $reader.EOF) {
            $kind = [int]$reader.NodeType
            # Of an element or its end; the rest is none of JSON's.
            if ($kind -eq 1) {
                # One that is no XML name stands in an attribute.
                $name = if ($reader.NamespaceURI -eq 'item') { $reader.GetAttribute('item') } else { $reader.LocalName }
                $type = $reader.GetAttribute('type')
                if ($type -eq 'object') { $null = $open.Add(@{ name = $name; into = @{} }); $null = $reader.Read(); continue }
                if ($type -eq 'array') {
                    $null = $open.Add(@{ name = $name; into = New-Object Collections.ArrayList })
                    $null = $reader.Read()
                    continue
                }
                $value = $reader.ReadElementContentAsString()
                # Whole numbers are most: without a call for each.
                $whole = [long]0
                if ($type -eq 'number' -and [long]::TryParse($value, $styles, $culture, [ref]$whole)) { $value = $whole }
                elseif ($type -ne 'string') { $value = ConvertFrom-JsonScalar -Type $type -Text $value }
            }
            elseif ($kind -eq 15) {
                $closed = $open[$open.Count - 1]
                $open.RemoveAt($open.Count - 1)
                $name = $closed.name
                $value = $closed.into
                if ($value -is [Collections.ArrayList]) { $value = $value.ToArray() }
                $null = $reader.Read()
            }
            else { $null = $reader.Read(); continue }
            if ($open.Count -gt 0) {
                $into = $open[$open.Count - 1].into
                if ($into -is [Collections.ArrayList]) { $null = $into.Add($value) } else { $into[$name] = $value }
            }
        }
        , $value
    }
    finally { $reader.Close() }
}

function ConvertFrom-SecretNode {
    # One credential; its password becomes a SecureString character by character.
    param([Parameter(Mandatory = $true)][Xml.XmlElement]$Node)
    $user = ''
    $password = New-Object Security.SecureString
    foreach ($child in $Node.get_ChildNodes()) {
        if ((Get-JsonName -Node $child) -eq 'user') { $user = $child.get_InnerText() }
        else { foreach ($character in $child.get_InnerText().ToCharArray()) { $password.AppendChar($character) } }
    }
    $password.MakeReadOnly()
    New-Object Management.Automation.PSCredential($user, $password)
}
