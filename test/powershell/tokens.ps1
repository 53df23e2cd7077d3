# Prints what PowerShell's own tokenizer finds in scripts: for each script a line that says so, then one token a line, its kind and
# its text with the line ends in it as \n. A help text is a token, too.
param([Parameter(Mandatory = $true)][string]$Paths)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$found = foreach ($path in $Paths.Split([IO.Path]::PathSeparator)) {
    $tokens = $null
    $problems = $null
    $null = [Management.Automation.Language.Parser]::ParseFile($path, [ref]$tokens, [ref]$problems)
    if ($problems.Count -gt 0) { throw $problems[0].Message }
    'script ' + $path
    foreach ($token in $tokens) { '' + $token.Kind + ' ' + $token.Text }
}
[Console]::Out.Write(($found -join [char]0).Replace('\', '\\').Replace("`n", '\n').Replace([char]0, "`n"))
