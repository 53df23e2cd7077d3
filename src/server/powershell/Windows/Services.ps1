# Services: how they are doing, start mode, stop and start, and whether Windows manages their account.

function Get-ServiceState {
    # Name, display name, state, start mode and account as Win32_Service says them; $null where there is no such service.
    param([Parameter(Mandatory = $true)][string]$Name)
    $service = Get-CimInstance -ClassName Win32_Service -Filter ("Name='" + $Name.Replace('\', '\\').Replace("'", "\'") +
        "'") -ErrorAction Stop
    if ($null -eq $service) { return $null }
    @{
        name        = [string]$service.Name
        displayName = [string]$service.DisplayName
        state       = [string]$service.State
        startMode   = [string]$service.StartMode
        account     = [string]$service.StartName
    }
}

function Get-ServiceStart {
    # When the process of a service started; $null where it does not run.
    param([Parameter(Mandatory = $true)][string]$Name)
    $service = Get-CimInstance -ClassName Win32_Service -Filter ("Name='" + $Name.Replace('\', '\\').Replace("'", "\'") +
        "'") -ErrorAction Stop
    if ($null -eq $service -or [int]$service.ProcessId -eq 0) { return $null }
    [Diagnostics.Process]::GetProcessById([int]$service.ProcessId).StartTime.ToUniversalTime().ToString('o')
}

function Write-ServiceStartMode {
    # Automatic, Manual or Disabled.
    param([Parameter(Mandatory = $true)][string]$Name, [Parameter(Mandatory = $true)][string]$StartMode)
    Set-Service -Name $Name -StartupType $StartMode -ErrorAction Stop
}

function Invoke-ServiceStop {
    # Asks a running service to stop, and does not wait until it has.
    param([Parameter(Mandatory = $true)][string]$Name)
    (Get-Service -Name $Name -ErrorAction Stop).Stop()
}

function Invoke-ServiceStart {
    # Asks a stopped service to start, and does not wait until it runs. Start-Service would wait as long as it is starting.
    param([Parameter(Mandatory = $true)][string]$Name)
    (Get-Service -Name $Name -ErrorAction Stop).Start()
}

function Get-ManagedAccountFlag {
    # Whether Windows takes a service's account for a managed one, as sc.exe qmanagedaccount says. Only the last word of
    # its line is looked at: what stands before the colon is written in more than one way.
    param([Parameter(Mandatory = $true)][string]$Service)
    $done = Invoke-SystemProgram -Name 'sc.exe' -ArgumentLine ('qmanagedaccount ' + $Service)
    if ($done.exitCode -ne 0) { throw (ConvertTo-CodedError -Code 'ScFailed.ended' -Params @{ exitCode = $done.exitCode }) }
    $flag = (New-Pattern -Expression ':\s*(TRUE|FALSE)\s*$' -IgnoreCase -EachLine).Match($done.output)
    if (-not $flag.Success) { throw (ConvertTo-CodedError -Code 'ScFailed.unclear') }
    $flag.Groups[1].Value -eq 'TRUE'
}

function Write-ManagedAccountFlag {
    # Tells Windows that a service's account is a managed one (sc.exe managedaccount), or that it is not.
    param([Parameter(Mandatory = $true)][string]$Service, [Parameter(Mandatory = $true)][bool]$Managed)
    $done = Invoke-SystemProgram -Name 'sc.exe' -ArgumentLine ('managedaccount ' + $Service + ' ' +
        $Managed.ToString().ToLowerInvariant())
    if ($done.exitCode -ne 0) { throw (ConvertTo-CodedError -Code 'ScFailed.ended' -Params @{ exitCode = $done.exitCode }) }
}
