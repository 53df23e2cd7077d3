Invoke-Expression -Command 'Get-Date' # -> evaluates-text
iex 'Get-Date' # -> evaluates-text
Add-Type -TypeDefinition 'class A {}' # -> evaluates-text
[scriptblock]::Create('Get-Date') # -> unknown-static-member, not-allowed
$ExecutionContext.InvokeCommand.InvokeScript('Get-Date') # -> unknown-member, unknown-member, not-allowed, not-allowed
