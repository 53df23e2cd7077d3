# Searching texts that others wrote: logs, events, answers, names. A search gives up after two seconds, because a text can be
# made so that an expression takes years for it. The operators -match, -replace and -split have no such limit.
# https://learn.microsoft.com/dotnet/standard/base-types/best-practices-regex#use-time-out-values

function New-Pattern {
    # An expression for IsMatch, Match, Matches, Replace and Split, the same in every culture. All are the module's own, and each
    # is made once: that takes longer than most searches with it.
    param(
        [Parameter(Mandatory = $true)][string]$Expression,
        [switch]$IgnoreCase,
        # ^ and $ at the ends of each line, not of the text.
        [switch]$EachLine
    )
    $options = [Text.RegularExpressions.RegexOptions]::CultureInvariant
    if ($IgnoreCase) { $options = $options -bor [Text.RegularExpressions.RegexOptions]::IgnoreCase }
    if ($EachLine) { $options = $options -bor [Text.RegularExpressions.RegexOptions]::Multiline }
    $made = '' + [int]$options + $Expression
    if ($null -eq $script:Patterns[$made]) {
        $script:Patterns[$made] = New-Object Text.RegularExpressions.Regex($Expression, $options, [TimeSpan]::FromSeconds(2))
    }
    $script:Patterns[$made]
}

function Test-SameText {
    # Whether a text is, letter for letter, one of these; the case counts only where it is said to. Who or what something is, is
    # decided here: -eq, -contains and the like compare as a language reads, and take "\ufb01" for "fi" and a text with a soft
    # hyphen in it for the one without. Nothing is the same as nothing.
    # https://learn.microsoft.com/dotnet/standard/base-types/best-practices-strings
    param(
        [Parameter(Mandatory = $true)][AllowNull()][AllowEmptyString()][object]$Text,
        [Parameter(Mandatory = $true)][AllowNull()][AllowEmptyString()][AllowEmptyCollection()][object[]]$As,
        [switch]$CaseSensitive
    )
    $how = [StringComparison]::OrdinalIgnoreCase
    if ($CaseSensitive) { $how = [StringComparison]::Ordinal }
    foreach ($one in $As) {
        if ($null -ne $Text -and $null -ne $one -and [string]::Equals([string]$Text, [string]$one, $how)) { return $true }
    }
    $false
}

function Read-Moment {
    # A moment, in UTC, from how it is written down: ISO 8601, as .NET's round-trip format has it.
    param([Parameter(Mandatory = $true)][string]$Text)
    [DateTime]::Parse($Text, [Globalization.CultureInfo]::InvariantCulture,
        [Globalization.DateTimeStyles]::RoundtripKind).ToUniversalTime()
}

# Unlike a table of PowerShell's own it tells cases apart.
$script:Patterns = New-Object Collections.Hashtable
