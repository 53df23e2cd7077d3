# The installers in the product's own folder below Program Files, where only administrators write. Only they are ever run.

function Test-DeviceName {
    # Whether a file name is a device's to Windows: CON, NUL, COM1 and the like, in any case and with any ending.
    # https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Name)
    $stem = $Name.Split('.')[0].TrimEnd(' ')
    $devices = New-Pattern -IgnoreCase -Expression '\A(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9\u00b9\u00b2\u00b3])\z'
    $devices.IsMatch($stem)
}

function Get-SafeProgramName {
    # A file name that is a program's and holds nothing but plain letters, digits, dots and lines.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Name)
    $safe = (New-Pattern -Expression '[^A-Za-z0-9._-]').Replace($Name, '_')
    # Windows opens a device where a name begins like one, whatever follows.
    if ((New-Pattern -Expression '\A[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.exe\z' -IgnoreCase).IsMatch($safe) -and
        -not (Test-DeviceName -Name $safe)) {
        return $safe
    }
    $script:SetupProgram
}

function Get-InstallerPath {
    # The newest program in the product's own download folder, or the path it would have.
    param()
    $folder = Get-FolderPath -Name 'Downloads'
    $newest = $null
    if ([IO.Directory]::Exists($folder)) {
        foreach ($file in [IO.Directory]::GetFiles($folder)) {
            if ($file.EndsWith('.exe', [StringComparison]::OrdinalIgnoreCase) -and
                ($null -eq $newest -or [IO.File]::GetLastWriteTimeUtc($file) -gt [IO.File]::GetLastWriteTimeUtc($newest))) {
                $newest = $file
            }
        }
    }
    if ($null -ne $newest) { return $newest }
    [IO.Path]::Combine($folder, $script:SetupProgram)
}

function Test-OwnInstaller {
    # Whether a path is that of a program right in the product's own folder, or in one of the folders for copies in it.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Path)
    $own = Get-FolderPath -Name 'Downloads'
    $name = $Path.Substring($Path.LastIndexOf([IO.Path]::DirectorySeparatorChar) + 1)
    if ($name -eq '' -or -not (Test-SameText -Text $name -As (Get-SafeProgramName -Name $name))) { return $false }
    if (Test-SameText -Text $Path -As ([IO.Path]::Combine($own, $name))) { return $true }
    $folder = $Path.Substring(0, $Path.Length - $name.Length).TrimEnd([IO.Path]::DirectorySeparatorChar)
    $folder = $folder.Substring($folder.LastIndexOf([IO.Path]::DirectorySeparatorChar) + 1)
    (New-Pattern -Expression '\A[0-9a-f]{16}\z').IsMatch($folder) -and
        (Test-SameText -Text $Path -As ([IO.Path]::Combine($own, $folder, $name)))
}

function Assert-OwnInstaller {
    # Refuses a program that is not in the product's own folder: anywhere else somebody might put another in its place.
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Path)
    if (-not (Test-OwnInstaller -Path $Path)) {
        throw (ConvertTo-CodedError -Code 'NotOwn' -Params @{ path = $Path; folder = (Get-FolderPath -Name 'Downloads') })
    }
}

function Remove-CloudSyncInstaller {
    <#
    .SYNOPSIS
    Removes an installer that was rejected from the product's own folder. Nothing where it is gone already.
    .PARAMETER Path
    Full path of the installer in the product's own folder.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Remove-CloudSyncInstaller -Path (Get-CloudSyncInstallerFact -Path '').path
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType([void])]
    param([Parameter(Mandatory = $true)][string]$Path)
    Assert-OwnInstaller -Path $Path
    if (-not [IO.File]::Exists($Path)) { return }
    $isReal = $PSCmdlet.ShouldProcess($Path, 'Remove the installer')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if ($isReal) {
        [IO.File]::Delete($Path)
        [IO.File]::Delete($Path + '.validator')
    }
    Write-ChangeEvent -Code 'file' -Params @{ path = $Path } -Before @{ say = 'rejected' } -After $null
}
