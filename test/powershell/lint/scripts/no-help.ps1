function Get-PublicName { # -> no-help
    [CmdletBinding()]
    [OutputType([string])]
    param()
    'no synopsis'
}
function Get-PublicOther { # -> no-help
    <#
    .SYNOPSIS
    Has a synopsis, but no CmdletBinding.
    #>
    param()
    'other'
}
function Get-PublicThird { # -> no-help
    <#
    .DESCRIPTION
    Has help without a synopsis.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()
    'third'
}
function Get-Inner { 'needs none' }
