# What a public function asks before it changes something (-Confirm), and lists instead (-WhatIf).

function Test-Declined {
    # Whether somebody was asked and said no: then nothing was done, and nothing is told. With -WhatIf nobody is asked.
    param([Parameter(Mandatory = $true)][bool]$Agreed, [Parameter(Mandatory = $true)][bool]$OnlyLists)
    -not $Agreed -and -not $OnlyLists
}
