# Reads scripts with PowerShell's own parser and prints what is in them as JSON: problems, functions, commands, types.
param([Parameter(Mandatory = $true)][string]$Folder)
$verbs = @(Get-Verb | ForEach-Object { $_.Verb })
$files = foreach ($file in (Get-ChildItem -LiteralPath $Folder -Filter '*.ps*1')) {
    $tokens = $null
    $problems = $null
    $script = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$tokens, [ref]$problems)
    $all = { param($type) @($script.FindAll({ param($node) $node -is $type }.GetNewClosure(), $true)) }
    @{
        name      = $file.Name
        problems  = @($problems | ForEach-Object { '' + $_.Extent.StartLineNumber + ': ' + $_.Message })
        functions = @(& $all ([Management.Automation.Language.FunctionDefinitionAst]) | ForEach-Object {
                $block = $_.Body.ParamBlock
                @{
                    name       = $_.Name
                    verb       = $verbs -contains $_.Name.Split('-')[0]
                    synopsis   = $(if ($null -ne $_.GetHelpContent()) { [string]$_.GetHelpContent().Synopsis } else { '' })
                    binding    = $_.Body.ParamBlock.Attributes.Count -gt 0
                    parameters = @($block.Parameters | ForEach-Object { @{ name = $_.Name.VariablePath.UserPath; type = $_.StaticType.FullName } })
                    whatIf     = @($block.Attributes | Where-Object { $_.Extent.Text -match 'SupportsShouldProcess' }).Count -gt 0
                }
            })
        commands  = @(& $all ([Management.Automation.Language.CommandAst]) | Where-Object { $null -ne $_.GetCommandName() } | ForEach-Object {
                @{
                    name       = $_.GetCommandName()
                    line       = $_.Extent.StartLineNumber
                    positional = @($_.CommandElements | Select-Object -Skip 1 | Where-Object { $_ -isnot [Management.Automation.Language.CommandParameterAst] }).Count
                    parameters = @($_.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] } | ForEach-Object { $_.ParameterName })
                }
            })
        types     = @(& $all ([Management.Automation.Language.TypeExpressionAst]) | ForEach-Object { $_.TypeName.FullName })
        # Node kinds and tokens that Windows PowerShell 5.1 does not know.
        newer     = @($script.FindAll({ param($node) $node.GetType().Name -in @('TernaryExpressionAst', 'PipelineChainAst') }, $true) | ForEach-Object { '' + $_.Extent.StartLineNumber }) +
        @($tokens | Where-Object { $_.Kind.ToString() -in @('QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr', 'Clean') } | ForEach-Object { '' + $_.Extent.StartLineNumber + ': ' + $_.Text })
    }
}
ConvertTo-Json -InputObject @($files) -Depth 8 -Compress
