# The stand-ins for what opens a connection to a domain controller. The module's own functions open it: they are told another
# place, that of the practice directory, and of a name that is none of its forest nothing is asked anywhere.

function Get-DirectoryPlace {
    param([string]$HostName, [int]$Port, [string]$Security)
    Send-PracticeCall -Function 'place of a controller' -Arguments @{ HostName = $HostName; Port = $Port; Security = $Security }
}

# LdapConnection.Bind by Negotiate, signed and sealed, is what Windows has. Here it is a bind within TLS: of the account that was
# entered, or as the practice server's user, whose password is no secret.
function Open-PracticeDirectory {
    param([string]$HostName, [int]$Port, [string]$Security, $Account, [int]$TimeoutMs, [Collections.IDictionary]$Doing)
    $place = Get-DirectoryPlace -HostName $HostName -Port $Port -Security $Security
    if ($place.ContainsKey('socketError')) {
        if ($null -ne $place.socketError) { throw (New-PracticeLdapError) }
        [Threading.Thread]::Sleep($TimeoutMs)
        throw (ConvertTo-CodedError -Code 'Directory.silent')
    }
    if ($null -eq $Account) {
        $word = [Security.SecureString]::new()
        foreach ($letter in 'practice'.ToCharArray()) { $word.AppendChar($letter) }
        $Account = [pscredential]::new($place.user, $word)
    }
    $script:DirectoryFingerprint = $place.fingerprint
    $real = Get-PracticeReal -Name 'Open-DirectoryConnection'
    & $real -HostName $place.host -Port $place.port -Security $place.security -Account $Account -TimeoutMs $TimeoutMs -Doing $Doing
}

# TcpClient.ConnectAsync and SslStream.AuthenticateAsClientAsync, a second look at the same place.
function Get-PracticeSight {
    param([string]$HostName, [int]$Port, [string]$Security, [int]$TimeoutMs)
    $place = Get-DirectoryPlace -HostName $HostName -Port $Port -Security $Security
    if (-not $place.ContainsKey('socketError')) {
        $real = Get-PracticeReal -Name 'Get-ControllerSight'
        return & $real -HostName $place.host -Port $place.port -Security $place.security -TimeoutMs $TimeoutMs
    }
    if ($null -ne $place.socketError) { return @{ stage = 'connect'; failed = [Net.Sockets.SocketException]::new($place.socketError); certificate = $null } }
    [Threading.Thread]::Sleep($TimeoutMs)
    @{ stage = 'connect'; failed = (ConvertTo-CodedError -Code 'Directory.silent').Exception; certificate = $null }
}

# LdapException 81, server down, where no controller answers (learn.microsoft.com, LdapException).
function New-PracticeLdapError {
    $null = [Reflection.Assembly]::Load('System.DirectoryServices.Protocols, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a')
    New-Object DirectoryServices.Protocols.LdapException(81, 'The LDAP server is unavailable.')
}

# The LDAP of Windows believes the authorities of Windows alone; of the practice directory it is shown whom to believe. OpenLDAP's
# client, which PowerShell has elsewhere, reads that from its environment: see start.ts.
function New-PracticeConnection {
    param([string]$HostName, [int]$Port)
    $real = Get-PracticeReal -Name 'Get-UnboundConnection'
    $connection = & $real -HostName $HostName -Port $Port
    if ([Environment]::OSVersion.Platform -eq [PlatformID]::Win32NT) { $connection.SessionOptions.VerifyServerCertificate = [PracticeRelay]::TrustsDirectory([DirectoryServices.Protocols.VerifyServerCertificateCallback], $script:DirectoryFingerprint) }
    $connection
}

function Get-PracticeReal {
    # A function of the module as it is.
    param([string]$Name)
    $ExecutionContext.InvokeProvider.Item.Get('function:' + $Name)[0].ScriptBlock
}
