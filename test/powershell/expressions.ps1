# The module's expressions, outside the practice server. First prints each as one line of JSON: { at, expression, ignoreCase,
# eachLine }, or { at, unknown } where the text does not tell it. Then reads one request a line - the same, with pieces of
# texts - and answers with the pieces of which more make it slow.
param([Parameter(Mandatory = $true)][string]$Folder)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
foreach ($file in [IO.Directory]::GetFiles($Folder, '*.ps1', 'AllDirectories')) { . $file }

# The text that a node gives, $null where it cannot be told. What is escaped has no meaning as an expression.
function Resolve-Text {
    param($Node)
    if ($Node -is [Management.Automation.Language.StringConstantExpressionAst]) { return $Node.Value }
    if ($Node -is [Management.Automation.Language.CommandExpressionAst]) { return Resolve-Text -Node $Node.Expression }
    if ($Node -is [Management.Automation.Language.ParenExpressionAst]) { return Resolve-Text -Node $Node.Pipeline.PipelineElements[0] }
    if ($Node -is [Management.Automation.Language.InvokeMemberExpressionAst] -and $Node.Extent.Text.StartsWith('[regex]::Escape(')) { return 'name' }
    if ($Node -is [Management.Automation.Language.BinaryExpressionAst]) {
        $left = Resolve-Text -Node $Node.Left
        $right = Resolve-Text -Node $Node.Right
        if ($null -eq $left -or $null -eq $right) { return $null }
        return $left + $right
    }
    if ($Node -isnot [Management.Automation.Language.VariableExpressionAst]) { return $null }
    $path = $Node.VariablePath.UserPath
    for ($outer = $Node.Parent; $null -ne $outer; $outer = $outer.Parent) {
        if ($outer -isnot [Management.Automation.Language.ScriptBlockAst]) { continue }
        $given = @($outer.FindAll({ param($one) $one -is [Management.Automation.Language.AssignmentStatementAst] -and $one.Left.Extent.Text -eq ('$' + $path) }, $true))
        if ($given.Count -eq 1) { return Resolve-Text -Node $given[0].Right }
        if ($given.Count -gt 1) { return $null }
    }
    if (-not $path.StartsWith('script:')) { return $null }
    [string](Get-Variable -Name $path.Substring(7) -ValueOnly)
}

foreach ($file in [IO.Directory]::GetFiles($Folder, '*.ps1', 'AllDirectories')) {
    $tokens = $null
    $problems = $null
    $script = [Management.Automation.Language.Parser]::ParseFile($file, [ref]$tokens, [ref]$problems)
    foreach ($call in $script.FindAll({ param($one) $one -is [Management.Automation.Language.CommandAst] -and $one.GetCommandName() -eq 'New-Pattern' }, $true)) {
        $said = @{ at = [IO.Path]::GetFileName($file) + ':' + $call.Extent.StartLineNumber; ignoreCase = $false; eachLine = $false; unknown = $call.Extent.Text }
        $elements = $call.CommandElements
        for ($at = 1; $at -lt $elements.Count; $at++) {
            if ($elements[$at] -isnot [Management.Automation.Language.CommandParameterAst]) { continue }
            if ($elements[$at].ParameterName -eq 'IgnoreCase') { $said.ignoreCase = $true }
            if ($elements[$at].ParameterName -eq 'EachLine') { $said.eachLine = $true }
            if ($elements[$at].ParameterName -ne 'Expression') { continue }
            $text = Resolve-Text -Node $elements[$at + 1]
            if ($null -ne $text) { $said.Remove('unknown'); $said.expression = $text }
        }
        [Console]::Out.WriteLine((ConvertTo-AsciiJson -Value $said))
    }
}
# Those that are made of a table.
foreach ($mask in @(Get-LogMask -HideNames $true -Domains 'CONTOSO' -Names 'ada' -Dns 'corp.contoso.com')) {
    $ignoreCase = ($mask.of.Options -band [Text.RegularExpressions.RegexOptions]::IgnoreCase) -ne 0
    [Console]::Out.WriteLine((ConvertTo-AsciiJson -Value @{ at = 'Mask.ps1'; ignoreCase = $ignoreCase; eachLine = $false; expression = $mask.of.ToString() }))
}
[Console]::Out.WriteLine('null')

# Milliseconds of the processor, whoever else is at work on this computer. An expression that takes years is given up.
$process = [Diagnostics.Process]::GetCurrentProcess()
function Measure-Search {
    param($Pattern, [string]$Piece, [int]$Length)
    # An end that fits nothing: what matched until there is tried in every other way.
    $text = (New-Object Text.StringBuilder).Insert(0, $Piece, [int][Math]::Ceiling($Length / $Piece.Length)).ToString() + [char]1
    $process.Refresh()
    $before = $process.TotalProcessorTime.TotalMilliseconds
    try { $null = $Pattern.Matches($text).Count } catch { $null = $_ }
    $process.Refresh()
    $process.TotalProcessorTime.TotalMilliseconds - $before
}

# Four times the text takes four times as long where each character is read so often at most; here up to eight times.
function Test-Slow {
    param($Pattern, [string]$Piece, [int]$Length)
    $long = Measure-Search -Pattern $Pattern -Piece $Piece -Length $Length
    $long -ge 200 -and ($long -ge 1000 -or $long -ge 8 * (Measure-Search -Pattern $Pattern -Piece $Piece -Length ($Length / 4)))
}

while ($null -ne ($line = [Console]::In.ReadLine())) {
    $request = Read-Json -Text $line
    $pattern = New-Pattern -Expression $request.expression -IgnoreCase:$request.ignoreCase -EachLine:$request.eachLine
    # Where others are at work, two seconds of the clock are little of the processor.
    $pattern = New-Object Text.RegularExpressions.Regex($request.expression, $pattern.Options, [TimeSpan]::FromSeconds(20))
    # Once more before it is said: what is compiled or collected in between counts too.
    $slow = foreach ($piece in $request.pieces) {
        if ((Test-Slow -Pattern $pattern -Piece $piece -Length $request.length) -and (Test-Slow -Pattern $pattern -Piece $piece -Length $request.length)) { $piece }
    }
    [Console]::Out.WriteLine((ConvertTo-AsciiJson -Value @{ slow = @($slow) }))
}
