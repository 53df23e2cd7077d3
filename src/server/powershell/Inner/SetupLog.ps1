# The logs that the agent's setup programs write.

function Get-SetupLogFile {
    # The agent's setup logs that were written since a moment: entry name, path, time. Their name is not documented: it is
    # taken to hold "provisioning" and "agent", as the product's name does.
    param([Parameter(Mandatory = $true)][DateTime]$Since)
    $ours = New-Pattern -Expression 'provisioning.?agent' -IgnoreCase
    foreach ($folder in @(Get-SetupLogFolder)) {
        if (-not [IO.Directory]::Exists($folder.path)) { continue }
        # SYSTEM's folders show their files to an elevated session only, and no other runs anything as SYSTEM.
        try { $files = [IO.Directory]::GetFiles($folder.path, '*.log') } catch [UnauthorizedAccessException] { continue }
        foreach ($file in $files) {
            $name = [IO.Path]::GetFileName($file)
            $written = [IO.File]::GetLastWriteTimeUtc($file)
            if ($ours.IsMatch($name) -and $written -ge $Since) {
                @{ entry = $folder.entry + '/' + $name; path = $file; written = $written }
            }
        }
    }
}

function Get-SetupLog {
    # The agent's setup log that was written last since a moment; empty where there is none.
    param([Parameter(Mandatory = $true)][DateTime]$Since)
    $newest = $null
    foreach ($one in @(Get-SetupLogFile -Since $Since)) {
        if ($null -eq $newest -or $one.written -gt $newest.written) { $newest = $one }
    }
    if ($null -eq $newest) { return '' }
    $newest.path
}
