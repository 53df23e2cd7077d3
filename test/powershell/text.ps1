# Runs the module's own searching and comparing of texts, outside the practice server, in a culture whose letters differ: a Turkish i has
# two capitals. Reads one request a line: { expression, ignoreCase, eachLine, text, as,
# caseSensitive }; writes one fact a line.
param([Parameter(Mandatory = $true)][string]$Folder)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
[Threading.Thread]::CurrentThread.CurrentCulture = [Globalization.CultureInfo]'tr-TR'
foreach ($file in [IO.Directory]::GetFiles($Folder, '*.ps1', 'AllDirectories')) { . $file }
while ($null -ne ($line = [Console]::In.ReadLine())) {
    $request = Read-Json -Text $line
    $answer = Get-Fact -Read {
        if ($null -ne $request.as) { return Test-SameText -Text $request.text -As $request.as -CaseSensitive:$request.caseSensitive }
        $pattern = New-Pattern -Expression $request.expression -IgnoreCase:$request.ignoreCase -EachLine:$request.eachLine
        , @(foreach ($match in $pattern.Matches($request.text)) { $match.Value })
    }
    [Console]::Out.WriteLine((ConvertTo-AsciiJson -Value $answer))
}
