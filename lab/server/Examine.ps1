# Reads scripts before they run, with PowerShell's own parser: what they name of .NET and how they run commands. A list says
# what the module may use (mayUse.json); a type, a member or a method that is not on it is refused, whatever it does.
# Dot-sourced by host.ps1 for what a session is given, and by the lint for the module's files.

# What leads from an object of PowerShell's to its engine, and from there to any command; and from a type to reflection.
$engineMembers = New-Object 'Collections.Generic.HashSet[string]' ([string[]]@(
        'Assembly', 'Ast', 'Context', 'Engine', 'ImplementingType', 'InvokeCommand', 'InvokeProvider', 'Methods', 'Module', 'Runspace', 'ScriptBlock', 'SessionStateProxy', 'UnderlyingSystemType'
    )), ([StringComparer]::OrdinalIgnoreCase)

# What calls a member by its name as a text: none of them is a name that can be looked up on the list.
$byTextParameters = New-Object 'Collections.Generic.HashSet[string]' ([string[]]@('MemberName', 'ComObject', 'Property')), ([StringComparer]::OrdinalIgnoreCase)

function Get-TypeKey {
    # A type's name as the list has it: without System, in lower case, with the number of types in its brackets.
    param($Name)
    if ($Name -is [Management.Automation.Language.ArrayTypeName]) { return Get-TypeKey -Name $Name.ElementType }
    $full = $Name.FullName
    if ($Name -is [Management.Automation.Language.GenericTypeName]) { $full = $Name.TypeName.FullName + '`' + $Name.GenericArguments.Count }
    $full = $full.ToLowerInvariant()
    if ($full.StartsWith('system.')) { return $full.Substring(7) }
    $full
}

function Read-MayUse {
    # The list, ready to be looked up: type to its members, and the methods of objects; with what only the folder Windows may use too.
    param([string]$Path, [switch]$ForWindows)
    $all = ConvertFrom-Json -InputObject ([IO.File]::ReadAllText($Path))
    $parts = @($all.everywhere)
    if ($ForWindows) { $parts += $all.windows }
    $types = New-Object 'Collections.Generic.Dictionary[string,object]' ([StringComparer]::OrdinalIgnoreCase)
    $methods = New-Object 'Collections.Generic.HashSet[string]' ([StringComparer]::OrdinalIgnoreCase)
    foreach ($part in $parts) {
        foreach ($type in $part.types.PSObject.Properties) {
            if (-not $types.ContainsKey($type.Name)) { $types[$type.Name] = New-Object 'Collections.Generic.HashSet[string]' ([StringComparer]::OrdinalIgnoreCase) }
            foreach ($member in $type.Value) { $null = $types[$type.Name].Add($member) }
        }
        foreach ($method in $part.methods) { $null = $methods.Add($method) }
    }
    # A type may be kept in a variable, [Some.Type] as a value, by the folder Windows only.
    @{ types = $types; methods = $methods; forWindows = [bool]$ForWindows }
}

function Find-NotAllowed {
    # What of a script is not on the list, each as { line, text }. The bodies of the functions to be skipped do not count.
    param($Script, $List, $Skip = $null)
    $types = $List.types
    $methods = $List.methods
    $engine = $engineMembers
    $nodes = $Script.FindAll({
            param($node)
            $node -is [Management.Automation.Language.TypeExpressionAst] -or $node -is [Management.Automation.Language.TypeConstraintAst] -or $node -is [Management.Automation.Language.MemberExpressionAst] -or
            $node -is [Management.Automation.Language.CommandAst] -or $node -is [Management.Automation.Language.FileRedirectionAst] -or $node -is [Management.Automation.Language.UsingStatementAst] -or
            $node -is [Management.Automation.Language.TypeDefinitionAst] -or $node -is [Management.Automation.Language.ConfigurationDefinitionAst] -or $node -is [Management.Automation.Language.DynamicKeywordStatementAst] -or
            ($node -is [Management.Automation.Language.VariableExpressionAst] -and $node.VariablePath.IsDriveQualified) -or
            ($node -is [Management.Automation.Language.BinaryExpressionAst] -and $node.Operator -eq 'As' -and $node.Right -isnot [Management.Automation.Language.TypeExpressionAst])
        }, $true)
    foreach ($node in $nodes) {
        $isSkipped = $false
        if ($null -ne $Skip) {
            for ($outer = $node.Parent; $null -ne $outer; $outer = $outer.Parent) {
                if ($outer -is [Management.Automation.Language.FunctionDefinitionAst] -and $Skip.Contains($outer.Name)) { $isSkipped = $true; break }
            }
        }
        if ($isSkipped) { continue }
        $said = ''
        if ($node -is [Management.Automation.Language.TypeExpressionAst] -or $node -is [Management.Automation.Language.TypeConstraintAst]) {
            $inner = @($node.TypeName)
            if ($node.TypeName -is [Management.Automation.Language.GenericTypeName]) { $inner += $node.TypeName.GenericArguments }
            foreach ($name in $inner) { if (-not $types.ContainsKey((Get-TypeKey -Name $name))) { $said = '[' + $name.FullName + ']' } }
        }
        elseif ($node -is [Management.Automation.Language.MemberExpressionAst]) {
            $isCall = $node -is [Management.Automation.Language.InvokeMemberExpressionAst]
            $isNamed = $node.Member -is [Management.Automation.Language.StringConstantExpressionAst]
            if ($node.Static) {
                if ($node.Expression -isnot [Management.Automation.Language.TypeExpressionAst]) { if (-not $List.forWindows) { $said = $node.Extent.Text } }
                else {
                    $known = $types[(Get-TypeKey -Name $node.Expression.TypeName)]
                    if ($null -ne $known -and (-not $isNamed -or -not $known.Contains($node.Member.Value))) { $said = $node.Expression.Extent.Text + '::' + $node.Member.Extent.Text }
                }
            }
            elseif ($isCall -and (-not $isNamed -or -not $methods.Contains($node.Member.Value))) { $said = '.' + $node.Member.Extent.Text + '()' }
            elseif ($isNamed -and $engine.Contains($node.Member.Value)) { $said = '.' + $node.Member.Value }
        }
        elseif ($node -is [Management.Automation.Language.CommandAst]) {
            $name = $node.GetCommandName()
            if ($name -in @('New-Object', 'ForEach-Object', 'Where-Object')) { $said = Find-InCommand -Command $node -Name $name -Types $types }
        }
        elseif ($node -is [Management.Automation.Language.FileRedirectionAst]) { if ($node.Location.Extent.Text -ne '$null') { $said = $node.Extent.Text } }
        else { $said = $node.Extent.Text.Split("`n")[0] }
        if ($said -ne '') { @{ line = $node.Extent.StartLineNumber; text = $said } }
    }
}

function Find-InCommand {
    # Of New-Object the type, which is written there and on the list; of what goes through a pipeline a block, no member's name.
    param($Command, [string]$Name, $Types)
    foreach ($element in $Command.CommandElements) {
        if ($element -is [Management.Automation.Language.CommandParameterAst] -and $byTextParameters.Contains($element.ParameterName)) { return $Name + ' ' + $element.Extent.Text }
        if ($element -is [Management.Automation.Language.VariableExpressionAst] -and $element.Splatted) { return $Name + ' ' + $element.Extent.Text }
    }
    if ($Command.CommandElements.Count -lt 2) { return '' }
    $first = $Command.CommandElements[1]
    if ($Name -ne 'New-Object') {
        if ($first -is [Management.Automation.Language.ScriptBlockExpressionAst]) { return '' }
        return $Name + ' ' + $first.Extent.Text
    }
    if ($first -is [Management.Automation.Language.CommandParameterAst] -and $first.ParameterName -eq 'TypeName') { $first = $Command.CommandElements[2] }
    if ($first -isnot [Management.Automation.Language.StringConstantExpressionAst]) { return 'New-Object ' + $first.Extent.Text }
    $tokens = $null
    $problems = $null
    $type = [Management.Automation.Language.Parser]::ParseInput('[' + $first.Value + ']', [ref]$tokens, [ref]$problems).Find({ param($node) $node -is [Management.Automation.Language.TypeExpressionAst] }, $true)
    if ($null -eq $type) { return 'New-Object ' + $first.Value }
    $known = $null
    if (-not $Types.TryGetValue((Get-TypeKey -Name $type.TypeName), [ref]$known) -or -not $known.Contains('new')) { return 'New-Object ' + $first.Value }
    ''
}
