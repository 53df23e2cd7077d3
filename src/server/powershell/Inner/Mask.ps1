# Takes out of texts what is nobody else's: tokens, passwords, addresses; by choice tenants and users too - in the forms that
# are known, which the extension shares (MaskForms.ps1). A text is looked at in parts of whole lines: an expression that does
# not get through one in time leaves out that part, and not the whole.

# In characters. A line that is longer is a part by itself.
$script:LongestMasked = 65536

function Get-LogMask {
    # The expressions with what they hide and what stands in their place, ready for use. Domains: short names, as they stand
    # before a backslash; Names: accounts without their domain; Dns: the domain of this computer, empty in a workgroup.
    param(
        [Parameter(Mandatory = $true)][bool]$HideNames,
        [AllowEmptyCollection()][string[]]$Domains = @(),
        [AllowEmptyCollection()][string[]]$Names = @(),
        [AllowEmptyString()][string]$Dns = ''
    )
    $forms = @(Get-MaskForm | Where-Object { $HideNames -or $_.hides -ne 'names' })
    if ($HideNames) {
        foreach ($domain in $Domains) {
            $forms += @{
                of    = '\b' + [regex]::Escape($domain) + '\\{1,2}[^\s\\,;:"''<>()]+'
                by    = '[user]'
                exact = $false
                hides = 'names'
            }
        }
        foreach ($name in $Names) {
            $forms += @{
                of    = '(?<![\w$-])' + [regex]::Escape($name) + '(?![\w$-])'
                by    = '[user]'
                exact = $false
                hides = 'names'
            }
        }
        if ($Dns -ne '') {
            $forms += @{
                of    = '(?<![\w-])' + [regex]::Escape($Dns) + '(?![\w-])'
                by    = '[domain]'
                exact = $false
                hides = 'names'
            }
        }
    }
    foreach ($form in $forms) {
        @{ of = (New-Pattern -Expression $form.of -IgnoreCase:(-not $form.exact)); by = $form.by; hides = $form.hides }
    }
}

function Get-PartEnd {
    # Where the part of a text that begins at From ends: after a line, and not inside of a key's lines.
    param([Parameter(Mandatory = $true)][string]$Text, [Parameter(Mandatory = $true)][int]$From)
    $least = $From + $script:LongestMasked
    if ($least -ge $Text.Length) { return $Text.Length }
    $begin = $Text.LastIndexOf('-----BEGIN ', $least, $script:LongestMasked, [StringComparison]::Ordinal)
    $closed = $Text.LastIndexOf('-----END ', $least, $script:LongestMasked, [StringComparison]::Ordinal)
    if ($begin -gt $From -and $begin -gt $closed) { return $begin }
    $end = $Text.LastIndexOf([char]10, $least, $script:LongestMasked)
    # A name may have its value on the next line: the line before goes with it.
    if ($end -gt $From) {
        $before = $Text.LastIndexOf([char]10, $end - 1, $end - $From)
        if ($before -gt $From) { $end = $before }
    }
    if ($end -lt $From) { $end = $Text.IndexOf([char]10, $least) }
    if ($end -lt 0) { return $Text.Length }
    $end + 1
}

function Edit-ByMask {
    # A text with what stands in the place of what the masks of one kind find.
    param(
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][object[]]$Mask,
        [Parameter(Mandatory = $true)][ValidateSet('secrets', 'signs', 'addresses', 'names')][string]$Hides
    )
    foreach ($one in $Mask) { if ($one.hides -eq $Hides) { $Text = $one.of.Replace($Text, $one.by) } }
    $Text
}

function Edit-Masked {
    # A text without what the masks name. Where a secret is found only among signs that are written plainly, they stay so.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text, [Parameter(Mandatory = $true)][object[]]$Mask)
    $clean = Edit-ByMask -Text $Text -Mask $Mask -Hides secrets
    $plain = Edit-ByMask -Text $clean -Mask $Mask -Hides signs
    if (-not (Test-SameText -Text $plain -As $clean -CaseSensitive)) {
        $again = Edit-ByMask -Text $plain -Mask $Mask -Hides secrets
        if (-not (Test-SameText -Text $again -As $plain -CaseSensitive)) { $clean = $again }
    }
    Edit-ByMask -Text (Edit-ByMask -Text $clean -Mask $Mask -Hides addresses) -Mask $Mask -Hides names
}

function Protect-LogText {
    # A text without what the masks name, part by part.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text, [Parameter(Mandatory = $true)][object[]]$Mask)
    $clean = New-Object Text.StringBuilder
    for ($from = 0; $from -lt $Text.Length; $from = $end) {
        $end = Get-PartEnd -Text $Text -From $from
        $part = $Text.Substring($from, $end - $from)
        try { $part = Edit-Masked -Text $part -Mask $Mask }
        catch [Text.RegularExpressions.RegexMatchTimeoutException] {
            $part = '[' + ($end - $from) + " characters that could not be masked in time]`r`n"
        }
        $null = $clean.Append($part)
    }
    $clean.ToString()
}

function Protect-LogValue {
    # A value with every text in it masked. Before it becomes JSON: what JSON writes for quotes and letters hides what they hold.
    param(
        [Parameter(Mandatory = $true)][AllowNull()][AllowEmptyString()][AllowEmptyCollection()][object]$Value,
        [Parameter(Mandatory = $true)][object[]]$Mask
    )
    if ($Value -is [string]) { return Protect-LogText -Text $Value -Mask $Mask }
    if ($null -eq $Value -or $Value -is [ValueType]) { return $Value }
    $named = $null
    if ($Value -is [Collections.IDictionary]) { $named = $Value }
    elseif ($Value -is [Management.Automation.PSCustomObject]) {
        $named = @{}
        foreach ($one in $Value.PSObject.Properties) { $named[$one.Name] = $one.Value }
    }
    if ($null -ne $named) {
        $table = @{}
        # A version looks like an address.
        foreach ($key in $named.Keys) {
            $table[$key] = if ($key -like '*version') { $named[$key] } else { Protect-LogValue -Value $named[$key] -Mask $Mask }
        }
        return $table
    }
    if ($Value -is [Collections.IEnumerable]) {
        return , @(foreach ($one in $Value) { Protect-LogValue -Value $one -Mask $Mask })
    }
    # Whatever else it is, its text is masked: nothing goes out as it came because nobody thought of its kind.
    Protect-LogText -Text ([string]$Value) -Mask $Mask
}
