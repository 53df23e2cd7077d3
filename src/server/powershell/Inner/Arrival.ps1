# Bytes that come to the server from outside - a download, a file that somebody named - end in a file of a bounded size, and
# never fill the disk.

function Assert-Room {
    # Refuses more than an installer can have, and what would leave the system drive without a reserve: a full one stops a
    # domain controller. Negative where nobody said how much will come: then as much as may come is reckoned with.
    param([Parameter(Mandatory = $true)][long]$Bytes)
    if ($Bytes -gt $script:LargestInstaller) { throw (Get-TooBigError) }
    if ($Bytes -lt 0) { $Bytes = $script:LargestInstaller }
    $drive = Get-SystemDriveState
    $needMb = [Math]::Ceiling($Bytes / 1MB) + $script:ReserveMb
    if ($drive.freeMb -lt $needMb) {
        throw (ConvertTo-CodedError -Code 'NoRoom' -Params @{
            drive     = $drive.drive
            freeMb    = $drive.freeMb
            neededMb  = $needMb
            reserveMb = $script:ReserveMb
        })
    }
}

function Get-TooBigError {
    # The error for more bytes than an installer can have.
    param()
    ConvertTo-CodedError -Code 'TooBig' -Params @{ mb = ($script:LargestInstaller / 1MB) }
}

function Copy-Arriving {
    # Appends what arrives to the part, with at most five progress events a second. Answers the bytes of the part. Fails as
    # soon as there are more than an installer can have.
    param(
        [Parameter(Mandatory = $true)][IO.Stream]$From,
        [Parameter(Mandatory = $true)][string]$Part,
        [Parameter(Mandatory = $true)][long]$Have,
        # Negative where nobody said how much will come.
        [Parameter(Mandatory = $true)][long]$Total,
        # The code of what is told meanwhile: downloaded, copied.
        [Parameter(Mandatory = $true)][string]$Code
    )
    $mode = [IO.FileMode]::Create
    if ($Have -gt 0) { $mode = [IO.FileMode]::Append }
    $file = New-Object IO.FileStream($Part, $mode, [IO.FileAccess]::Write, [IO.FileShare]::Read)
    try {
        $buffer = New-Object byte[] 131072
        $next = [DateTime]::UtcNow
        while (($count = $From.Read($buffer, 0, $buffer.Length)) -gt 0) {
            if ($Have + $count -gt $script:LargestInstaller) { throw (Get-TooBigError) }
            $file.Write($buffer, 0, $count)
            $Have += $count
            if ([DateTime]::UtcNow -lt $next) { continue }
            $next = [DateTime]::UtcNow.AddMilliseconds(200)
            $percent = -1
            if ($Total -gt 0) { $percent = [int][Math]::Min(100, 100 * $Have / $Total) }
            Write-ProgressEvent -Code $Code -Params @{ mb = [Math]::Round($Have / 1MB, 1) } -Percent $percent
        }
    }
    finally { $file.Dispose() }
    $Have
}

# Ten times what the installer has had.
$script:LargestInstaller = 300MB
$script:ReserveMb = 1024
