# The same functions for use by hand and by automation: Import-Module .\CloudSyncSetup.psd1
Set-StrictMode -Version 3.0
foreach ($file in [IO.Directory]::GetFiles($PSScriptRoot, '*.ps1', 'AllDirectories')) {
    . $file
}
$script:ModuleFolder = $PSScriptRoot
