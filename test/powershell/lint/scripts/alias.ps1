@(1, 2) | % { $_ } # -> alias
@(1, 2) | ? { $_ } # -> alias
@(1, 2) | foreach { $_ } # -> alias
@(1, 2) | Where { $_ } # -> alias
foreach ($one in @(1, 2)) { $one }
gci # -> alias
curl 'address' # -> alias
