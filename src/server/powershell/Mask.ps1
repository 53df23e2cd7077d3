# Takes out of texts what is nobody else's: tokens, passwords, addresses; by choice tenants and users too. The extension
# masks in the same way (masking.ts); both are held to the same cases. Every expression is bounded: no text takes long.

function Get-LogMask {
    # The expressions with what stands in their place, ready for use. Domains: short names, as they stand before a backslash;
    # Names: accounts without their domain; Dns: the domain of this computer, empty in a workgroup.
    param(
        [Parameter(Mandatory = $true)][bool]$HideNames,
        [AllowEmptyCollection()][string[]]$Domains = @(),
        [AllowEmptyCollection()][string[]]$Names = @(),
        [AllowEmptyString()][string]$Dns = ''
    )
    # Assemblies have a PublicKeyToken, which is no secret.
    $secret = @('password(?:[ _-]?hash(?:es)?)?', 'passwd', 'passphrase', 'passcode', 'pwd', 'secret', '(?<!PublicKey)token', 'assertion',
        '(?:device|user|auth(?:orization)?)[ _-]?code', '(?:account|access|api|private|shared|subscription|primary|secondary)[ _-]?key',
        '\bsig', '(?<=[?&])code') -join '|'
    # Up to the quote that ends it - whose backslashes are those of the first one - or to the end of the line; else one word.
    $value = '(?:(\\{0,8}["''])[^\r\n]*?(?:(?<!\\)\2|(?![^\r\n]))|[^\s;"''<>]+)'
    $attributes = 'displayName|givenName|surname|familyName|commonName|userName|sAMAccountName|mailNickname'
    $masks = @(
        @('-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----(?:[\s\S]{0,20000}?-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----|[\w+/=\s]*)', '[private key]'),
        # JSON in base64: web tokens, signed or encrypted. Then refresh tokens and authorisation codes of Microsoft Entra.
        @('\beyJ[\w+/=-]{8,}(?:\.[\w-]*)*', '[token]'),
        @('\b[01]\.A[\w-]{30,}(?:\.[\w-]+)*', '[token]'),
        @('(?i)\b(bearer|basic|negotiate|ntlm|pop|SharedAccessSignature)[ \t]+(?=[^\s"'',;]{0,200}[\d+/=._~&%-]|[^\s"'',;]{20})[\w.~+/=&%-]{8,}', '$1 [token]'),
        @('(?i)(\b[a-z][a-z0-9+.-]{0,20}://)[^\s/?#@"''<>]{1,300}@', '$1[hidden]@'),
        @('(?i)((?:key|name)[ \t]*=[ \t]*["''][^"''\r\n]{0,80}(?:password|secret|pwd|key|token)["'']\s{1,20}value[ \t]*=[ \t]*["''])[^"''\r\n]*', '$1[hidden]'),
        @('(?i)(<(?:\w{1,40}:)?[\w-]{0,40}?(?:password|secret|pwd|token)>)[^<]{1,4000}', '$1[hidden]'),
        @(('(?i)((?:' + $secret + ')\\{0,8}["'']?[ \t]{0,20}(?:=>|:=|[=:])[ \t]{0,20})' + $value), '$1$2[hidden]$2'),
        @(('(?i)([-/][a-z]{0,30}(?:password|secret|token|pwd)[ \t]{1,20})(?![-/])' + $value), '$1$2[hidden]$2'),
        @('(?i)(enter (?:the|this) code:?[ \t]{1,20})[A-Z0-9-]{6,12}\b', '$1[hidden]'),
        # No address: what is called a version, an assembly's 12.0.0.0, the agent's own 1.1.96.0, object identifiers.
        @('(?i)(?<!\d|\d\.)(?<!version["'']?[ \t]*[=:]?[ \t]*["'']?v?)(?!1\.1\.\d{1,4}\.0(?!\.?\d))(?!\d{1,3}\.0\.0\.0(?!\.?\d))(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?\d)', '[address]'),
        # IPv6 in full, shortened by a double colon, and the address of a network card. Times have two or three colons.
        @('(?i)(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?:%\w{1,20})?(?![\w:])', '[address]'),
        @('(?i)(?<![\w:])(?=:{0,2}[0-9a-f])[0-9a-f:]{0,39}::[0-9a-f:]{0,39}(?:%\w{1,20})?(?![\w:])', '[address]'),
        @('(?i)(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])', '[address]')
    )
    if ($HideNames) {
        $masks += @(
            @('(?i)\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b', '[id]'),
            @('\bS-1-5-21(?:-\d{1,10}){3,5}\b', '[sid]'),
            @('(?i)(?<![\p{L}\p{N}])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,200}\.\p{L}{2,20}', '[user]'),
            @('(?i)\b[a-z0-9][a-z0-9-]{0,62}\.(?:(?:mail\.)?onmicrosoft\.(?:com|us|de)|partner\.onmschina\.cn)\b', '[tenant]'),
            @('(?i)\b(?:(?:CN|OU|UID)=(?:\\{1,8}.|[^,\\"''<>\r\n=;]){0,256},[ \t]{0,4}){0,20}DC=[\w-]+(?:,[ \t]{0,4}DC=[\w-]+){0,20}', '[dn]'),
            @(('(?i)(\\{0,8}"(?:' + $attributes + '|sn|cn)\\{0,8}"[ \t]{0,20}:[ \t]{0,20}\\{0,8}")(?!Microsoft )(?:[^"\\\r\n]|\\(?!"))*'), '$1[name]'),
            # An agent's issuer is a host of Microsoft's.
            @(('(?i)\b((?:' + $attributes + '|uid|sn|cn)=)(?![\w.-]+\.msappproxy\.)[^,;"''<>()\r\n/\\]+'), '$1[name]'),
            # A domain's short name stands in capitals. What goes on with a backslash is a path or a key.
            @('(?<![\w\\:-])(?!(?:SERVICE|AUTHORITY|BUILTIN|SYSTEM|SOFTWARE|HK\w+)\\)[A-Z][A-Z0-9-]{0,14}\\{1,2}[\p{L}\p{N}_.$-]+(?![\\\p{L}\p{N}_.$-])', '[user]')
        )
        foreach ($domain in $Domains) { $masks += , @(('(?i)\b' + [regex]::Escape($domain) + '\\{1,2}[^\s\\,;:"''<>()]+'), '[user]') }
        foreach ($name in $Names) { $masks += , @(('(?i)(?<![\w$-])' + [regex]::Escape($name) + '(?![\w$-])'), '[user]') }
        if ($Dns -ne '') { $masks += , @(('(?i)(?<![\w-])' + [regex]::Escape($Dns) + '(?![\w-])'), '[domain]') }
    }
    foreach ($mask in $masks) { @{ of = (New-Object Text.RegularExpressions.Regex($mask[0], [Text.RegularExpressions.RegexOptions]::CultureInvariant, [TimeSpan]::FromSeconds(60))); by = $mask[1] } }
}

function Protect-LogText {
    # A text without what the masks name.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text, [Parameter(Mandatory = $true)][object[]]$Mask)
    foreach ($one in $Mask) { $Text = $one.of.Replace($Text, $one.by) }
    $Text
}

function Protect-LogValue {
    # A value with every text in it masked. Before it becomes JSON: what JSON writes for quotes and letters hides what they hold.
    param([Parameter(Mandatory = $true)][AllowNull()][AllowEmptyString()][AllowEmptyCollection()][object]$Value, [Parameter(Mandatory = $true)][object[]]$Mask)
    if ($Value -is [string]) { return Protect-LogText -Text $Value -Mask $Mask }
    if ($Value -is [Collections.IDictionary]) {
        $table = @{}
        # A version looks like an address.
        foreach ($key in $Value.Keys) { $table[$key] = if ($key -like '*version') { $Value[$key] } else { Protect-LogValue -Value $Value[$key] -Mask $Mask } }
        return $table
    }
    if ($Value -is [array]) { return , @(foreach ($one in $Value) { Protect-LogValue -Value $one -Mask $Mask }) }
    $Value
}
