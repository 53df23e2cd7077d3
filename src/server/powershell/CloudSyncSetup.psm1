# The same functions for use by hand and by automation: Import-Module .\CloudSyncSetup.psd1
Set-StrictMode -Version 3.0
foreach ($file in @('Download', 'Facts', 'Installer', 'Registration', 'Session', 'Settings', 'Windows')) {
    . ([IO.Path]::Combine($PSScriptRoot, $file + '.ps1'))
}
$script:ModuleFolder = $PSScriptRoot
Export-ModuleMember -Function $script:OperationNames
