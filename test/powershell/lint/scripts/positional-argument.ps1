Get-Item 'one' # -> positional-argument
Get-Item -Path 'one'
New-Object Collections.ArrayList
@(1, 2) | Where-Object { $_ } | ForEach-Object { $_ }
