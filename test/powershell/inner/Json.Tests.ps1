# What is read of JSON, in one go.
BeforeAll {
    Set-StrictMode -Version 3.0
    foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, '..', '..', '..', 'src', 'server', 'powershell'), '*.ps1', 'AllDirectories')) { . $file }
}

Describe 'Read-Json' {
    It 'reads objects, lists, texts, numbers, truths and nothing, however they are nested' {
        $read = Read-Json -Text '{"a":[1,[],{"b":[[2],""]},null],"c":{"d":{}},"e":true,"f":false,"g":1.5,"h":"x","i":-3}'
        $read.a.Count | Should -Be 4
        $read.a[0] | Should -BeOfType [long]
        , $read.a[1] | Should -BeOfType [array]
        $read.a[2].b[0][0] | Should -Be 2
        $read.a[2].b[1] | Should -BeExactly ''
        $read.a[3] | Should -BeNullOrEmpty
        $read.c.d | Should -BeOfType [hashtable]
        $read.e | Should -BeTrue
        $read.f | Should -BeFalse
        $read.g | Should -Be 1.5
        $read.h | Should -BeExactly 'x'
        $read.i | Should -Be -3
    }
    It 'takes names and texts as they are' {
        $read = Read-Json -Text '{"a b":"\u0000\\\"\n","1":"12"}'
        $read['a b'] | Should -BeExactly ([string][char]0 + '\"' + "`n")
        $read['1'] | Should -BeOfType [string]
    }
}

Describe 'Read-Request' {
    It 'reads the same where a secret may be in it as where none can be' {
        $text = '{"id":7,"op":"Set-It","args":{"names":["secrets"],"at":{"x":1}},"whatIf":true}'
        foreach ($line in @($text, $text.Replace('["secrets"]', '["others"]'))) {
            $read = Read-Request -Line $line
            $read.id | Should -Be 7
            $read.op | Should -BeExactly 'Set-It'
            $read.whatIf | Should -BeTrue
            $read.arguments.names.Count | Should -Be 1
            $read.arguments.at.x | Should -Be 1
        }
    }
}
