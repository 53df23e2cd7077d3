# The names that a certificate is for, byte by byte (RFC 5280 4.2.1.6): Windows would tell them in its own language.

function Read-DerLength {
    # The length that stands at a place, and where its content begins (X.690 8.1.3).
    param([Parameter(Mandatory = $true)][byte[]]$Bytes, [Parameter(Mandatory = $true)][int]$At)
    if ($At -ge $Bytes.Length) { return @{ length = 0; from = $Bytes.Length } }
    $first = [int]$Bytes[$At]
    if ($first -lt 128) { return @{ length = $first; from = $At + 1 } }
    $length = 0
    $more = $first -band 127
    for ($turn = 1; $turn -le $more -and $turn -le 3 -and $At + $turn -lt $Bytes.Length; $turn++) {
        $length = 256 * $length + $Bytes[$At + $turn]
    }
    @{ length = $length; from = $At + 1 + $more }
}

function Read-AlternativeName {
    # The DNS names and addresses among them; of what is cut short, those that are whole.
    param([Parameter(Mandatory = $true)][AllowEmptyCollection()][byte[]]$Bytes)
    if ($Bytes.Length -eq 0) { return }
    $at = (Read-DerLength -Bytes $Bytes -At 1).from
    while ($at + 1 -lt $Bytes.Length) {
        $tag = $Bytes[$at]
        $part = Read-DerLength -Bytes $Bytes -At ($at + 1)
        $end = $part.from + $part.length
        if ($part.length -gt 0 -and $end -le $Bytes.Length) {
            $content = [byte[]]$Bytes[$part.from..($end - 1)]
            if ($tag -eq 130) { [Text.Encoding]::ASCII.GetString($content) }
            elseif ($tag -eq 135 -and ($content.Length -eq 4 -or $content.Length -eq 16)) {
                (New-Object Net.IPAddress(, $content)).ToString()
            }
        }
        $at = $end
    }
}
