function Set-Sign { # -> plain-text-password
    param([string]$Password)
    $Password
}
function Set-Untyped { # -> plain-text-password
    param($AccessToken)
    $AccessToken
}
function Set-Old($ClientSecret) { $ClientSecret } # -> plain-text-password
function Set-Right {
    param([securestring]$Password, [pscredential[]]$Credential, [Parameter(Mandatory = $true)][Collections.IDictionary]$Secrets) # -> not-allowed
    $Password, $Credential, $Secrets
    ConvertTo-SecureString -String 'one' -AsPlainText -Force # -> plain-text-password
}
