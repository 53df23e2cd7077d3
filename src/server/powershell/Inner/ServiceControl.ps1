# A service that is waited for.

function Wait-ServiceState {
    # Waits until a service is in one of these states; answers the seconds that are left of the limit. Fails at the limit,
    # and at once where it is not there any more or has fallen back to Stopped.
    param(
        [Parameter(Mandatory = $true)][string]$Name,
        [Parameter(Mandatory = $true)][string[]]$State,
        [Parameter(Mandatory = $true)][int]$Seconds
    )
    $last = ''
    for ($left = $Seconds; $left -gt 0; $left--) {
        $service = Get-ServiceState -Name $Name
        if ($null -eq $service) { throw (ConvertTo-CodedError -Code 'ServiceMissing' -Params @{ service = $Name }) }
        if ($service.state -in $State) { return $left }
        if ($last -ne '' -and $service.state -eq 'Stopped') {
            throw (ConvertTo-CodedError -Code 'ServiceStopped' -Params @{ service = $Name })
        }
        $last = $service.state
        Write-ProgressEvent -Code 'serviceState' -Params @{ service = $Name; state = $service.state }
        $null = Wait-Moment
    }
    throw (ConvertTo-CodedError -Code 'ServiceTimeout' -Params @{ service = $Name; state = $last })
}

function Invoke-ServiceRestart {
    # Restarts a service, or starts it where it is stopped, and waits until it runs; all of it within one limit. A service
    # that is on its way takes no order: it is waited for first.
    param([Parameter(Mandatory = $true)][string]$Name, [Parameter(Mandatory = $true)][int]$TimeoutMs)
    $left = Wait-ServiceState -Name $Name -State @('Running', 'Stopped', 'Paused') -Seconds ($TimeoutMs / 1000)
    if ((Get-ServiceState -Name $Name).state -ne 'Stopped') {
        $null = Invoke-ServiceStop -Name $Name
        $left = Wait-ServiceState -Name $Name -State @('Stopped') -Seconds $left
    }
    $null = Invoke-ServiceStart -Name $Name
    $null = Wait-ServiceState -Name $Name -State @('Running') -Seconds $left
}
