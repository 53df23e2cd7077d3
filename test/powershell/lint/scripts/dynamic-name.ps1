$command = 'Get-Date'
& $command # -> dynamic-name
. $command # -> dynamic-name
& ('Get-' + 'Date') # -> dynamic-name
$member = 'Length'
$command.$member # -> dynamic-name
$type = [string]
$type = [int]
$type::MaxValue # -> dynamic-name, not-allowed
$known = [string]
$known::Empty # -> not-allowed
