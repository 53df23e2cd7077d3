# Finds what PowerShell 6 and 7 can read and Windows PowerShell 5.1 cannot. Where 5.1 itself runs this, its parser reports
# the same as errors. Dot-sourced by inspect.ps1.

# The name of each piece of syntax by the kind of its token.
$newerTokens = @{
    QuestionQuestion = '??'; QuestionQuestionEquals = '??='; QuestionDot = '?.'; QuestionLBracket = '?['
    AndAnd = '&&'; OrOr = '||'; Clean = 'clean'
}

# What is no token but a node, by the name of its type.
$newerNodes = @{
    TernaryExpressionAst = { 'ternary operator' }
    PipelineAst = { param($node) if ($node.Background) { 'background &' } }
    # `using` must come first in a script; a session's text begins with another file, and module kinds differ by version.
    UsingStatementAst = { param($node) 'using ' + $node.UsingStatementKind }
    # Classes are made when a text is read, before anything it loads is there.
    TypeDefinitionAst = { 'class or enum' }
    InvokeMemberExpressionAst = { param($node) if (@($node.GenericTypeArguments | Where-Object { $null -ne $_ }).Count -gt 0) { 'type arguments of a method' } }
}

function Find-Newer {
    param($Nodes, $Tokens)
    foreach ($kind in $newerNodes.Keys) {
        foreach ($node in $Nodes[$kind]) {
            $text = & $newerNodes[$kind] $node
            if ($null -ne $text) { @{ line = $node.Extent.StartLineNumber; text = $text } }
        }
    }
    $lineBegins = $true
    foreach ($token in $Tokens) {
        $kind = $token.Kind.ToString()
        $text = ''
        if ($newerTokens.ContainsKey($kind)) { $text = $newerTokens[$kind] }
        # 5.1 ends the pipeline at the end of the line.
        elseif ($kind -eq 'Pipe' -and $lineBegins) { $text = '| at the beginning of a line' }
        # 5.1 knows the endings l, d and kb to pb, and hexadecimal.
        elseif ($kind -eq 'Number' -and ($token.Text -match '^[+-]?0b' -or ($token.Text -notmatch '^[+-]?0x' -and $token.Text -match '(u|y|s|n)l?([kmgtp]b)?$') -or $token.Text -match '^0x.*(u|y|s|n)l?$')) { $text = 'number ' + $token.Text }
        elseif ($kind -in @('StringExpandable', 'HereStringExpandable', 'Generic') -and $token.Text -cmatch '(?<!`)(``)*`(e|u\{)') { $text = 'escape sequence' }
        if ($text -ne '') { @{ line = $token.Extent.StartLineNumber; text = $text } }
        if ($kind -in @('NewLine', 'LineContinuation', 'Comment')) { if ($kind -eq 'NewLine') { $lineBegins = $true } }
        else { $lineBegins = $false }
    }
}
