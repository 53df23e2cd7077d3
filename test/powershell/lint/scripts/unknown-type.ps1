[HashCode]::Combine(1, 2) # -> unknown-type, not-allowed
New-Object Net.Http.HttpClient # -> unknown-type, not-allowed
New-Object -TypeName 'Collections.Generic.PriorityQueue[string,int]' # -> unknown-type, not-allowed
function Get-Typed {
    param([short]$Small, [DateOnly]$Day, [Nullable[Half]]$Half) # -> unknown-type, unknown-type, unknown-type, not-allowed, not-allowed, not-allowed
    try { $Small + $Day + $Half } catch [Text.Json.JsonException] { 'wrong' } # -> unknown-type, not-allowed
}
[ServiceProcess.ServiceController]::GetServices() # -> unknown-type, not-allowed
[semver]'1.2.3' # -> unknown-type, not-allowed
$list = New-Object 'Collections.Generic.List[Nullable[int]]'
[Collections.Generic.Dictionary[string, int[]]]$list # -> not-allowed
[IO.Path]::Combine('a', 'b')
