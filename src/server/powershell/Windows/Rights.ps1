# User rights. They are read and set by secedit, which Windows documents for that; its files live for the length of one call, in a
# folder of their own.

function Get-AccountRight {
    # The accounts that hold a user right, as SIDs; a name where Windows keeps one it cannot resolve.
    param([Parameter(Mandatory = $true)][string]$Right)
    Invoke-InPrivateFolder -Work {
        param($folder)
        $file = [IO.Path]::Combine($folder, 'rights.inf')
        $done = Invoke-SystemProgram -Name 'secedit.exe' -ArgumentLine ('/export /areas USER_RIGHTS /cfg "' + $file + '" /quiet')
        if ($done.exitCode -ne 0 -or -not [IO.File]::Exists($file)) {
            throw (ConvertTo-CodedError -Code 'SeceditFailed.ended' -Params @{ exitCode = $done.exitCode })
        }
        foreach ($line in [IO.File]::ReadAllLines($file)) {
            $equals = $line.IndexOf('=')
            if ($equals -gt 0 -and $line.Substring(0, $equals).Trim() -eq $Right) {
                foreach ($one in $line.Substring($equals + 1).Split(',')) {
                    if ($one.Trim() -ne '') { $one.Trim().TrimStart('*') }
                }
            }
        }
    }
}

function Write-AccountRight {
    # Sets who holds a user right, as SIDs; answers secedit's exit code, which is 3 for "done, with warnings".
    param([Parameter(Mandatory = $true)][string]$Right, [Parameter(Mandatory = $true)][AllowEmptyCollection()][string[]]$Sid)
    $form = New-Pattern -Expression '\AS-1-[0-9-]+\z' -IgnoreCase
    foreach ($one in $Sid) { if (-not $form.IsMatch($one)) { throw (ConvertTo-CodedError -Code 'BadRequest.sid') } }
    Invoke-InPrivateFolder -Work {
        param($folder)
        $file = [IO.Path]::Combine($folder, 'rights.inf')
        $holders = @(foreach ($one in $Sid) { '*' + $one }) -join ','
        $text = "[Unicode]`r`nUnicode=yes`r`n[Version]`r`nsignature=`"`$CHICAGO`$`"`r`nRevision=1`r`n[Privilege Rights]`r`n" +
            $Right + ' = ' + $holders + "`r`n"
        [IO.File]::WriteAllText($file, $text, (New-Object Text.UnicodeEncoding($false, $true)))
        (Invoke-SystemProgram -Name 'secedit.exe' -ArgumentLine ('/configure /db "' + [IO.Path]::Combine($folder, 'rights.sdb') +
            '" /cfg "' + $file + '" /areas USER_RIGHTS /quiet')).exitCode
    }
}
