using namespace System.IO # -> newer-syntax, not-allowed
class Server { [string]$Name } # -> newer-syntax, not-allowed
function Get-Newer {
    $flag = $true
    $names = @()
    $none = $null
    $name = $flag ? 'one' : 'two' # -> newer-syntax
    $value = $none ?? 'other' # -> newer-syntax
    $none ??= 'other' # -> newer-syntax
    ${none}?.Length # -> newer-syntax
    ${names}?[0] # -> newer-syntax
    Get-Date && Get-Date # -> newer-syntax
    Get-Date || Get-Date # -> newer-syntax
    Get-Date & # -> newer-syntax
    Get-Date
    | ForEach-Object { $_ } # -> newer-syntax
    Get-Date |
        # Two comments and an empty line between

        # are read by 5.1 as well.
        ForEach-Object { $_ }
    $mask = 0b101 # -> newer-syntax
    $small = 7uy # -> newer-syntax
    $old = 7L + 0x1F + 10kb + 1.5d + 0xffn # -> newer-syntax
    "$name `e[0m $value" # -> newer-syntax
    "`u{2713}" # -> newer-syntax
    "``e $mask $small $old"
    $names.ForEach[int]({ $_ }) # -> newer-syntax, not-allowed
}
function Get-Cleaned {
    process { Get-Date }
    clean { Get-Date } # -> newer-syntax
}
