# Runs the module's own readers of the policy record, outside the practice server, over a record that the test has written.
# Reads one request a line: { call, args, record, logging }; writes one answer a line.
param([Parameter(Mandatory = $true)][string]$Folder)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
foreach ($file in [IO.Directory]::GetFiles($Folder, '*.ps1', 'AllDirectories')) { . $file }
$asked = New-Object Collections.ArrayList
function Get-RegistryValue { param($Path, $Name) if ($Path -eq 'SOFTWARE\Policies\Microsoft\Windows\System' -and $Name -eq 'RSoPLogging') { $request.logging } }
function Get-CimInstance {
    param($Namespace, $ClassName, $Filter, $ErrorAction)
    $null = $asked.Add($Namespace + ' ' + $ClassName + ' ' + $Filter)
    foreach ($one in $request.record[$ClassName]) { [pscustomobject]$one }
}
while ($null -ne ($line = [Console]::In.ReadLine())) {
    $request = Read-Json -Text $line
    $arguments = $request.args
    $asked.Clear()
    $answer = Get-Fact -Read {
        switch ($request.call) {
            'Get-RightPolicy' { Get-RightPolicy @arguments }
            'Get-ServicePolicy' { , @(Get-ServicePolicy @arguments) }
            'Get-RegistryPolicy' { , @(Get-RegistryPolicy @arguments) }
        }
    }
    [Console]::Out.WriteLine((ConvertTo-AsciiJson -Value @{ answer = $answer; asked = $asked.ToArray() }))
}
