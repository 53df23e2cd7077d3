# Folders that nobody else can write to: the product's own, for what its sessions tell each other, and one for a single piece
# of work.

function Assert-PrivateFolder {
    # Fails where somebody but these can get at a folder, or where it is a link to another one.
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string[]]$Sid)
    $access = Get-FolderAccess -Path $Path
    $others = @(@($access.owner) + @($access.allowed) | Where-Object { -not (Test-SameText -Text $_ -As $Sid) })
    if ($access.isLink) { throw (ConvertTo-CodedError -Code 'FolderNotOurs.link' -Params @{ path = $Path }) }
    if ($others.Length -gt 0) {
        throw (ConvertTo-CodedError -Code 'FolderNotOurs.open' -Params @{ path = $Path; accounts = ($others -join ', ') })
    }
}

function Get-StateFolder {
    # The product's own folder for what its sessions tell each other: for administrators and SYSTEM alone. Made where it is
    # missing.
    param()
    $folder = Get-FolderPath -Name 'State'
    $sids = @($script:AdministratorsSid, $script:SystemSid)
    if (-not [IO.Directory]::Exists($folder)) {
        # Another session may have made it in this moment.
        try {
            $null = Add-PrivateFolder -Path $folder -Sid $sids -Owner $script:AdministratorsSid
        }
        catch {
            if (-not [IO.Directory]::Exists($folder)) { throw }
        }
    }
    Assert-PrivateFolder -Path $folder -Sid $sids
    $folder
}

function Invoke-InPrivateFolder {
    # Calls Work with a folder of its own, which is deleted afterwards. Its name cannot be guessed, it is for administrators,
    # SYSTEM and this user from its first moment on, and an open file in it keeps it from being put somewhere else meanwhile.
    param([Parameter(Mandatory = $true)][scriptblock]$Work)
    $user = (Get-SessionIdentity).sid
    $sids = @($script:AdministratorsSid, $script:SystemSid, $user)
    $folder = [IO.Path]::Combine((Get-FolderPath -Name 'Temporary'), [Guid]::NewGuid().ToString('N'))
    $null = Add-PrivateFolder -Path $folder -Sid $sids -Owner $user
    $keeper = $null
    try {
        $keeper = New-Object IO.FileStream([IO.Path]::Combine($folder, 'keeper'), [IO.FileMode]::CreateNew,
            [IO.FileAccess]::Write, [IO.FileShare]::None)
        Assert-PrivateFolder -Path $folder -Sid $sids
        & $Work $folder
    }
    finally {
        if ($null -ne $keeper) { $keeper.Dispose() }
        $null = Clear-PrivateFolder -Path $folder
    }
}

# The group Administrators (Well-known SIDs).
$script:AdministratorsSid = 'S-1-5-32-544'
