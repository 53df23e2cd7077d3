function Find-Unlisted {
    param([Diagnostics.ProcessStartInfo]$Start, [scriptblock]$Block, [Random]$More) # -> not-allowed, not-allowed
    [IO.File]::AppendAllText('a', 'b') # -> not-allowed
    [Diagnostics.Process]::Start($Start) # -> not-allowed
    New-Object IO.DriveInfo('C') # -> not-allowed
    New-Object Random # -> not-allowed
    New-Object -TypeName $Start # -> not-allowed
    New-Object -ComObject 'Shell.Application' # -> not-allowed
    New-Object IO.FileInfo('a') -Property @{ Attributes = 'Hidden' } # -> not-allowed
    $Block | ForEach-Object -MemberName Length # -> not-allowed
    $Block | ForEach-Object Length # -> not-allowed
    $Block.Module.SessionState # -> not-allowed
    $Block.Start() # -> not-allowed
    'text' -as 'IO.FileInfo' # -> not-allowed
    'text' > 'a' # -> not-allowed
    $env:TEMP # -> not-allowed
    [IO.File]::Delete('a')
    New-Object IO.FileInfo('a')
    @($More) | ForEach-Object { $_ } | Where-Object { $_ }
    Find-Unlisted -Start $null 2>$null
}
