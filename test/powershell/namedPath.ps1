# Asks the module's own functions, outside the practice server, what is at paths that really are there, and what quoted texts say.
param([Parameter(Mandatory = $true)][string]$Folder, [Parameter(Mandatory = $true)][string]$In)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
foreach ($file in [IO.Directory]::GetFiles($Folder, '*.ps1', 'AllDirectories')) { . $file }
$said = @{}
foreach ($name in @('file', 'folder', 'to-file', 'to-folder', 'to-nothing', 'nothing', 'nothing/deeper')) { $said[$name] = Get-PathState -Path ([IO.Path]::Combine($In, $name)) }
$moved = ''
try { Move-ToNamedFile -From ([IO.Path]::Combine($In, 'file')) -Path ([IO.Path]::Combine($In, 'to-nothing')) } catch { $moved = 'refused' }
$texts = @(foreach ($one in [IO.File]::ReadAllLines([IO.Path]::Combine($In, 'quoted.txt'))) { & ([scriptblock]::Create($one)) })
[Console]::Out.WriteLine((ConvertTo-AsciiJson -Value @{ states = $said; moved = $moved; texts = $texts }))
