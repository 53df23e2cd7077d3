# How long a probe took, and when its time is up, whatever else is done meanwhile.
BeforeAll {
    Set-StrictMode -Version 3.0
    foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, '..', '..', '..', 'src', 'server', 'powershell'), '*.ps1', 'AllDirectories')) { . $file }
    $script:Sink = @{ Progress = { }; Change = { } }
    function Resume-Probe {
        param($Probe, $Ms)
        $Probe.ms = $Ms
        $Probe.task = $null
    }
    function Close-Probe {
        param($Probe)
        $Probe.task = $null
    }
    function New-TestEntry {
        # A probe whose task ends when it is told to.
        param([int]$TimeoutMs = 60000, [Diagnostics.Stopwatch]$Since = [Diagnostics.Stopwatch]::StartNew())
        $source = New-Object Threading.Tasks.TaskCompletionSource[int]
        $entry = ConvertTo-ProbeEntry -HostName 'one.contoso.com' -Port 443
        Open-ProbeEntry -Entry $entry -TimeoutMs $TimeoutMs -Since $Since -Start { @{ phase = 'connect'; task = $source.Task; facts = @{}; ms = -1 } }
        $entry.source = $source
        $entry
    }
}

Describe 'Step-ProbeEntry' {
    It 'counts the time until a task ended, however much later somebody looks' {
        $entry = New-TestEntry
        $reported = @{ ended = -1 }
        Step-ProbeEntry -Entry $entry -Reported $reported | Should -Be 1
        $entry.source.SetResult(1)
        [Threading.Thread]::Sleep(300)
        Step-ProbeEntry -Entry $entry -Reported $reported | Should -Be 0
        $entry.probe.ms | Should -BeLessThan 250
        $entry.spentMs | Should -Be $entry.probe.ms
    }
    It 'counts the whole time that a task took' {
        $entry = New-TestEntry
        [Threading.Thread]::Sleep(300)
        $entry.source.SetResult(1)
        Step-ProbeEntry -Entry $entry -Reported @{ ended = -1 } | Should -Be 0
        $entry.probe.ms | Should -BeGreaterOrEqual 290
    }
    It 'goes on with what has ended, also where the time is up, and ends what has not' {
        $ended = New-TestEntry -TimeoutMs 100
        $goesOn = New-TestEntry -TimeoutMs 100
        [Threading.Thread]::Sleep(150)
        $ended.source.SetResult(1)
        Step-ProbeEntry -Entry @($ended, $goesOn) -Reported @{ ended = -1 } | Should -Be 0
        $ended.probe.facts.Count | Should -Be 0
        $goesOn.probe.facts.connect.value.outcome | Should -Be 'timedOut'
    }
    It 'ends probes that began together at the same time, however late some of them were tried' {
        $since = [Diagnostics.Stopwatch]::StartNew()
        $first = New-TestEntry -TimeoutMs 1000 -Since $since
        [Threading.Thread]::Sleep(400)
        $last = New-TestEntry -TimeoutMs 1000 -Since $since
        $first.endMs | Should -BeGreaterOrEqual 1000
        $first.endMs | Should -BeLessThan 1100
        $last.endMs | Should -Be 1000
    }
    It 'waits half of the limit at least for what was tried when nearly all of it was over' {
        $since = [Diagnostics.Stopwatch]::StartNew()
        [Threading.Thread]::Sleep(900)
        $late = New-TestEntry -TimeoutMs 1000 -Since $since
        $late.endMs | Should -BeGreaterOrEqual 1400
        Step-ProbeEntry -Entry $late -Reported @{ ended = -1 } | Should -Be 1
    }
    It 'does not give a host more than its limit because others were slow to begin' {
        $since = [Diagnostics.Stopwatch]::StartNew()
        $slow = New-TestEntry -TimeoutMs 1000 -Since $since
        $slow.spentMs = 950
        Enter-EntryTask -Entry $slow
        $slow.endMs | Should -BeLessThan 300
    }
}
