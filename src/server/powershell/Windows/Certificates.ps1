# Certificates of the computer.

function Get-CertificateList {
    # The certificates of the computer's own store whose issuer holds a text: subject and dates.
    param([Parameter(Mandatory = $true)][string]$Issuer)
    $store = New-Object Security.Cryptography.X509Certificates.X509Store('My', 'LocalMachine')
    $store.Open('ReadOnly, OpenExistingOnly')
    try {
        foreach ($one in $store.Certificates) {
            if ($one.Issuer.IndexOf($Issuer, [StringComparison]::OrdinalIgnoreCase) -ge 0) {
                @{
                    subject   = $one.Subject
                    notBefore = $one.NotBefore.ToUniversalTime().ToString('o')
                    notAfter  = $one.NotAfter.ToUniversalTime().ToString('o')
                }
            }
        }
    }
    finally { $store.Close() }
}
