# Runs the Pester tests of a folder, outside the practice server, and writes one line of JSON for each: { name, passed, said }.
param([Parameter(Mandatory = $true)][string]$Pester, [Parameter(Mandatory = $true)][string]$Tests)
$ErrorActionPreference = 'Stop'
Import-Module -Name $Pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Tests
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$result = Invoke-Pester -Configuration $configuration
# What fails before or after its tests fails as a whole.
foreach ($one in @($result.Tests) + @($result.FailedBlocks) + @($result.FailedContainers)) {
    $name = if ($null -ne $one.PSObject.Properties['ExpandedPath']) { $one.ExpandedPath } else { [string]$one }
    $said = @(foreach ($record in $one.ErrorRecord) { [string]$record; $record.ScriptStackTrace }) -join "`n"
    [Console]::Out.WriteLine((ConvertTo-Json -Compress -InputObject @{ name = $name; passed = ($one.Result -eq 'Passed'); said = $said }))
}
