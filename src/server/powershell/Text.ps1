# Searching texts that others wrote: logs, events, answers, names. A search gives up after two seconds, because a text can be
# made so that an expression takes years for it. The operators -match, -replace and -split have no such limit.
# https://learn.microsoft.com/dotnet/standard/base-types/best-practices-regex#use-time-out-values

function New-Pattern {
    # An expression for IsMatch, Match, Matches, Replace and Split, the same in every culture.
    param(
        [Parameter(Mandatory = $true)][string]$Expression,
        [switch]$IgnoreCase,
        # ^ and $ at the ends of each line, not of the text.
        [switch]$EachLine
    )
    $options = [Text.RegularExpressions.RegexOptions]::CultureInvariant
    if ($IgnoreCase) { $options = $options -bor [Text.RegularExpressions.RegexOptions]::IgnoreCase }
    if ($EachLine) { $options = $options -bor [Text.RegularExpressions.RegexOptions]::Multiline }
    New-Object Text.RegularExpressions.Regex($Expression, $options, [TimeSpan]::FromSeconds(2))
}

function Get-ErrorText {
    # What an error says. .NET's words for a search that gave up speak of quantifiers and back-references.
    param([Parameter(Mandatory = $true)][Exception]$Exception)
    for ($cause = $Exception; $null -ne $cause; $cause = $cause.InnerException) {
        if ($cause -is [Text.RegularExpressions.RegexMatchTimeoutException]) { return 'A text could not be searched within two seconds.' }
    }
    $Exception.Message
}
