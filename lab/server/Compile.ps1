# Compiles what host.ps1 loads, with the compiler of the PowerShell that it is to run in.
param(
    [Parameter(Mandatory = $true)][string]$Source,
    [Parameter(Mandatory = $true)][string]$Into
)
$ErrorActionPreference = 'Stop'
$more = @{}
# PowerShell 7 knows the assemblies of .NET by itself.
if ($PSVersionTable.PSVersion.Major -lt 6) { $more.ReferencedAssemblies = @('System.Xml', 'System.Runtime.Serialization') }
Add-Type -Path $Source -OutputAssembly $Into -OutputType Library @more
