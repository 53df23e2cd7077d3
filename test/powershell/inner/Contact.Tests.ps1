# Which mention of the service in events and traces counts as a contact.
BeforeAll {
    Set-StrictMode -Version 3.0
    foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, '..', '..', '..', 'src', 'server', 'powershell'), '*.ps1', 'AllDirectories')) { . $file }
    function New-Mention {
        param([string]$Text, [bool]$Failed = $false)
        @{ text = $Text; at = $Text.Length; failed = $Failed }
    }
}

Describe 'Select-Contact' {
    It 'takes the newest mention that tells of no failure' {
        (Select-Contact -Mention @((New-Mention 'Polling the service'), (New-Mention 'Request received'))).text | Should -BeExactly 'Polling the service'
    }
    It 'takes an attempt before a failure for the one that failed' {
        $found = Select-Contact -Mention @((New-Mention 'The request failed'), (New-Mention 'Polling the service'), (New-Mention 'Request received'))
        $found.text | Should -BeExactly 'Request received'
    }
    It 'takes what an event''s own level calls a failure for one' {
        Select-Contact -Mention @(New-Mention 'Polling the service' -Failed $true) | Should -BeNullOrEmpty
    }
    It 'takes "<text>" for a failure' -ForEach @(
        foreach ($one in 'Timed out', 'time-out', 'Unable to connect', 'could not reach', 'CANNOT send', 'an Exception') { @{ text = $one } }
    ) {
        Select-Contact -Mention @(New-Mention $text) | Should -BeNullOrEmpty
    }
    It 'finds none among none' {
        Select-Contact -Mention @() | Should -BeNullOrEmpty
    }
}
