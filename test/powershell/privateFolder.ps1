# Runs the module's own setting of a user right, outside the practice server: programs and access lists are recorded.
param([Parameter(Mandatory = $true)][string]$Folder, [Parameter(Mandatory = $true)][string]$Temporary)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
foreach ($file in [IO.Directory]::GetFiles($Folder, '*.ps1', 'AllDirectories')) { . $file }
$made = New-Object Collections.ArrayList
$called = New-Object Collections.ArrayList
$others = @()
function Get-SessionIdentity { @{ sid = 'S-1-5-21-1' } }
function Get-FolderPath { param($Name) $null = $Name; $Temporary }
function Add-PrivateFolder {
    param($Path, $Sid, $Owner)
    $null = $Owner
    $null = [IO.Directory]::CreateDirectory($Path)
    $null = $made.Add(@{ path = $Path; sid = $Sid })
}
function Get-FolderAccess { param($Path) $null = $Path; @{ isLink = $false; owner = 'S-1-5-21-1'; allowed = @('S-1-5-18') + $others } }
function Invoke-SystemProgram {
    param($Name, $ArgumentLine)
    $files = @(foreach ($one in [IO.Directory]::GetFiles($made[$made.Count - 1].path)) { [IO.Path]::GetFileName($one) })
    $null = $called.Add(@{ line = $Name + ' ' + $ArgumentLine; files = $files })
    @{ exitCode = 3; output = '' }
}
$exitCode = Write-AccountRight -Right 'SeServiceLogonRight' -Sid @('S-1-5-80-0')
$others = @('S-1-1-0')
$refused = ''
try { $null = Write-AccountRight -Right 'SeServiceLogonRight' -Sid @('S-1-5-80-0') } catch { $refused = $_.Exception.Message }
[Console]::Out.WriteLine((ConvertTo-Json -Depth 5 -Compress -InputObject @{ exitCode = $exitCode; made = $made.ToArray(); called = $called.ToArray(); refused = $refused }))
