function Find-Endless {
    param([ValidatePattern('^a$')][string]$Text, [string[]]$Others) # -> endless-search
    $Text -match 'a' # -> endless-search
    $Text -cnotmatch 'a' # -> endless-search
    $Text -replace 'a', 'b' # -> endless-search
    $Text -split 'a' # -> endless-search
    -split $Text # -> endless-search
    switch -Regex ($Text) { 'a' { 'one' } } # -> endless-search
    [regex]::Matches($Text, 'a') # -> endless-search, not-allowed
    ([regex]'a').IsMatch($Text) # -> endless-search
    New-Object Text.RegularExpressions.Regex('a') # -> endless-search
    Select-String -InputObject $Text -Pattern 'a' # -> endless-search
    $Others | Where-Object -Property Length -Match 'a' # -> endless-search, not-allowed
    # Neither text nor wildcard is an expression, and this one ends.
    $Text.Split(',')
    $Text -like 'a*'
    [regex]::Escape($Text)
    New-Object Text.RegularExpressions.Regex('a', [Text.RegularExpressions.RegexOptions]::IgnoreCase, [TimeSpan]::FromSeconds(2))
}
