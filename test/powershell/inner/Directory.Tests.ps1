# Filters and names written from data, and what is read of the answers, without a directory.
BeforeAll {
    Set-StrictMode -Version 3.0
    foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, '..', '..', '..', 'src', 'server', 'powershell'), '*.ps1', 'AllDirectories')) { . $file }
    function Read-EscapedText {
        # A text with its escapes taken back: a backslash and two digits for each byte.
        param([string]$Text)
        $bytes = New-Object 'Collections.Generic.List[byte]'
        for ($at = 0; $at -lt $Text.Length; $at++) {
            if ($Text[$at] -eq '\') { $bytes.Add([Convert]::ToByte($Text.Substring($at + 1, 2), 16)); $at += 2; continue }
            $size = if ([char]::IsHighSurrogate($Text[$at])) { 2 } else { 1 }
            $bytes.AddRange([Text.Encoding]::UTF8.GetBytes($Text.Substring($at, $size)))
            $at += $size - 1
        }
        [Text.Encoding]::UTF8.GetString($bytes.ToArray())
    }
    function New-HostileText {
        # Texts of the signs that mean something somewhere, by a number that can be told again.
        param([int]$Seed)
        $random = New-Object Random($Seed)
        $signs = '()*\&|!=~<>:;,+"# /aZ0' + [char]0 + [char]10 + [char]0x2a + [char]0xe4 + [char]0x202e + [char]0xd83d + [char]0xdd11 + [char]0xd800
        -join $(for ($at = 0; $at -lt $random.Next(0, 30); $at++) { $signs[$random.Next(0, $signs.Length)] })
    }
}

Describe 'ConvertTo-DirectoryFilter' {
    It 'sends whatever a value holds as that value, and the same filter around it' {
        for ($seed = 0; $seed -lt 2000; $seed++) {
            $value = New-HostileText -Seed $seed
            $filter = ConvertTo-DirectoryFilter -Filter @{ op = 'and'; of = @(@{ op = 'not'; of = @{ op = 'equals'; attribute = 'cn'; value = $value } }, @{ op = 'inChain'; attribute = 'memberOf'; dn = $value }) }
            $found = [regex]::Match($filter, '\A\(&\(!\(cn=([^()*\x00]*)\)\)\(memberOf:1\.2\.840\.113556\.1\.4\.1941:=([^()*\x00]*)\)\)\z')
            $found.Success | Should -BeTrue -Because $filter
            $sent = [Text.Encoding]::UTF8.GetString([Text.Encoding]::UTF8.GetBytes($value))
            Read-EscapedText -Text $found.Groups[1].Value | Should -BeExactly $sent
            Read-EscapedText -Text $found.Groups[2].Value | Should -BeExactly $sent
        }
    }
    It 'writes <expected>' -ForEach @(
        @{ filter = @{ op = 'present'; attribute = 'cn' }; expected = '(cn=*)' }
        @{ filter = @{ op = 'begins'; attribute = 'cn'; value = 'a*' }; expected = '(cn=a\2a*)' }
        @{ filter = @{ op = 'equals'; attribute = 'cn'; value = '' }; expected = '(cn=)' }
        @{ filter = @{ op = 'equalsBytes'; attribute = 'objectSid'; bytes = 'AQX/' }; expected = '(objectSid=\01\05\ff)' }
        @{ filter = @{ op = 'bits'; attribute = 'userAccountControl'; bits = 8192 }; expected = '(userAccountControl:1.2.840.113556.1.4.803:=8192)' }
        @{ filter = @{ op = 'or'; of = @(@{ op = 'present'; attribute = 'a' }) }; expected = '(|(a=*))' }
    ) {
        ConvertTo-DirectoryFilter -Filter $filter | Should -BeExactly $expected
    }
    It 'refuses <what>' -ForEach @(
        @{ what = 'what begins with nothing, which is everything'; filter = @{ op = 'begins'; attribute = 'cn'; value = '' }; code = 'BadRequest.filter' }
        @{ what = 'a kind that it does not know'; filter = @{ op = 'like'; attribute = 'cn'; value = 'a' }; code = 'BadRequest.filter' }
        @{ what = 'an attribute that is more than a name'; filter = @{ op = 'present'; attribute = 'cn)(a' }; code = 'BadRequest.attribute' }
        @{ what = 'an attribute that is no text'; filter = @{ op = 'present'; attribute = 7 }; code = 'BadRequest.attribute' }
    ) {
        { ConvertTo-DirectoryFilter -Filter $filter } | Should -Throw -ErrorId $code
    }
}

Describe 'ConvertTo-DirectoryBase' {
    It 'is so many names with those values below the naming context, whatever they hold' {
        $root = @{ domain = 'DC=contoso,DC=lan' }
        for ($seed = 0; $seed -lt 2000; $seed++) {
            $value = New-HostileText -Seed $seed
            $dn = ConvertTo-DirectoryBase -Base @{ of = 'domain'; below = @(@('CN', $value), @('OU', $value)) } -Root $root
            $found = [regex]::Match($dn, '\ACN=((?:[^\\,+"<>;=#\x00-\x1f]|\\[0-9a-f]{2})*),OU=((?:[^\\,+"<>;=#\x00-\x1f]|\\[0-9a-f]{2})*),DC=contoso,DC=lan\z')
            $found.Success | Should -BeTrue -Because $dn
            $sent = [Text.Encoding]::UTF8.GetString([Text.Encoding]::UTF8.GetBytes($value))
            foreach ($at in 1, 2) {
                $found.Groups[$at].Value | Should -Not -Match '\A | \z'
                Read-EscapedText -Text $found.Groups[$at].Value | Should -BeExactly $sent
            }
        }
    }
    It 'refuses a place that it does not know' {
        { ConvertTo-DirectoryBase -Base @{ of = 'moon'; below = @() } -Root @{} } | Should -Throw -ErrorId 'BadRequest.base'
    }
}

Describe 'Find-PartEnd' {
    It 'says of <part> that its last value is <end>' -ForEach @(
        @{ part = 'member;range=0-1499'; end = 1499 }
        @{ part = 'member;Range=1500-2999'; end = 2999 }
        @{ part = 'member;range=3000-*'; end = $null }
        @{ part = 'member;lang-de'; end = $null }
        @{ part = 'member'; end = $null }
    ) {
        Find-PartEnd -Part $part | Should -Be $end
    }
}

Describe 'Read-AlternativeName' {
    It 'reads DNS names and addresses, and leaves the others' {
        $host1 = [byte[]]@(130, 3, 97, 46, 98)
        $mail = [byte[]]@(129, 1, 120)
        $four = [byte[]]@(135, 4, 127, 0, 0, 61)
        $bytes = [byte[]]@(48, ($host1.Length + $mail.Length + $four.Length)) + $host1 + $mail + $four
        @(Read-AlternativeName -Bytes $bytes) | Should -Be @('a.b', '127.0.0.61')
    }
    It 'ends where what it reads is <what>' -ForEach @(
        @{ what = 'nothing'; bytes = [byte[]]@() }
        @{ what = 'one byte'; bytes = [byte[]]@(48) }
        @{ what = 'a name longer than all'; bytes = [byte[]]@(48, 4, 130, 200, 97, 98) }
        @{ what = 'names without content'; bytes = [byte[]](@(48, 6) + @(130, 0) * 3) }
        @{ what = 'a length of four bytes'; bytes = [byte[]]@(48, 132, 255, 255, 255, 255, 130, 1, 97) }
    ) {
        @(Read-AlternativeName -Bytes $bytes).Length | Should -BeLessThan 2
    }
}

Describe 'ConvertTo-DirectoryFailure' {
    It 'takes Active Directory''s own number from what the directory said' {
        $null = [Reflection.Assembly]::Load('System.DirectoryServices.Protocols, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a')
        $said = '80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 52E, v1db1'
        $failure = ConvertTo-DirectoryFailure -Stage 'bind' -Exception (New-Object DirectoryServices.Protocols.LdapException(49, 'no', $said))
        @($failure.code, $failure.data, $failure.reason, $failure.message) | Should -Be @(49, '52e', 'answered', $said)
    }
    It 'has no code of the directory where the client itself says <code>' -ForEach @(
        @{ code = 81; reason = 'other' }
        @{ code = 85; reason = 'timedOut' }
        @{ code = 92; reason = 'notPossible' }
    ) {
        $failure = ConvertTo-DirectoryFailure -Stage 'connect' -Exception (New-Object DirectoryServices.Protocols.LdapException($code, 'said'))
        @($failure.code, $failure.reason, $failure.message) | Should -Be @($null, $reason, 'said')
    }
    It 'names what a connection failed with' {
        $refused = New-Object Net.Sockets.SocketException([int][Net.Sockets.SocketError]::ConnectionRefused)
        (ConvertTo-DirectoryFailure -Stage 'connect' -Exception $refused).reason | Should -Be 'refused'
        (ConvertTo-DirectoryFailure -Stage 'search' -Exception (ConvertTo-CodedError -Code 'Directory.silent').Exception).reason | Should -Be 'timedOut'
    }
}

Describe 'Open-Directory' {
    It 'binds nobody with an empty password, and asks no name server about what is no host' {
        $empty = New-Object Management.Automation.PSCredential('CONTOSO\ada', (New-Object Security.SecureString))
        $target = @{ domain = 'contoso.lan'; controller = $null; preferred = @(); catalog = $false; security = 'ldaps'; timeoutMs = 1000 }
        $opened = Open-Directory -Target $target -Account $empty
        @($opened.failure.stage, $opened.failure.reason) | Should -Be @('bind', 'notPossible')
        foreach ($name in 'a b', 'dc1:636', 'ldap://dc1', "dc1`n", '') {
            $target.domain = $name
            $opened = Open-Directory -Target $target -Account $null
            @($opened.failure.stage, $opened.failure.reason) | Should -Be @('lookup', 'notFound')
        }
    }
    It 'knows no other way to keep from others what is sent' {
        $target = @{ domain = 'contoso.lan'; controller = 'dc1'; preferred = @(); catalog = $false; security = 'none'; timeoutMs = 1000 }
        { Open-Directory -Target $target -Account $null } | Should -Throw -ErrorId 'BadRequest.security'
    }
    It 'takes the first way that is possible, and sends a password once, where <what>' -ForEach @(
        @{ what = 'Windows signs and seals'; negotiate = 'works'; ldaps = 'works'; startTls = 'works'; tried = @('negotiate'); binds = 1 }
        @{ what = 'nobody signs and seals'; negotiate = 'cannot'; ldaps = 'works'; startTls = 'works'; tried = @('negotiate', 'ldaps'); binds = 1 }
        @{ what = 'LDAPS is not there either'; negotiate = 'cannot'; ldaps = 'refused'; startTls = 'works'; tried = @('negotiate', 'ldaps', 'startTls'); binds = 1 }
        @{ what = 'LDAPS has no certificate'; negotiate = 'cannot'; ldaps = 'reset'; startTls = 'works'; tried = @('negotiate', 'ldaps', 'startTls'); binds = 1 }
        @{ what = 'its certificate is not accepted'; negotiate = 'cannot'; ldaps = 'certificate'; startTls = 'works'; tried = @('negotiate', 'ldaps'); binds = 0 }
        @{ what = 'the password is wrong'; negotiate = 'wrong'; ldaps = 'works'; startTls = 'works'; tried = @('negotiate'); binds = 1 }
        @{ what = 'the password is wrong by LDAPS'; negotiate = 'cannot'; ldaps = 'wrong'; startTls = 'works'; tried = @('negotiate', 'ldaps'); binds = 1 }
        @{ what = 'nothing takes a connection'; negotiate = 'refused'; ldaps = 'works'; startTls = 'works'; tried = @('negotiate'); binds = 0 }
    ) {
        $null = [Reflection.Assembly]::Load('System.DirectoryServices.Protocols, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a')
        $script:Answers = @{ negotiate = $negotiate; ldaps = $ldaps; startTls = $startTls }
        $script:Tried = @()
        $script:Binds = 0
        Mock Open-DirectoryConnection {
            $script:Tried += $Security
            switch ($script:Answers[$Security]) {
                'cannot' { throw (ConvertTo-CodedError -Code 'Directory.unsealed') }
                'refused' { throw (New-Object Net.Sockets.SocketException([int][Net.Sockets.SocketError]::ConnectionRefused)) }
                'reset' { $Doing.stage = 'secure'; throw (New-Object Net.Sockets.SocketException([int][Net.Sockets.SocketError]::ConnectionReset)) }
                'certificate' { throw (New-Object Exception('not accepted')) }
            }
            $Doing.stage = 'bind'
            $script:Binds++
            if ($script:Answers[$Security] -eq 'wrong') { throw (New-Object DirectoryServices.Protocols.LdapException(49, 'no', '80090308: LdapErr: data 52e, v1db1')) }
            @{ connection = New-Object IO.MemoryStream }
        }
        Mock Get-ControllerSight { @{ stage = 'secure'; failed = $null; certificate = @{ subject = 'CN=dc1' } } }
        Mock Read-RootDse { @{ dnsHostName = 'dc1.contoso.lan' } }
        $word = New-Object Security.SecureString
        $word.AppendChar('x')
        $account = New-Object Management.Automation.PSCredential('CONTOSO\ada', $word)
        $target = @{ domain = 'contoso.lan'; controller = 'dc1.contoso.lan'; preferred = @(); catalog = $false; security = $null; timeoutMs = 1000 }
        $opened = Open-Directory -Target $target -Account $account
        $script:Tried | Should -Be $tried
        $script:Binds | Should -Be $binds
        if ($null -eq $opened.failure) { $opened.bind.security | Should -Be $tried[-1] }
        else { $opened.failure.outcome | Should -Be 'failed' }
    }
    It 'asks those that are preferred first, two of them, then others of the domain' {
        $script:Tried = @()
        $script:Asked = 0
        Mock Open-DirectoryConnection {
            $script:Tried += $HostName
            if ($HostName -ne 'dc4.contoso.lan') { throw (New-Object Net.Sockets.SocketException([int][Net.Sockets.SocketError]::ConnectionRefused)) }
            @{ connection = New-Object IO.MemoryStream }
        }
        Mock Read-RootDse { @{ dnsHostName = 'dc4.contoso.lan' } }
        Mock Find-DirectoryHost { $script:Asked++; 'DC2.contoso.lan', 'dc4.contoso.lan', 'dc5.contoso.lan' }
        $preferred = @('dc4.contoso.lan', 'dc2.contoso.lan', 'dc3.contoso.lan')
        $target = @{ domain = 'contoso.lan'; controller = $null; preferred = $preferred; catalog = $false; security = 'negotiate'; timeoutMs = 1000 }
        $null = Open-Directory -Target $target -Account $null
        $script:Tried | Should -Be @('dc4.contoso.lan')
        $script:Asked | Should -Be 0 -Because 'DNS is asked for the others'
        $script:Tried = @()
        $target.preferred = @('dc1.contoso.lan', 'no host', 'dc2.contoso.lan', 'dc3.contoso.lan')
        (Open-Directory -Target $target -Account $null).bind.controller | Should -Be 'dc4.contoso.lan'
        $script:Tried | Should -Be @('dc1.contoso.lan', 'dc2.contoso.lan', 'dc4.contoso.lan')
        $script:Tried = @()
        $target.controller = 'dc9.contoso.lan'
        (Open-Directory -Target $target -Account $null).failure.reason | Should -Be 'refused'
        $script:Tried | Should -Be @('dc9.contoso.lan')
    }
}
