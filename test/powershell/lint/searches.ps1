# Finds searches that nothing ends: a text can be made for which an expression takes years. The module's New-Pattern gives up
# after two seconds, and is the one way to search. Dot-sourced by inspect.ps1.
$searchOperators = @('Imatch', 'Cmatch', 'Inotmatch', 'Cnotmatch', 'Ireplace', 'Creplace', 'Isplit', 'Csplit')
$searchCommands = @('Select-String', 'ConvertFrom-String')
# Of Where-Object.
$searchParameters = @('Match', 'CMatch', 'NotMatch', 'CNotMatch')
$regexNames = @('regex', 'text.regularexpressions.regex', 'system.text.regularexpressions.regex')

function Find-Search {
    param($Script)
    foreach ($node in $Script.FindAll({ $true }, $true)) {
        $isSearch = $false
        if ($node -is [Management.Automation.Language.BinaryExpressionAst]) { $isSearch = $searchOperators -contains $node.Operator }
        elseif ($node -is [Management.Automation.Language.UnaryExpressionAst]) { $isSearch = $searchOperators -contains $node.TokenKind }
        elseif ($node -is [Management.Automation.Language.SwitchStatementAst]) { $isSearch = $node.Flags.HasFlag([Management.Automation.Language.SwitchFlags]::Regex) }
        elseif ($node -is [Management.Automation.Language.AttributeAst]) { $isSearch = $node.TypeName.FullName -match '^ValidatePattern(Attribute)?$|\.ValidatePatternAttribute$' }
        elseif ($node -is [Management.Automation.Language.TypeConstraintAst]) { $isSearch = $regexNames -contains $node.TypeName.FullName }
        elseif ($node -is [Management.Automation.Language.TypeExpressionAst]) {
            # Escape searches nothing.
            $isSearch = $regexNames -contains $node.TypeName.FullName -and -not ($node.Parent -is [Management.Automation.Language.MemberExpressionAst] -and $node.Parent.Static -and $node.Parent.Member.Value -eq 'Escape')
        }
        elseif ($node -is [Management.Automation.Language.CommandAst]) {
            $name = $node.GetCommandName()
            $isSearch = $searchCommands -contains $name
            if ($name -eq 'Where-Object') { $isSearch = @($node.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] -and $searchParameters -contains $_.ParameterName }).Count -gt 0 }
            # Expression, options and how long it may take.
            if ($name -eq 'New-Object') { $isSearch = @($node.CommandElements | Where-Object { $regexNames -contains $_.Value }).Count -gt 0 -and @(Get-ValueCount -Node $node.CommandElements[-1])[0] -ne 3 }
        }
        if ($isSearch) { @{ line = $node.Extent.StartLineNumber; text = $node.Extent.Text.Split("`n")[0] } }
    }
}
