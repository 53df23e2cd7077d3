function Get-Inner {
    [CmdletBinding()]
    param()
    @{ a = 1 } # -> output-type
    if ($true) { return 'text' } # -> output-type
    foreach ($one in @(1, 2)) { @($one) } # -> output-type
    $kept = @{ b = 2 }
    $block = { @{ c = 3 } }
    Get-Other -Of $kept -With $block
}
function Get-Other {
    [CmdletBinding()]
    [OutputType([hashtable], [string])]
    param($Of, $With)
    if ($Of) { return 'text' }
    @{ a = $With }
}
function Get-Plain { @{ a = 1 } }
