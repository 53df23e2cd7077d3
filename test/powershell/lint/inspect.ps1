# Reads scripts with PowerShell's own parser and prints what is in them as JSON. It judges nothing: the rules do.
param([Parameter(Mandatory = $true)][string]$Paths)
. ([IO.Path]::Combine($PSScriptRoot, 'newer.ps1'))
. ([IO.Path]::Combine($PSScriptRoot, 'searches.ps1'))
# The list by which the practice server reads the module before it runs it.
$server = [IO.Path]::Combine($PSScriptRoot, '..', '..', '..', 'lab', 'server')
. ([IO.Path]::Combine($server, 'Examine.ps1'))
$mayUse = Read-MayUse -Path ([IO.Path]::Combine($server, 'mayUse.json'))
$mayUseForWindows = Read-MayUse -Path ([IO.Path]::Combine($server, 'mayUse.json')) -ForWindows
# PowerShell 6 approved two verbs more.
$verbs = @(Get-Verb | ForEach-Object { $_.Verb } | Where-Object { $_ -notin @('Build', 'Deploy') })
# A type's name as it is written, and those inside its brackets.
function Get-TypeUse {
    param($Name, [string]$Use, [int]$Line)
    if ($Name -is [Management.Automation.Language.ArrayTypeName]) { Get-TypeUse -Name $Name.ElementType -Use $Use -Line $Line; return }
    if ($Name -is [Management.Automation.Language.GenericTypeName]) {
        foreach ($argument in $Name.GenericArguments) { Get-TypeUse -Name $argument -Use $Use -Line $Line }
        @{ name = $Name.TypeName.FullName; arity = $Name.GenericArguments.Count; use = $Use; line = $Line }
        return
    }
    @{ name = $Name.FullName; arity = 0; use = $Use; line = $Line }
}

# How many values an argument list gives; $null where that cannot be told from the text.
function Get-ValueCount {
    param($Node)
    if ($Node -is [Management.Automation.Language.ArrayLiteralAst]) { return $Node.Elements.Count }
    if ($Node -is [Management.Automation.Language.ArrayExpressionAst]) { return $null }
    if ($Node -is [Management.Automation.Language.ParenExpressionAst] -and $Node.Pipeline.PipelineElements.Count -eq 1) {
        $inner = $Node.Pipeline.PipelineElements[0]
        if ($inner -is [Management.Automation.Language.CommandExpressionAst]) { return Get-ValueCount -Node $inner.Expression }
    }
    1
}

# The literal text that a value begins with; $null where that cannot be told from the text.
function Get-LeadingText {
    param($Node)
    if ($Node -is [Management.Automation.Language.StringConstantExpressionAst]) { return $Node.Value }
    if ($Node -is [Management.Automation.Language.BinaryExpressionAst]) { return Get-LeadingText -Node $Node.Left }
    if ($Node -is [Management.Automation.Language.ParenExpressionAst]) { return Get-LeadingText -Node $Node.Pipeline.PipelineElements[0].Expression }
}

function Get-CommandUse {
    param($Node)
    $parameters = @()
    $values = @()
    $positional = 0
    $elements = @($Node.CommandElements | Select-Object -Skip 1)
    for ($at = 0; $at -lt $elements.Count; $at++) {
        $one = $elements[$at]
        if ($one -is [Management.Automation.Language.CommandParameterAst]) {
            $value = $one.Argument
            $next = $elements[$at + 1]
            # What follows may be its value or, after a switch, a positional argument: taken for its value.
            if ($null -eq $value -and $null -ne $next -and $next -isnot [Management.Automation.Language.CommandParameterAst]) { $value = $next; $at++ }
            $parameters += $one.ParameterName
            $values += @{ parameter = $one.ParameterName; node = $value }
        }
        elseif ($one -is [Management.Automation.Language.VariableExpressionAst] -and $one.Splatted) { continue }
        else { $positional++; $values += @{ parameter = ''; node = $one } }
    }
    $made = $null
    if ($Node.GetCommandName() -eq 'New-Object') {
        $type = @($values | Where-Object { $_.parameter -in @('TypeName', '') })[0]
        $list = @($values | Where-Object { $_.parameter -in @('ArgumentList', '') -and $_ -ne $type })[0]
        $text = [string]$type.node.Value
        if ($text -ne '') {
            $tokens = $null
            $problems = $null
            $parsed = [Management.Automation.Language.Parser]::ParseInput('[' + $text + ']', [ref]$tokens, [ref]$problems)
            $expression = $parsed.Find({ param($node) $node -is [Management.Automation.Language.TypeExpressionAst] }, $true)
            $made = @{
                types   = @(Get-TypeUse -Name $expression.TypeName -Use 'new' -Line $Node.Extent.StartLineNumber)
                isArray = $expression.TypeName -is [Management.Automation.Language.ArrayTypeName]
                count   = $(if ($null -eq $list) { 0 } else { Get-ValueCount -Node $list.node })
            }
        }
    }
    @{
        # $null where the name is only known when it runs.
        name = $Node.GetCommandName(); line = $Node.Extent.StartLineNumber; text = $Node.CommandElements[0].Extent.Text
        parameters = $parameters; positional = $positional; made = $made
        given = @($values | Where-Object { $_.parameter -ne '' } | ForEach-Object { @{ parameter = $_.parameter; text = Get-LeadingText -Node $_.node } })
    }
}

# The type of an object, where the text tells: a typed parameter keeps its type, whatever it is given later.
function Get-TypeOf {
    param($Node)
    if ($Node -is [Management.Automation.Language.ConvertExpressionAst]) { return $Node.Type.TypeName }
    if ($Node -isnot [Management.Automation.Language.VariableExpressionAst]) { return }
    for ($outer = $Node.Parent; $null -ne $outer; $outer = $outer.Parent) {
        if ($outer -isnot [Management.Automation.Language.ScriptBlockAst]) { continue }
        foreach ($parameter in $outer.ParamBlock.Parameters) {
            if ($parameter.Name.VariablePath.UserPath -ne $Node.VariablePath.UserPath) { continue }
            return @($parameter.Attributes | Where-Object { $_ -is [Management.Automation.Language.TypeConstraintAst] } | ForEach-Object { $_.TypeName })[0]
        }
    }
}

function Get-MemberUse {
    param($Node)
    $isCall = $Node -is [Management.Automation.Language.InvokeMemberExpressionAst]
    $type = @()
    $from = $Node.Expression
    if ($from -is [Management.Automation.Language.VariableExpressionAst]) { $from = $typeVariables[$from.VariablePath.UserPath] }
    if ($from -is [Management.Automation.Language.TypeExpressionAst]) { $type = @(Get-TypeUse -Name $from.TypeName -Use 'static' -Line 0)[-1] }
    @{
        line = $Node.Extent.StartLineNumber; text = $Node.Extent.Text; static = $Node.Static
        # $null where the name is only known when it runs.
        name = $(if ($Node.Member -is [Management.Automation.Language.StringConstantExpressionAst]) { $Node.Member.Value })
        # -1 for a value, else how many arguments a call gives.
        count = $(if ($isCall) { @($Node.Arguments | Where-Object { $null -ne $_ }).Count } else { -1 })
        on = @($type | Where-Object { $Node.Static })
        # The members of a list are those of its items.
        of = @(Get-TypeOf -Node $Node.Expression | Where-Object { $null -ne $_ -and $_ -isnot [Management.Automation.Language.ArrayTypeName] } | ForEach-Object { @(Get-TypeUse -Name $_ -Use 'type' -Line 0)[-1] })
    }
}

# What a function emits where the text tells its type: as the analyzer's PSUseOutputTypeCorrectly, of advanced functions only.
function Get-Emitted {
    param($Node)
    $found = $Node.Body.FindAll({
            param($one)
            $one -is [Management.Automation.Language.PipelineAst] -or $one -is [Management.Automation.Language.ReturnStatementAst]
        }, $true)
    foreach ($one in $found) {
        $pipeline = $one
        if ($one -is [Management.Automation.Language.ReturnStatementAst]) { $pipeline = $one.Pipeline }
        elseif ($one.Parent -isnot [Management.Automation.Language.NamedBlockAst] -and $one.Parent -isnot [Management.Automation.Language.StatementBlockAst]) { continue }
        if ($null -eq $pipeline -or $pipeline -isnot [Management.Automation.Language.PipelineAst] -or $pipeline.PipelineElements.Count -ne 1) { continue }
        # What stands in a block of its own, an expression or another function is that one's.
        $isOwn = $true
        for ($outer = $pipeline.Parent; $outer -ne $Node.Body; $outer = $outer.Parent) {
            if ($outer -is [Management.Automation.Language.ScriptBlockExpressionAst] -or $outer -is [Management.Automation.Language.FunctionDefinitionAst] -or $outer -is [Management.Automation.Language.SubExpressionAst] -or
                $outer -is [Management.Automation.Language.ArrayExpressionAst] -or $outer -is [Management.Automation.Language.ParenExpressionAst] -or $outer -is [Management.Automation.Language.AssignmentStatementAst] -or $outer -is [Management.Automation.Language.HashtableAst]) { $isOwn = $false }
        }
        $expression = $pipeline.PipelineElements[0].Expression
        if (-not $isOwn -or $null -eq $expression) { continue }
        $type = ''
        if ($expression -is [Management.Automation.Language.HashtableAst]) { $type = 'System.Collections.Hashtable' }
        elseif ($expression -is [Management.Automation.Language.StringConstantExpressionAst] -or $expression -is [Management.Automation.Language.ExpandableStringExpressionAst]) { $type = 'System.String' }
        elseif ($expression -is [Management.Automation.Language.ArrayExpressionAst] -or $expression -is [Management.Automation.Language.ArrayLiteralAst]) { $type = 'System.Object[]' }
        elseif ($expression -is [Management.Automation.Language.ConstantExpressionAst] -or $expression -is [Management.Automation.Language.ConvertExpressionAst]) { $type = $expression.StaticType.FullName }
        if ($type -ne '') { @{ type = $type; line = $pipeline.Extent.StartLineNumber } }
    }
}

# The parameters that nothing in a body names.
function Get-UnusedParameter {
    param($Parameters, $Body)
    $named = @($Body.FindAll({ param($one) $one -is [Management.Automation.Language.VariableExpressionAst] }, $true) | Where-Object { $_.Parent -isnot [Management.Automation.Language.ParameterAst] } | ForEach-Object { $_.VariablePath.UserPath })
    if ($named -contains 'PSBoundParameters') { return }
    foreach ($one in $Parameters) { if ($named -notcontains $one.Name.VariablePath.UserPath) { $one.Name.VariablePath.UserPath } }
}

function Get-FunctionUse {
    param($Node)
    $block = $Node.Body.ParamBlock
    $help = $Node.GetHelpContent()
    @{
        name = $Node.Name; line = $Node.Extent.StartLineNumber
        verb = $verbs -contains $Node.Name.Split('-')[0]
        synopsis = $(if ($null -ne $help) { ([string]$help.Synopsis).Trim() } else { '' })
        binding = @($block.Attributes | Where-Object { $_.TypeName.FullName -eq 'CmdletBinding' }).Count -gt 0
        emits = @(Get-Emitted -Node $Node)
        declares = @($block.Attributes | Where-Object { $_.TypeName.FullName -eq 'OutputType' } | ForEach-Object { $_.PositionalArguments } | ForEach-Object { if ($_ -is [Management.Automation.Language.TypeExpressionAst]) { $_.TypeName.GetReflectionType().FullName } else { [string]$_.Value } })
        unused = @(Get-UnusedParameter -Parameters @(@($Node.Parameters) + @($block.Parameters) | Where-Object { $null -ne $_ }) -Body $Node.Body)
        whatIf = @($block.Attributes | Where-Object { $_.Extent.Text -match 'SupportsShouldProcess' }).Count -gt 0
        parameters = @(@($Node.Parameters) + @($block.Parameters) | Where-Object { $null -ne $_ } | ForEach-Object { @{ name = $_.Name.VariablePath.UserPath; type = $_.StaticType.FullName; allowed = @($_.Attributes | Where-Object { $_.TypeName.FullName -eq 'ValidateSet' } | ForEach-Object { $_.PositionalArguments } | ForEach-Object { [string]$_.Value }) } })
    }
}

$files = foreach ($path in $Paths.Split([IO.Path]::PathSeparator)) {
    $tokens = $null
    $problems = $null
    $script = [Management.Automation.Language.Parser]::ParseFile($path, [ref]$tokens, [ref]$problems)
    # Nodes by the name of their type; of these there may be none.
    $all = @{}
    foreach ($kind in @('FunctionDefinition', 'Command', 'TypeExpression', 'TypeConstraint', 'Attribute', 'MemberExpression', 'InvokeMemberExpression', 'VariableExpression', 'Hashtable', 'AssignmentStatement', 'StringConstantExpression', 'ScriptBlockExpression')) { $all[$kind + 'Ast'] = @() }
    foreach ($node in $script.FindAll({ $true }, $true)) { $all[$node.GetType().Name] += @($node) }
    # Variables that hold a type wherever they are given something: $type = [Some.Type]
    $typeVariables = @{}
    foreach ($node in $all.AssignmentStatementAst) {
        $name = $node.Left.VariablePath.UserPath
        if ($null -eq $name) { continue }
        $type = $node.Right.Expression
        if ($typeVariables.ContainsKey($name) -or $type -isnot [Management.Automation.Language.TypeExpressionAst]) { $type = $null }
        $typeVariables[$name] = $type
    }
    @{
        problems   = @($problems | ForEach-Object { @{ line = $_.Extent.StartLineNumber; text = $_.Message } })
        searches   = @(Find-Search -Script $script)
        refused    = @(Find-NotAllowed -Script $script -List $(if ([IO.Path]::GetFileName([IO.Path]::GetDirectoryName($path)) -eq 'Windows') { $mayUseForWindows } else { $mayUse }))
        newer      = @(Find-Newer -Nodes $all -Tokens $tokens)
        functions  = @($all.FunctionDefinitionAst | ForEach-Object { Get-FunctionUse -Node $_ })
        commands   = @($all.CommandAst | ForEach-Object { Get-CommandUse -Node $_ })
        types      = @($all.TypeExpressionAst + $all.TypeConstraintAst | ForEach-Object { Get-TypeUse -Name $_.TypeName -Use 'type' -Line $_.Extent.StartLineNumber })
        attributes = @($all.AttributeAst | ForEach-Object {
                @{ name = $_.TypeName.FullName; line = $_.Extent.StartLineNumber; named = @($_.NamedArguments | ForEach-Object { $_.ArgumentName }) }
            })
        members    = @($all.MemberExpressionAst + $all.InvokeMemberExpressionAst | ForEach-Object { Get-MemberUse -Node $_ })
        unused     = @($all.ScriptBlockExpressionAst | Where-Object { $null -ne $_.ScriptBlock.ParamBlock } | ForEach-Object { $line = $_.Extent.StartLineNumber; Get-UnusedParameter -Parameters $_.ScriptBlock.ParamBlock.Parameters -Body $_.ScriptBlock | ForEach-Object { @{ text = $_; line = $line } } })
        texts      = @($all.StringConstantExpressionAst | ForEach-Object { @{ text = $_.Value; line = $_.Extent.StartLineNumber } })
        variables  = @($all.VariableExpressionAst | ForEach-Object { @{ name = $_.VariablePath.UserPath; line = $_.Extent.StartLineNumber } })
        keys       = @($all.HashtableAst | ForEach-Object { $_.KeyValuePairs } | ForEach-Object { $_.Item1.Value } | Where-Object { $_ -is [string] })
    }
}
ConvertTo-Json -InputObject @($files) -Depth 8 -Compress
