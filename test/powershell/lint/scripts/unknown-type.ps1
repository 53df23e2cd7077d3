[HashCode]::Combine(1, 2) # -> unknown-type
New-Object Net.Http.HttpClient # -> unknown-type
New-Object -TypeName 'Collections.Generic.PriorityQueue[string,int]' # -> unknown-type
function Get-Typed {
    param([short]$Small, [DateOnly]$Day, [Nullable[Half]]$Half) # -> unknown-type, unknown-type, unknown-type
    try { $Small + $Day + $Half } catch [Text.Json.JsonException] { 'wrong' } # -> unknown-type
}
[ServiceProcess.ServiceController]::GetServices() # -> unknown-type
[semver]'1.2.3' # -> unknown-type
$list = New-Object 'Collections.Generic.List[Nullable[int]]'
[Collections.Generic.Dictionary[string, int[]]]$list
[IO.Path]::Combine('a', 'b')
