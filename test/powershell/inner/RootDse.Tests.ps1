# What a directory says of itself, byte by byte (RFC 4511; X.690 8.1), and what somebody sends who is none.
BeforeAll {
    Set-StrictMode -Version 3.0
    foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, '..', '..', '..', 'src', 'server', 'powershell'), '*.ps1', 'AllDirectories')) { . $file }
    function Join-Element {
        # An element whose length has one byte, or four as Active Directory writes them.
        param([byte]$Tag, [byte[]]$Content, [switch]$Long)
        $length = @($Content.Length)
        if ($Long -or $Content.Length -gt 127) { $length = @(132, 0, 0, ($Content.Length -shr 8), ($Content.Length -band 255)) }
        [byte[]](@($Tag) + $length + $Content)
    }
    function Join-Text {
        param([string]$Text, [switch]$Long)
        Join-Element -Tag 4 -Content ([Text.Encoding]::UTF8.GetBytes($Text)) -Long:$Long
    }
    function Join-Attribute {
        param([string]$Name, [string[]]$Values, [switch]$Long)
        $set = [byte[]]@(foreach ($value in $Values) { Join-Text -Text $value -Long:$Long })
        Join-Element -Tag 48 -Content ((Join-Text -Text $Name -Long:$Long) + (Join-Element -Tag 49 -Content $set -Long:$Long)) -Long:$Long
    }
    function Join-Entry {
        param([int]$Number, [byte[]]$Attributes, [switch]$Long)
        $entry = Join-Element -Tag 100 -Content ([byte[]](@(4, 0) + (Join-Element -Tag 48 -Content $Attributes -Long:$Long))) -Long:$Long
        Join-Element -Tag 48 -Content ([byte[]](@(2, 1, $Number) + $entry)) -Long:$Long
    }
    function Join-Done {
        param([int]$Number, [int]$Code = 0)
        [byte[]](@(48, 12, 2, 1, $Number, 101, 7, 10, 1, $Code, 4, 0, 4, 0))
    }
    function Read-All {
        # As the network brings it: what is there, in room for an answer.
        param([byte[]]$Sent, [int]$Number = 1)
        $room = New-Object byte[] $script:RootDseBytes
        [Array]::Copy($Sent, $room, $Sent.Length)
        $entry = Test-RootDse -Bytes $room -Have $Sent.Length -Number $Number
        if ($null -ne $entry) { Read-RootDseEntry -Bytes $room -From $entry.from -End $entry.end }
    }
    $attributes = [byte[]]((Join-Attribute -Name 'DNSHOSTNAME' -Values 'dc1.contoso.com') + (Join-Attribute -Name 'supportedCapabilities' -Values '1.2', '1.3'))
    $script:whole = [byte[]]((Join-Entry -Number 1 -Attributes $attributes) + (Join-Done -Number 1))
}

Describe 'Get-RootDseQuestion' {
    It 'asks for the attributes of the entry without a name, by its number' {
        $bytes = Get-RootDseQuestion -Number 5
        $message = Read-LdapMessage -Bytes $bytes -At 0 -Have $bytes.Length
        $message.next | Should -Be $bytes.Length
        $message.id | Should -Be 5
        $message.tag | Should -Be 99
        # No base, base scope, never aliases, no limits, values too, (objectClass=*).
        $head = [byte[]]@(4, 0, 10, 1, 0, 10, 1, 0, 2, 1, 0, 2, 1, 0, 1, 1, 0, 135, 11) + [Text.Encoding]::ASCII.GetBytes('objectClass')
        $bytes[$message.from..($message.from + $head.Length - 1)] | Should -Be $head
        $list = Read-BerPart -Bytes $bytes -At ($message.from + $head.Length) -End $message.end -Tag 48
        $list.end | Should -Be $message.end
        $names = @(for ($at = $list.from; $at -lt $list.end; $at = $part.end) {
                $part = Read-BerPart -Bytes $bytes -At $at -End $list.end -Tag 4
                [Text.Encoding]::ASCII.GetString($bytes, $part.from, $part.end - $part.from)
            })
        $names | Should -Be $script:RootDseNames
    }
    It 'leaves an earlier question as it was' {
        $first = Get-RootDseQuestion -Number 1
        $null = Get-RootDseQuestion -Number 2
        $first[6] | Should -Be 1
    }
}

Describe 'Read-RootDseEntry' {
    It 'reads every value of every attribute, whatever the case of its name' {
        $found = Read-All -Sent $whole
        $found['dnsHostName'] | Should -Be @('dc1.contoso.com')
        $found['supportedCapabilities'] | Should -Be @('1.2', '1.3')
    }
    It 'reads lengths in four bytes, as Active Directory writes them' {
        $sent = [byte[]]((Join-Entry -Number 1 -Attributes (Join-Attribute -Name 'serverName' -Values 'CN=DC1' -Long) -Long) + @(48, 132, 0, 0, 0, 16, 2, 1, 1, 101, 132, 0, 0, 0, 7, 10, 1, 0, 4, 0, 4, 0))
        (Read-All -Sent $sent)['serverName'] | Should -Be @('CN=DC1')
    }
    It 'waits for the rest wherever an answer is cut' {
        for ($length = 0; $length -lt $whole.Length; $length++) {
            $sent = New-Object byte[] $length
            [Array]::Copy($whole, $sent, $length)
            Read-All -Sent $sent | Should -BeNullOrEmpty -Because $length
        }
    }
    It 'refuses <what>' -ForEach @(
        @{ what = 'what is no LDAP'; sent = [Text.Encoding]::ASCII.GetBytes("HTTP/1.1 400 Bad Request`r`n") }
        @{ what = 'a single byte that begins no message'; sent = [byte[]]@(22) }
        @{ what = 'a length that only the end tells'; sent = [byte[]]@(48, 128, 2, 1, 1) }
        @{ what = 'a length in five bytes'; sent = [byte[]]@(48, 133, 0, 0, 0, 0, 5) }
        @{ what = 'a number without a byte'; sent = [byte[]]@(48, 4, 2, 0, 100, 0) }
        @{ what = 'a number of five bytes'; sent = [byte[]]@(48, 9, 2, 5, 0, 0, 0, 0, 1, 100, 0) }
        @{ what = 'a number that goes on behind its message'; sent = [byte[]]@(48, 3, 2, 100, 1) }
        @{ what = 'a message of a number alone'; sent = [byte[]]@(48, 3, 2, 1, 1) }
        @{ what = 'an operation that goes on behind its message'; sent = [byte[]]@(48, 5, 2, 1, 1, 100, 200) }
        @{ what = 'a tag of several bytes'; sent = [byte[]]@(48, 6, 2, 1, 1, 127, 1, 0) }
        @{ what = 'the answer to another question'; sent = [byte[]]@(48, 12, 2, 1, 2, 101, 7, 10, 1, 0, 4, 0, 4, 0) }
        @{ what = 'a notice that nobody asked for'; sent = [byte[]]@(48, 12, 2, 1, 0, 120, 7, 10, 1, 52, 4, 0, 4, 0) }
        @{ what = 'a reference instead of an entry'; sent = [byte[]]@(48, 5, 2, 1, 1, 115, 0) }
        @{ what = 'a result without a code'; sent = [byte[]]@(48, 5, 2, 1, 1, 101, 0) }
        @{ what = 'a code of two bytes'; sent = [byte[]]@(48, 9, 2, 1, 1, 101, 4, 10, 2, 0, 0) }
    ) {
        { Read-All -Sent $sent } | Should -Throw -ErrorId 'Probe.notLdap'
    }
    It 'refuses <what> inside an answer that is there as a whole' -ForEach @(
        @{ what = 'an entry without a name'; inside = [byte[]]@() }
        @{ what = 'a name that goes on behind the entry'; inside = [byte[]]@(4, 127) }
        @{ what = 'a name of 4 GiB'; inside = [byte[]]@(4, 132, 255, 255, 255, 255) }
        @{ what = 'no list of attributes'; inside = [byte[]]@(4, 0) }
        @{ what = 'a list that goes on behind the entry'; inside = [byte[]]@(4, 0, 48, 9) }
        @{ what = 'an attribute without a type'; inside = [byte[]]@(4, 0, 48, 2, 48, 0) }
        @{ what = 'an attribute without values'; inside = [byte[]]@(4, 0, 48, 5, 48, 3, 4, 1, 97) }
        @{ what = 'a value that goes on behind its attribute'; inside = [byte[]]@(4, 0, 48, 10, 48, 8, 4, 1, 97, 49, 3, 4, 9, 98) }
        @{ what = 'values inside of values'; inside = [byte[]]@(4, 0, 48, 11, 48, 9, 4, 1, 97, 49, 4, 49, 2, 4, 0) }
        @{ what = 'a list of lists'; inside = [byte[]](@(4, 0) + (48, 16) + (48, 14) + (48, 12) + (48, 10) + (48, 8) + (48, 6) + (48, 4) + (48, 2) + (48, 0)) }
    ) {
        $entry = Join-Element -Tag 100 -Content $inside
        $sent = [byte[]]((Join-Element -Tag 48 -Content ([byte[]](@(2, 1, 1) + $entry))) + (Join-Done -Number 1))
        { Read-All -Sent $sent } | Should -Throw -ErrorId 'Probe.notLdap'
    }
    It 'refuses a length that has no room as soon as it is told: <length>' -ForEach @(
        @{ length = @(132, 255, 255, 255, 255) }
        @{ length = @(132, 127, 255, 255, 255) }
        @{ length = @(130, 64, 0) }
    ) {
        { Read-All -Sent ([byte[]](@(48) + $length)) } | Should -Throw -ErrorId 'Probe.long'
    }
    It 'takes a length that has just enough room' {
        Read-All -Sent ([byte[]]@(48, 130, 63, 252)) | Should -BeNullOrEmpty
    }
    It 'refuses a second entry, and what comes behind the end' {
        $entry = Join-Entry -Number 1 -Attributes @()
        { Read-All -Sent ([byte[]]($entry + $entry + (Join-Done -Number 1))) } | Should -Throw -ErrorId 'Probe.notLdap'
        { Read-All -Sent ([byte[]]($whole + @(48))) } | Should -Throw -ErrorId 'Probe.notLdap'
    }
    It 'refuses the end of another question behind an entry' {
        { Read-All -Sent ([byte[]]((Join-Entry -Number 1 -Attributes @()) + (Join-Done -Number 2))) } | Should -Throw -ErrorId 'Probe.notLdap'
    }
    It 'tells a refusal by its code, and no entry as nothing' {
        { Read-All -Sent (Join-Done -Number 1 -Code 53) } | Should -Throw -ErrorId 'Probe.refused'
        { Read-All -Sent (Join-Done -Number 1) } | Should -Throw -ErrorId 'Probe.empty'
    }
    It 'refuses more values than a directory has, before it has read them all' {
        $values = [string[]]::new(2000)
        $many = Join-Attribute -Name 'a' -Values $values
        { Read-All -Sent ([byte[]]((Join-Entry -Number 1 -Attributes $many) + (Join-Done -Number 1))) } | Should -Throw -ErrorId 'Probe.notLdap'
    }
    It 'never fails otherwise, whatever bytes are put in the place of others' {
        $random = New-Object Random 1
        for ($turn = 0; $turn -lt 400; $turn++) {
            $sent = [byte[]]($whole + @())
            for ($change = 0; $change -le $turn % 4; $change++) { $sent[$random.Next($sent.Length)] = [byte]$random.Next(256) }
            try { $null = Read-All -Sent $sent } catch { $_.FullyQualifiedErrorId | Should -Match '^Probe\.(notLdap|long|refused|empty)' -Because ($sent -join ' ') }
        }
    }
}

Describe 'ConvertTo-RootDseFact' {
    It 'tells what is there once, nothing of what is missing or there twice, and each value of a list' {
        $found = @{ dnsHostName = [Collections.Generic.List[string]]@('a', 'b'); currentTime = [Collections.Generic.List[string]]@('20261130181213.0Z'); supportedCapabilities = [Collections.Generic.List[string]]@('1.2') }
        $facts = ConvertTo-RootDseFact -Found $found
        $facts.dnsHostName | Should -BeNullOrEmpty
        $facts.serverName | Should -BeNullOrEmpty
        $facts.currentTime | Should -BeExactly '20261130181213.0Z'
        $facts.supportedCapabilities | Should -Be @('1.2')
        , $facts.supportedSASLMechanisms | Should -BeOfType ([string[]])
        $facts.Count | Should -Be $script:RootDseNames.Count
    }
}
