function Get-Attributed {
    [Experimental('one', 'Show')] # -> unknown-attribute
    param(
        [ValidateSet('a', 'b', ErrorMessage = 'neither')][string]$One, # -> unknown-attribute
        [ValidateNotNullOrWhiteSpace()][string]$Two, # -> unknown-attribute
        [Parameter(Mandatory = $true)][ValidateSet('a', IgnoreCase = $false)][string]$Three,
        [Obsolete('three')][string]$Four
    )
    $One + $Two + $Three + $Four
}
