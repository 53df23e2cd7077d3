function Get-Inner { # -> unused-parameter
    param([string]$Used, [string]$Unused)
    $Used
}
function Get-Other {
    param([string]$Given)
    Get-Inner @PSBoundParameters
}
function Get-Third {
    param([string]$Name)
    @(1) | ForEach-Object { $Name }
}
$block = { param($One, $Two) $One } # -> unused-parameter
& $block # -> dynamic-name
