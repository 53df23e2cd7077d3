# A script without a finding: what the rules must leave alone.
function Get-PublicFact {
    <#
    .SYNOPSIS
    Reads a few facts.
    #>
    [CmdletBinding()]
    [OutputType([object[]])]
    param(
        [Parameter(Mandatory = $true)][ValidateSet('one', 'two')][string]$Name,
        [AllowNull()][Nullable[int]]$Value = $null,
        [Collections.IDictionary]$More = @{}
    )
    $files = [IO.Directory]::GetFiles([IO.Path]::GetDirectoryName($Name), '*.log')
    [Array]::Sort($files)
    $reader = New-Object IO.StreamReader($Name)
    try { $line = $reader.ReadLine() }
    catch [IO.IOException] { throw (New-Object InvalidOperationException($_.Exception.Message)) }
    finally { $reader.Dispose() }
    foreach ($one in (Get-Service -Name $Name -ErrorAction SilentlyContinue)) { $More[$one.Name] = $one.Status }
    if ($null -ne $Value -and $line -like 'a*') { $More.Value = $Value }
    # Splatted, by pipeline and with a redirection.
    @(Get-ChildItem @More 2>$null | Where-Object { $_.Length -gt 1kb } | Select-Object -First 1 -ExpandProperty Name)
    Get-PublicFact -Name 'two' -Verbose
}
