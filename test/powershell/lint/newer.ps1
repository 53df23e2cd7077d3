# Finds what PowerShell 6 and 7 can read and Windows PowerShell 5.1 cannot. Where 5.1 itself runs this, its parser reports
# the same as errors. Dot-sourced by inspect.ps1.

# The name of each piece of syntax by the kind of its token.
$newerTokens = @{
    QuestionQuestion = '??'; QuestionQuestionEquals = '??='; QuestionDot = '?.'; QuestionLBracket = '?['
    AndAnd = '&&'; OrOr = '||'; Clean = 'clean'
}

function Find-NewerNode {
    param($Script)
    foreach ($node in $Script.FindAll({ $true }, $true)) {
        $text = ''
        switch ($node.GetType().Name) {
            'TernaryExpressionAst' { $text = 'ternary operator' }
            'PipelineChainAst' { $text = 'pipeline chain' }
            'PipelineAst' { if ($node.Background) { $text = 'background &' } }
            # `using` must come first in a script; a session's text begins with another file, and module kinds differ by version.
            'UsingStatementAst' { $text = 'using ' + $node.UsingStatementKind }
            # Classes are made when a text is read, before anything it loads is there.
            'TypeDefinitionAst' { $text = 'class or enum' }
            'InvokeMemberExpressionAst' { if (@($node.GenericTypeArguments | Where-Object { $null -ne $_ }).Count -gt 0) { $text = 'type arguments of a method' } }
        }
        if ($text -ne '') { @{ line = $node.Extent.StartLineNumber; text = $text } }
    }
}

function Find-Newer {
    param($Script, $Tokens)
    Find-NewerNode -Script $Script
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
