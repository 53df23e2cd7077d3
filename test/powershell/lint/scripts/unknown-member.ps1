function Get-Inner {
    param([string]$Text, [Collections.ArrayList]$List)
    $Text.Replace('a', 'b', 'Ordinal') # -> unknown-member
    $Text.ReplaceLineEndings() # -> unknown-member, not-allowed
    (Get-Service -Name 'one').BinaryPathName # -> unknown-member
    $List.Add() # -> unknown-member
    $Text.Lenght # -> unknown-member
    ([IO.FileInfo]'a').LinkTarget # -> unknown-member
    [Math]::Max(1, 2).Lengthen() # -> unknown-member, not-allowed
    $Text.Replace('a', 'b')
    $Text.Length
    (Get-Service -Name 'one').StartType
    $table = @{ ownKey = 1 }
    $table.ownKey
    (Get-CimInstance -ClassName Win32_Service).PathName
}
