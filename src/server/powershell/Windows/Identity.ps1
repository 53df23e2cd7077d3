# Who the session is, and what Windows says of accounts.

function Get-SessionIdentity {
    # Who the session is: user with SID, elevated token, membership of Administrators (also where the token is filtered), desktop.
    param()
    $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
    $administrators = New-Object Security.Principal.SecurityIdentifier('S-1-5-32-544')
    $elevated = (New-Object Security.Principal.WindowsPrincipal($identity)).IsInRole($administrators)
    @{
        user          = [string]$identity.Name
        sid           = [string]$identity.User.Value
        elevated      = [bool]$elevated
        # A filtered token still lists the group, as one that only denies.
        administrator = [bool]($elevated -or @($identity.Claims | Where-Object { $_.Value -eq 'S-1-5-32-544' }).Count -gt 0)
        # Session 0 is that of services, and of sessions over SSH: nobody sees a window there.
        desktop       = [bool]([Environment]::UserInteractive -and [Diagnostics.Process]::GetCurrentProcess().SessionId -ne 0)
    }
}

function Test-NetworkLogon {
    # Whether the session came over the network (PowerShell remoting, SSH with a key): the group NETWORK, S-1-5-2.
    param()
    $network = New-Object Security.Principal.SecurityIdentifier('S-1-5-2')
    [bool]([Security.Principal.WindowsIdentity]::GetCurrent().Groups -contains $network)
}

function ConvertTo-AccountSid {
    # The SID of an account; an error where Windows does not know it.
    param([Parameter(Mandatory = $true)][string]$Account)
    (New-Object Security.Principal.NTAccount($Account)).Translate([Security.Principal.SecurityIdentifier]).Value
}

function ConvertFrom-AccountSid {
    # The name of a SID; $null where Windows knows none.
    param([Parameter(Mandatory = $true)][string]$Sid)
    try {
        (New-Object Security.Principal.SecurityIdentifier($Sid)).Translate([Security.Principal.NTAccount]).Value
    }
    catch {
        $null
    }
}
