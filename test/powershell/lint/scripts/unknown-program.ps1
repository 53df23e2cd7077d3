function Invoke-SystemProgram {
    param([string]$Name, [string]$ArgumentLine, [int]$TimeoutMs)
    $Name + $ArgumentLine + $TimeoutMs
}
$one = 'secedit.exe'
$file = 'C:\one.inf'
Invoke-SystemProgram -Name 'sc.exe' -ArgumentLine ('qmanagedaccount ' + $one)
Invoke-SystemProgram -Name 'secedit.exe' -ArgumentLine ('/export /areas USER_RIGHTS /cfg "' + $file + '"') -TimeoutMs 5
Invoke-SystemProgram -Name 'sc.exe' -ArgumentLine ('delete ' + $one) # -> unknown-program
Invoke-SystemProgram -Name 'sc.exe' -ArgumentLine $one # -> unknown-program
Invoke-SystemProgram -Name $one -ArgumentLine '/export' # -> unknown-program
Invoke-SystemProgram -Name 'netsh.exe' -ArgumentLine 'winhttp show proxy' # -> unknown-program, unknown-program
$two = [IO.Path]::Combine([IO.Path]::GetDirectoryName('a'), 'certutil.exe') # -> unknown-program
$three = 'run.cmd' # -> unknown-program
$four = 'The program sc.exe ended.'
$five = 'AADConnectProvisioningAgentWizard.exe'
$two + $three + $four + $five
