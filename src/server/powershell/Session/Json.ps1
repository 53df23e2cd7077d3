# JSON by .NET: objects as hashtables, secrets as SecureStrings, and plain ASCII on the way out.

function ConvertTo-AsciiJson {
    # JSON on one line in ASCII: no code page on the way can change it.
    param([Parameter(Mandatory = $true)][AllowNull()][AllowEmptyString()][object]$Value)
    $json = ConvertTo-Json -InputObject $Value -Depth 12 -Compress
    $others = New-Pattern -Expression '[^\x00-\x7e]'
    if (-not $others.IsMatch($json)) { return $json }
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
    $text = $Node.get_InnerText()
    if ($type -eq 'boolean') { return $text -eq 'true' }
    if ($type -eq 'number') {
        $whole = [long]0
        if ([long]::TryParse($text, [Globalization.NumberStyles]::AllowLeadingSign, [Globalization.CultureInfo]::InvariantCulture,
            [ref]$whole)) {
            return $whole
        }
        return [double]::Parse($text, [Globalization.CultureInfo]::InvariantCulture)
    }
    $text
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

function Read-Json {
    # A value that holds no secret.
    param([Parameter(Mandatory = $true)][string]$Text)
    ConvertFrom-JsonNode -Node (Read-JsonDocument -Text $Text)
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
