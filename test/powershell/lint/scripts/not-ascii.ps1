# Grüße # -> not-ascii
'plain'
'Grüße —' # -> not-ascii
