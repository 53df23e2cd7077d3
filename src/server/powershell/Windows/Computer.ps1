# The computer: name, domain, drive, engine, and its restart.

function Get-ComputerState {
    # Name, domain or workgroup, memory in MB, and the last start of Windows.
    param()
    $computer = Get-CimInstance -ClassName Win32_ComputerSystem -ErrorAction Stop
    $system = Get-CimInstance -ClassName Win32_OperatingSystem -ErrorAction Stop
    @{
        name     = [string]$computer.Name
        joined   = [bool]$computer.PartOfDomain
        domain   = [string]$computer.Domain
        memoryMb = [int]([long]$computer.TotalPhysicalMemory / 1MB)
        bootedAt = $system.LastBootUpTime.ToUniversalTime().ToString('o')
    }
}

function Get-DomainRole {
    # Win32_ComputerSystem.DomainRole: 3 is a member server, 4 and 5 are domain controllers.
    param()
    [int](Get-CimInstance -ClassName Win32_ComputerSystem -ErrorAction Stop).DomainRole
}

function Get-DomainClock {
    # A domain controller of this computer's domain, and its time.
    param()
    $controller = [DirectoryServices.ActiveDirectory.Domain]::GetComputerDomain().FindDomainController()
    try {
        @{
            domainController = [string]$controller.Name
            time             = [DateTime]::SpecifyKind($controller.CurrentTime, [DateTimeKind]::Utc).ToString('o')
        }
    }
    finally { $controller.Dispose() }
}

function Get-SystemDriveState {
    # The drive of Windows, with its size and free space in MB.
    param()
    $drive = New-Object IO.DriveInfo([IO.Path]::GetPathRoot([Environment]::GetFolderPath('System')))
    @{ drive = [string]$drive.Name; freeMb = [int]($drive.AvailableFreeSpace / 1MB); sizeMb = [int]($drive.TotalSize / 1MB) }
}

function Get-EngineState {
    # Version of this PowerShell, and whether the process is a 64-bit one.
    param()
    @{ version = $PSVersionTable.PSVersion.ToString(); is64Bit = [Environment]::Is64BitProcess }
}

function Invoke-WindowsRestart {
    # Restarts Windows at once.
    param()
    Restart-Computer -Force -ErrorAction Stop
}
