function Check-Server { 'known' } # -> unapproved-verb
# Approved since PowerShell 6 only.
function Build-Server { 'made' } # -> unapproved-verb
function Server { 'no verb' } # -> unapproved-verb
function Test-Server { 'tested' }
