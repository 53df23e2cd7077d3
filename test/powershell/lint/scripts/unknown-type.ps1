[HashCode]::Combine(1, 2) # -> unknown-type, not-allowed
New-Object Net.Http.HttpClient # -> unknown-type, not-allowed
New-Object -TypeName 'Collections.Generic.PriorityQueue[string,int]' # -> unknown-type, not-allowed
function Get-Typed {
    param(
        [short]$Small, # -> unknown-type, not-allowed
        [DateOnly]$Day, # -> unknown-type, not-allowed
        [Nullable[Half]]$Half # -> unknown-type, not-allowed
    )
    try { $Small + $Day + $Half } catch [Text.Json.JsonException] { 'wrong' } # -> unknown-type, not-allowed
}
[ServiceProcess.ServiceController]::GetServices() # -> unknown-type, not-allowed
[semver]'1.2.3' # -> unknown-type, not-allowed
$list = New-Object 'Collections.Generic.List[Nullable[int]]'
[Collections.Generic.Dictionary[string, int[]]]$list # -> not-allowed
[IO.Path]::Combine('a', 'b')
