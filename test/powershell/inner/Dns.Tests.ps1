# Messages of DNS, byte by byte (RFC 1035 4.1).
BeforeAll {
    Set-StrictMode -Version 3.0
    foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, '..', '..', '..', 'src', 'server', 'powershell'), '*.ps1', 'AllDirectories')) { . $file }
    function Join-Label {
        # Labels as a message has them, with the root's at the end.
        param([string[]]$Label)
        [byte[]]@(foreach ($one in $Label) { $one.Length; [Text.Encoding]::ASCII.GetBytes($one) }; 0)
    }
}

Describe 'Read-DnsName' {
    It 'reads the labels up to the root, and says where the name ends' {
        $found = Read-DnsName -Bytes (Join-Label -Label 'dc1', 'contoso', 'com') -At 0
        $found.name | Should -BeExactly 'dc1.contoso.com'
        $found.next | Should -Be 17
    }
    It 'reads the root as a name without a letter' {
        $found = Read-DnsName -Bytes ([byte[]]@(7, 0)) -At 1
        $found.name | Should -BeExactly ''
        $found.next | Should -Be 2
    }
    It 'goes on where a pointer leads, and ends behind the first one' {
        $bytes = [byte[]]@((Join-Label -Label 'contoso', 'com') + @(3) + [Text.Encoding]::ASCII.GetBytes('dc1') + @(192, 0, 255))
        $found = Read-DnsName -Bytes $bytes -At 13
        $found.name | Should -BeExactly 'dc1.contoso.com'
        $found.next | Should -Be 19
    }
    It 'refuses <what>' -ForEach @(
        @{ what = 'a pointer to itself'; bytes = [byte[]]@(192, 0) }
        @{ what = 'two pointers to each other'; bytes = [byte[]]@(192, 2, 192, 0) }
        @{ what = 'a label longer than the message'; bytes = [byte[]]@(5, 97, 98) }
        @{ what = 'a name without an end'; bytes = [byte[]]@(1, 97) }
        @{ what = 'a pointer behind the end'; bytes = [byte[]]@(192, 9) }
    ) {
        { Read-DnsName -Bytes $bytes -At 0 } | Should -Throw -ErrorId 'Dns.endless'
    }
    It 'says that a pointer without its second byte is too short' {
        { Read-DnsName -Bytes ([byte[]]@(192)) -At 0 } | Should -Throw -ErrorId 'Dns.short'
    }
}

Describe 'ConvertTo-DnsQuery' {
    It 'asks one question, with recursion, and says how much an answer may hold' {
        $bytes = ConvertTo-DnsQuery -Name 'a.example.' -Type 'SRV' -Id 4660
        $expected = [byte[]]@(18, 52, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1) + (Join-Label -Label 'a', 'example') + @(0, 33, 0, 1, 0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0)
        $bytes | Should -Be $expected
    }
    It 'writes letters of other scripts as DNS does' {
        $bytes = ConvertTo-DnsQuery -Name ('b' + [char]0xfc + 'cher.example') -Type 'A' -Id 1
        (Read-DnsName -Bytes $bytes -At 12).name | Should -BeExactly 'xn--bcher-kva.example'
    }
}

Describe 'Read-DnsAnswer' {
    It 'reads aliases in their order, and whether they end at an address' {
        $query = ConvertTo-DnsQuery -Name 'a.example' -Type 'A' -Id 7
        $alias = Join-Label -Label 'b', 'example'
        $answers = [byte[]](@(192, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, $alias.Length) + $alias + @(192, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, 1))
        $question = $query[12..($query.Length - 12)]
        $found = Read-DnsAnswer -Bytes ([byte[]](@(0, 7, 129, 128, 0, 1, 0, 2, 0, 0, 0, 0) + $question + $answers)) -Id 7
        $found.code | Should -Be 0
        $found.names | Should -Be @('b.example')
        $found.complete | Should -BeTrue
        $found.targets | Should -BeNullOrEmpty
    }
    It 'tells an answer to another question from its own' {
        { Read-DnsAnswer -Bytes ([byte[]]::new(12)) -Id 1 } | Should -Throw -ErrorId 'Dns.other'
    }
    It 'keeps the code of a name that is not there' {
        (Read-DnsAnswer -Bytes ([byte[]]@(0, 1, 129, 131, 0, 0, 0, 0, 0, 0, 0, 0)) -Id 1).code | Should -Be 3
    }
}
