# Folders: where they are, and those with an access list of their own.

function Get-FolderPath {
    # Downloads: below Program Files, where only administrators can write, so that nobody can swap an installer.
    # State: beside them, for what sessions tell each other. Trace: where the agent writes its own logs. Temporary: this user's
    # own. System: System32.
    param([Parameter(Mandatory = $true)][ValidateSet('Downloads', 'State', 'Agent', 'Trace', 'Temporary', 'System')][string]$Name)
    if ($Name -eq 'System') { return [Environment]::GetFolderPath('System') }
    if ($Name -eq 'Temporary') { return [IO.Path]::GetTempPath() }
    if ($Name -eq 'Trace') {
        return [IO.Path]::Combine([Environment]::GetFolderPath('CommonApplicationData'), 'Microsoft',
            'Azure AD Connect Provisioning Agent', 'Trace')
    }
    # Windows' own word: a variable is whatever somebody set it to.
    $programs = [Environment]::GetFolderPath('ProgramFiles')
    if ($Name -eq 'Agent') { return [IO.Path]::Combine($programs, 'Microsoft Azure AD Connect Provisioning Agent') }
    [IO.Path]::Combine($programs, $script:ProductName, $Name)
}

function Get-SetupLogFolder {
    # The folders for temporary files, where setup programs leave their logs, with a name for each: of this user; of SYSTEM,
    # by the environment and by GetTempPath2.
    param()
    @{ entry = 'setup'; path = [IO.Path]::GetTempPath() }
    $windows = [Environment]::GetFolderPath('Windows')
    foreach ($name in @('Temp', 'SystemTemp')) {
        $path = [IO.Path]::Combine($windows, $name)
        # Where the session is SYSTEM's own, one of them is the first.
        if ($path -ne [IO.Path]::GetTempPath().TrimEnd('\')) { @{ entry = 'setup-' + $name; path = $path } }
    }
}

function Add-PrivateFolder {
    # Makes a folder that these accounts alone can get at, and its parents, which inherit. It has its access list from its first
    # moment on. Fails where there is something of that name.
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][string[]]$Sid,
        [Parameter(Mandatory = $true)][string]$Owner
    )
    if ([IO.Directory]::Exists($Path) -or [IO.File]::Exists($Path)) {
        throw (ConvertTo-CodedError -Code 'FileExists' -Params @{ path = $Path })
    }
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($Path))
    $security = New-Object Security.AccessControl.DirectorySecurity
    # Nothing is inherited, and nothing that is inherited now is kept.
    $security.SetAccessRuleProtection($true, $false)
    $security.SetOwner((New-Object Security.Principal.SecurityIdentifier($Owner)))
    foreach ($one in $Sid) {
        $account = New-Object Security.Principal.SecurityIdentifier($one)
        $security.AddAccessRule((New-Object Security.AccessControl.FileSystemAccessRule($account, 'FullControl',
            'ContainerInherit, ObjectInherit', 'None', 'Allow')))
    }
    $null = [IO.Directory]::CreateDirectory($Path, $security)
}

function Clear-PrivateFolder {
    # Deletes a folder with what is in it. A scanner may hold a file for a moment: what was done is done, and must be told.
    param([Parameter(Mandatory = $true)][string]$Path)
    try { [IO.Directory]::Delete($Path, $true) } catch { $null = $_ }
}

function Get-FolderAccess {
    # Whether a folder is a link to another one, the SID of its owner, and the SIDs of all that its access list lets in.
    param([Parameter(Mandatory = $true)][string]$Path)
    $security = [IO.Directory]::GetAccessControl($Path)
    $sid = [Security.Principal.SecurityIdentifier]
    @{
        isLink  = (([IO.File]::GetAttributes($Path) -band [IO.FileAttributes]::ReparsePoint) -ne 0)
        owner   = [string]$security.GetOwner($sid).Value
        allowed = @(foreach ($rule in $security.GetAccessRules($true, $true,
            $sid)) { if ($rule.AccessControlType -eq 'Allow') { [string]$rule.IdentityReference.Value } })
    }
}
