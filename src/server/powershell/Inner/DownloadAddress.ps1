# Asking an address for a file: over https only, from one redirect to the next.

function Assert-DownloadAddress {
    # Refuses an address that is not https, or that carries a user name or a password.
    param([Parameter(Mandatory = $true)][Uri]$Url)
    if (-not $Url.IsAbsoluteUri -or $Url.Scheme -ne 'https' -or $Url.Host -eq '') {
        throw (ConvertTo-CodedError -Code 'AddressRefused.scheme')
    }
    if ($Url.UserInfo -ne '') { throw (ConvertTo-CodedError -Code 'AddressRefused.user') }
}

function Get-RecordedAddress {
    # An address as the record names it: what follows the path may be a key to the file.
    param([Parameter(Mandatory = $true)][Uri]$Url)
    $Url.GetLeftPart([UriPartial]::Path)
}

function Initialize-DownloadRequest {
    # One request. The validator ties a continued download to the same file.
    param(
        [Parameter(Mandatory = $true)][Uri]$Url,
        [Parameter(Mandatory = $true)][long]$From,
        [Parameter(Mandatory = $true)][AllowEmptyString()][string]$Validator,
        [Parameter(Mandatory = $true)][bool]$OnlyHead
    )
    $enabled = [Net.ServicePointManager]::SecurityProtocol
    [Net.ServicePointManager]::SecurityProtocol = $enabled -bor [Net.SecurityProtocolType]::Tls12
    $request = [Net.WebRequest]::CreateHttp($Url)
    # .NET Framework would follow from https to http.
    $request.AllowAutoRedirect = $false
    if ($OnlyHead) { $request.Method = 'HEAD' }
    $request.Timeout = 60000
    $request.ReadWriteTimeout = 60000
    $request.UserAgent = 'Cloud-Sync-Agent-Setup'
    if ($null -ne $request.Proxy) { $request.Proxy.Credentials = [Net.CredentialCache]::DefaultCredentials }
    if ($From -gt 0) {
        $request.AddRange($From)
        $request.Headers.Set('If-Range', $Validator)
    }
    $request
}

function Open-Download {
    # Asks for an address from an offset on, and goes where it sends; answers the response, whose ResponseUri says who gave it.
    param([Parameter(Mandatory = $true)][Uri]$Url, [long]$From = 0, [string]$Validator = '', [bool]$OnlyHead = $false)
    $address = $Url
    for ($hop = 0; $hop -le $script:MostRedirects; $hop++) {
        Assert-DownloadAddress -Url $address
        $response = (Initialize-DownloadRequest -Url $address -From $From -Validator $Validator -OnlyHead $OnlyHead).GetResponse()
        $status = [int]$response.StatusCode
        if ($status -in @(200, 206)) { return $response }
        $location = [string]$response.Headers['Location']
        $response.Close()
        $next = $null
        if ($location -eq '' -or $status -notin @(301, 302, 303, 307, 308) -or
            -not [Uri]::TryCreate($address, $location, [ref]$next)) {
            throw (ConvertTo-CodedError -Code 'DownloadStopped.noFile' -Params @{ host = $address.Host; status = $status })
        }
        $address = $next
    }
    throw (ConvertTo-CodedError -Code 'AddressRefused.redirects' -Params @{ times = $script:MostRedirects; host = $address.Host })
}

$script:MostRedirects = 5
