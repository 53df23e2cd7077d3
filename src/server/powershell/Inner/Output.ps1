# What operations answer, as objects of types of their own. A session's other end reads tables; by hand, facts are to be read by
# people.

function ConvertTo-ShownFact {
    # A value as somebody reads it by hand: a fact as its value, or why it is not known; a table as an object; a list item by
    # item.
    param([Parameter(Mandatory = $true)][AllowNull()][object]$Value)
    if ($Value -is [Collections.IDictionary]) {
        if ($Value.Count -eq 1 -and $Value.Contains('value')) { return ConvertTo-ShownFact -Value $Value['value'] }
        if ($Value.Count -eq 1 -and $Value.Contains('unread')) {
            $reason = $Value['unread']
            if ($reason -is [Collections.IDictionary]) {
                $reason = Get-Sentence -Code ('error.' + $reason.code) -Params $reason.params
            }
            return 'not known: ' + $reason
        }
        $shown = [ordered]@{}
        foreach ($name in $Value.Keys) { $shown[[string]$name] = ConvertTo-ShownFact -Value $Value[$name] }
        return [pscustomobject]$shown
    }
    if ($Value -is [array]) { return , @(foreach ($one in $Value) { ConvertTo-ShownFact -Value $one }) }
    $Value
}

function ConvertTo-OutputObject {
    # The answer of an operation, as an object of its own type. Where nobody listens it is for somebody's eyes.
    param(
        [Parameter(Mandatory = $true)][string]$Type,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Values,
        # Leaves facts as tables, for whoever reads them in a program.
        [switch]$AsItIs
    )
    $shown = $Values
    if ($null -eq $script:Sink -and -not $AsItIs) {
        $shown = [ordered]@{}
        foreach ($name in $Values.Keys) { $shown[[string]$name] = ConvertTo-ShownFact -Value $Values[$name] }
    }
    $object = [pscustomobject]$shown
    $object.PSObject.TypeNames.Insert(0, 'CloudSync.' + $Type)
    $object
}
