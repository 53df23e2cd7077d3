if ($IsWindows) { 'yes' } # -> newer-variable
$PSStyle # -> newer-variable
"$isLinux" # -> newer-variable
