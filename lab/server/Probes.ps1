# The stand-ins for the probes of Windows/Network.ps1. Each has a connection of its own to the practice machine and, like a real one,
# never waits: it holds the task of the next line. What drives them, and what is tried at the same time, is the module's own.

function Start-PracticeProbe {
    param([string]$Function, [Collections.IDictionary]$Arguments)
    $client = [Net.Sockets.TcpClient]::new()
    $client.NoDelay = $true
    $client.Connect('127.0.0.1', $Port)
    $stream = $client.GetStream()
    $line = ConvertTo-Json -InputObject @{ token = $token; probe = $Function; arguments = $Arguments } -Compress -Depth 5
    $bytes = [Text.Encoding]::UTF8.GetBytes($line + "`n")
    $stream.Write($bytes, 0, $bytes.Length)
    $reader = [IO.StreamReader]::new($stream, [Text.UTF8Encoding]::new($false))
    $phase = 'lookup'
    if ($Function -eq 'Open-DnsProbe') { $phase = 'answer' }
    @{ client = $client; reader = $reader; task = $reader.ReadLineAsync(); phase = $phase; facts = @{} }
}

function Start-PracticeHostProbe {
    param([Collections.IDictionary]$Target, [Collections.IDictionary]$Lookups)
    Start-PracticeProbe -Function 'Open-HostProbe' -Arguments @{ Target = $Target }
}

function Start-PracticeDnsProbe {
    param([string]$Name, [string]$Type)
    Start-PracticeProbe -Function 'Open-DnsProbe' -Arguments @{ Name = $Name; Type = $Type }
}

function Resume-PracticeProbe {
    param([Collections.IDictionary]$Probe, [int]$Ms)
    $null = $Ms
    $line = $Probe.task.Result
    if ($null -eq $line) { Close-PracticeProbe -Probe $Probe; return }
    $said = [PracticeRelay]::ReadJson($line)
    $Probe.phase = $said.phase
    if ($said.ContainsKey('fact')) { $Probe.facts[$said.phase] = $said.fact }
    $Probe.task = $Probe.reader.ReadLineAsync()
}

function Close-PracticeProbe {
    param([Collections.IDictionary]$Probe)
    $Probe.task = $null
    $Probe.client.Dispose()
}

# TaskAwaiter.OnCompleted: a stand-in's task is as real.
function Get-PracticeTaskClock {
    param([Threading.Tasks.Task]$Task)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $Task.GetAwaiter().OnCompleted([Delegate]::CreateDelegate([Action], $clock, 'Stop'))
    $clock
}
