function Set-Inner { 'changes something, and asks nobody' } # -> no-should-process
function New-Inner { 'as well' } # -> no-should-process
function Restart-Inner { # -> no-should-process
    [CmdletBinding()]
    [OutputType([string])]
    param()
    'binding alone does not ask'
}
function Stop-Inner {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param()
    if ($PSCmdlet.ShouldProcess('it')) { return }
}
function Get-Inner { 'changes nothing' }
function Write-Inner { 'is no verb of these' }
