# What reaches a directory: everything that opens a connection to a domain controller.

function Open-DirectoryConnection {
    # A connection to a controller on which somebody is bound: ldap, and what sends a request on it. That is the account, or
    # without one whoever the session is. Doing.stage says what is being done: connect, secure, bind. A password goes within
    # TLS, or within Negotiate, signed and sealed.
    # https://learn.microsoft.com/dotnet/api/system.directoryservices.protocols.ldapsessionoptions
    param(
        [Parameter(Mandatory = $true)][string]$HostName,
        [Parameter(Mandatory = $true)][int]$Port,
        [Parameter(Mandatory = $true)][ValidateSet('negotiate', 'ldaps', 'startTls')][string]$Security,
        [Parameter(Mandatory = $true)][AllowNull()][object]$Account,
        [Parameter(Mandatory = $true)][int]$TimeoutMs,
        [Parameter(Mandatory = $true)][Collections.IDictionary]$Doing
    )
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $connection = Get-UnboundConnection -HostName $HostName -Port $Port
    try {
        # Nobody is bound by sending something, and nobody anywhere else.
        $connection.AutoBind = $false
        $options = $connection.SessionOptions
        $options.ProtocolVersion = 3
        $options.ReferralChasing = [DirectoryServices.Protocols.ReferralChasingOptions]::None
        $connection.Timeout = [TimeSpan]::FromMilliseconds($TimeoutMs)
        if ($Security -eq 'ldaps') { $options.SecureSocketLayer = $true }
        if ($Security -eq 'negotiate') { Enter-Sealing -Options $options }
        # Who answers at all is seen by a question that nobody has to be bound for.
        $first = New-Object DirectoryServices.Protocols.SearchRequest('', '(objectClass=*)',
            [DirectoryServices.Protocols.SearchScope]::Base, [string[]]@('1.1'))
        $types = [type[]]@([DirectoryServices.Protocols.DirectoryRequest])
        $null = Invoke-TimedCall -On $connection -Method 'SendRequest' -Types $types -Values @($first) -LeftMs $TimeoutMs
        if ($Security -eq 'startTls') {
            $Doing.stage = 'secure'
            $left = $TimeoutMs - [int]$clock.ElapsedMilliseconds
            $types = [type[]]@([DirectoryServices.Protocols.DirectoryControlCollection])
            $how = @{ On = $options; Method = 'StartTransportLayerSecurity'; Types = $types; Values = (New-Object object[] 1) }
            $null = Invoke-TimedCall @how -LeftMs $left
        }
        $Doing.stage = 'bind'
        $connection.AuthType = [DirectoryServices.Protocols.AuthType]::Negotiate
        if ($null -ne $Account) { Add-ConnectionAccount -Connection $connection -Account $Account -Security $Security }
        $left = $TimeoutMs - [int]$clock.ElapsedMilliseconds
        $null = Invoke-TimedCall -On $connection -Method 'Bind' -Types ([type[]]@()) -Values @() -LeftMs $left
        @{ connection = @{ ldap = $connection; send = { param($On, $Request, $LeftMs) Send-TimedRequest @PSBoundParameters } } }
    }
    catch {
        $connection.Dispose()
        throw
    }
}

function Get-UnboundConnection {
    # A connection to a controller, over which nothing has been sent yet.
    param([Parameter(Mandatory = $true)][string]$HostName, [Parameter(Mandatory = $true)][int]$Port)
    $protocols = 'System.DirectoryServices.Protocols, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a'
    $null = [Reflection.Assembly]::Load($protocols)
    $at = New-Object DirectoryServices.Protocols.LdapDirectoryIdentifier($HostName, $Port, $true, $false)
    New-Object DirectoryServices.Protocols.LdapConnection($at)
}

function Enter-Sealing {
    # What is sent after a bind by Negotiate is signed and sealed, or there is no bind.
    param([Parameter(Mandatory = $true)][object]$Options)
    try {
        $Options.Signing = $true
        $Options.Sealing = $true
    }
    catch { throw (ConvertTo-CodedError -Code 'Directory.unsealed' -Cause (Get-ErrorReason -Exception $_.Exception)) }
}

function Add-ConnectionAccount {
    # Who is to be bound. Within TLS the name goes as it was entered; Negotiate wants the domain apart.
    param(
        [Parameter(Mandatory = $true)][object]$Connection,
        [Parameter(Mandatory = $true)][pscredential]$Account,
        [Parameter(Mandatory = $true)][string]$Security
    )
    $user = $Account.UserName
    $domain = ''
    if ($Security -ne 'negotiate') { $Connection.AuthType = [DirectoryServices.Protocols.AuthType]::Basic }
    elseif ($user.IndexOf('\') -gt 0) {
        $domain = $user.Substring(0, $user.IndexOf('\'))
        $user = $user.Substring($user.IndexOf('\') + 1)
    }
    $Connection.Credential = New-Object Net.NetworkCredential($user, $Account.Password, $domain)
}

function Send-TimedRequest {
    # The answer to a request. Not by BeginSendRequest: in PowerShell 7, .NET looks again and again whether something has come, in
    # the end every 100 milliseconds, and each time takes few entries of those that are there.
    param(
        [Parameter(Mandatory = $true)][object]$On,
        [Parameter(Mandatory = $true)][object]$Request,
        [Parameter(Mandatory = $true)][int]$LeftMs
    )
    # That client has a limit in whole seconds, of which none is no time at all: it ends when nobody waits for it any more.
    $limit = [TimeSpan]::FromMilliseconds(1000 * [Math]::Ceiling($LeftMs / 1000) + 1000)
    $types = [type[]]@([DirectoryServices.Protocols.DirectoryRequest], [TimeSpan])
    Invoke-TimedCall -On $On -Method 'SendRequest' -Types $types -Values @($Request, $limit) -LeftMs $LeftMs
}

function Invoke-TimedCall {
    # Calls a method that waits as long as it likes, on another thread, and waits for it no longer than is left; answers what it
    # gives. A compiled expression, because there no script block can run.
    param(
        [Parameter(Mandatory = $true)][object]$On,
        [Parameter(Mandatory = $true)][string]$Method,
        [Parameter(Mandatory = $true)][AllowEmptyCollection()][type[]]$Types,
        [Parameter(Mandatory = $true)][AllowNull()][AllowEmptyCollection()][object[]]$Values,
        [Parameter(Mandatory = $true)][int]$LeftMs
    )
    $make = [Linq.Expressions.Expression]
    $given = [Linq.Expressions.Expression[]]@(for ($at = 0; $at -lt $Types.Length; $at++) {
        $make::Constant($Values[$at], $Types[$at])
    })
    $call = $make::Call($make::Constant($On), $On.GetType().GetMethod($Method, $Types), $given)
    $held = New-Object object[] 1
    if ($call.Type.Name -ne 'Void') {
        $place = $make::ArrayAccess($make::Constant($held), [Linq.Expressions.Expression[]]@($make::Constant(0)))
        $call = $make::Assign($place, $make::Convert($call, [object]))
    }
    $work = $make::Lambda([Action], $call, [Linq.Expressions.ParameterExpression[]]@()).Compile()
    $task = [Threading.Tasks.Task]::Run($work)
    if ([Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]@($task), [Math]::Max(0, $LeftMs)) -lt 0) {
        throw (ConvertTo-CodedError -Code 'Directory.silent')
    }
    if ($task.IsFaulted) { throw $task.Exception.GetBaseException() }
    $held[0]
}

function Get-ControllerSight {
    # What is seen of a controller where nobody could be bound: stage and failed, where it fails again, and the certificate that
    # is not accepted. Nobody is accepted here, and nothing is sent but the wish for TLS.
    param(
        [Parameter(Mandatory = $true)][string]$HostName,
        [Parameter(Mandatory = $true)][int]$Port,
        [Parameter(Mandatory = $true)][string]$Security,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $seen = @{ stage = 'connect'; failed = $null; certificate = $null }
    $client = New-Object Net.Sockets.TcpClient
    try {
        Wait-SightTask -Task ($client.ConnectAsync($HostName, $Port)) -Clock $clock -TimeoutMs $TimeoutMs
        if ($Security -eq 'negotiate') { return $seen }
        $seen.stage = 'secure'
        $stream = $client.GetStream()
        if ($Security -eq 'startTls') {
            # The extended request of RFC 4511 4.14.1, and whatever is answered.
            $wish = [byte[]](@(48, 29, 2, 1, 1, 119, 24, 128, 22) + [Text.Encoding]::ASCII.GetBytes('1.3.6.1.4.1.1466.20037'))
            $stream.Write($wish, 0, $wish.Length)
            $buffer = New-Object byte[] 4096
            Wait-SightTask -Task ($stream.ReadAsync($buffer, 0, $buffer.Length)) -Clock $clock -TimeoutMs $TimeoutMs
        }
        $noted = New-Object object[] 3
        $secure = New-Object Net.Security.SslStream($stream, $false, (Get-CertificateRecorder -Seen $noted -Refuse))
        $none = New-Object Security.Cryptography.X509Certificates.X509CertificateCollection
        $task = $secure.AuthenticateAsClientAsync($HostName, $none, [Security.Authentication.SslProtocols]'Tls12', $false)
        try { Wait-SightTask -Task $task -Clock $clock -TimeoutMs $TimeoutMs } catch { if ($null -eq $noted[0]) { throw } }
        if ([string]$noted[2] -ne 'None') { $seen.certificate = ConvertTo-ShownCertificate -Bytes $noted[0] }
    }
    catch { $seen.failed = $_.Exception }
    finally { $client.Close() }
    $seen
}

function Wait-SightTask {
    # Waits for a step of the second look, and for all of them no longer than that.
    param(
        [Parameter(Mandatory = $true)][Threading.Tasks.Task]$Task,
        [Parameter(Mandatory = $true)][Diagnostics.Stopwatch]$Clock,
        [Parameter(Mandatory = $true)][int]$TimeoutMs
    )
    $left = [int][Math]::Max(0, $TimeoutMs - $Clock.ElapsedMilliseconds)
    if ([Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]@($Task), $left) -lt 0) {
        throw (ConvertTo-CodedError -Code 'Directory.silent')
    }
    if ($Task.IsFaulted) { throw $Task.Exception.GetBaseException() }
}

function ConvertTo-ShownCertificate {
    # A certificate as it is told: whose, by whom, from when to when, and for which names.
    param([Parameter(Mandatory = $true)][byte[]]$Bytes)
    $certificate = New-Object Security.Cryptography.X509Certificates.X509Certificate2(, $Bytes)
    $names = @(foreach ($one in $certificate.Extensions) {
        if ($one.Oid.Value -eq '2.5.29.17') { Read-AlternativeName -Bytes $one.RawData }
    })
    $culture = [Globalization.CultureInfo]::InvariantCulture
    $form = "yyyy'-'MM'-'dd'T'HH':'mm':'ss'Z'"
    @{
        subject   = [string]$certificate.Subject
        issuer    = [string]$certificate.Issuer
        notBefore = $certificate.NotBefore.ToUniversalTime().ToString($form, $culture)
        notAfter  = $certificate.NotAfter.ToUniversalTime().ToString($form, $culture)
        names     = [string[]]$names
    }
}
