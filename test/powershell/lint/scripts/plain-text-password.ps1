function Write-Sign { # -> plain-text-password
    param([string]$Password)
    $Password
}
function Write-Untyped { # -> plain-text-password
    param($AccessToken)
    $AccessToken
}
function Write-Old($ClientSecret) { $ClientSecret } # -> plain-text-password
function Write-Right {
    param(
        [securestring]$Password, # -> not-allowed
        [pscredential[]]$Credential,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Secrets
    )
    $Password, $Credential, $Secrets
    ConvertTo-SecureString -String 'one' -AsPlainText -Force # -> plain-text-password
}
