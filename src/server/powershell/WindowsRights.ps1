# User rights and what Windows says of accounts. Rights are read and set by secedit, which Windows documents for that; its
# files live for the length of one call, in a folder of their own.

function Get-AccountRight {
    # The accounts that hold a user right, as SIDs; a name where Windows keeps one it cannot resolve.
    param([Parameter(Mandatory = $true)][string]$Right)
    Invoke-InPrivateFolder -Work {
        param($folder)
        $file = [IO.Path]::Combine($folder, 'rights.inf')
        $done = Invoke-SystemProgram -Name 'secedit.exe' -ArgumentLine ('/export /areas USER_RIGHTS /cfg "' + $file + '" /quiet')
        if ($done.exitCode -ne 0 -or -not [IO.File]::Exists($file)) { throw (New-CodedError -Code 'SeceditFailed' -Message ('secedit ended with exit code ' + $done.exitCode + '.')) }
        foreach ($line in [IO.File]::ReadAllLines($file)) {
            $equals = $line.IndexOf('=')
            if ($equals -gt 0 -and $line.Substring(0, $equals).Trim() -eq $Right) {
                foreach ($one in $line.Substring($equals + 1).Split(',')) { if ($one.Trim() -ne '') { $one.Trim().TrimStart('*') } }
            }
        }
    }
}

function Set-AccountRight {
    # Sets who holds a user right, as SIDs; answers secedit's exit code, which is 3 for "done, with warnings".
    param([Parameter(Mandatory = $true)][string]$Right, [Parameter(Mandatory = $true)][AllowEmptyCollection()][string[]]$Sid)
    $form = New-Pattern -Expression '\AS-1-[0-9-]+\z' -IgnoreCase
    foreach ($one in $Sid) { if (-not $form.IsMatch($one)) { throw (New-CodedError -Code 'BadRequest' -Message 'A right is given to a SID.') } }
    Invoke-InPrivateFolder -Work {
        param($folder)
        $file = [IO.Path]::Combine($folder, 'rights.inf')
        $holders = @(foreach ($one in $Sid) { '*' + $one }) -join ','
        $text = "[Unicode]`r`nUnicode=yes`r`n[Version]`r`nsignature=`"`$CHICAGO`$`"`r`nRevision=1`r`n[Privilege Rights]`r`n" + $Right + ' = ' + $holders + "`r`n"
        [IO.File]::WriteAllText($file, $text, (New-Object Text.UnicodeEncoding($false, $true)))
        (Invoke-SystemProgram -Name 'secedit.exe' -ArgumentLine ('/configure /db "' + [IO.Path]::Combine($folder, 'rights.sdb') + '" /cfg "' + $file + '" /areas USER_RIGHTS /quiet')).exitCode
    }
}

function ConvertTo-AccountSid {
    # The SID of an account; an error where Windows does not know it.
    param([Parameter(Mandatory = $true)][string]$Account)
    (New-Object Security.Principal.NTAccount($Account)).Translate([Security.Principal.SecurityIdentifier]).Value
}

function ConvertFrom-AccountSid {
    # The name of a SID; $null where Windows knows none.
    param([Parameter(Mandatory = $true)][string]$Sid)
    try { (New-Object Security.Principal.SecurityIdentifier($Sid)).Translate([Security.Principal.NTAccount]).Value } catch { $null }
}

function Get-ManagedAccountFlag {
    # Whether Windows takes a service's account for a managed one, as sc.exe qmanagedaccount says. Only the last word of
    # its line is looked at: what stands before the colon is written in more than one way.
    param([Parameter(Mandatory = $true)][string]$Service)
    $done = Invoke-SystemProgram -Name 'sc.exe' -ArgumentLine ('qmanagedaccount ' + $Service)
    if ($done.exitCode -ne 0) { throw (New-CodedError -Code 'ScFailed' -Message ('sc.exe ended with exit code ' + $done.exitCode + '.')) }
    $flag = (New-Pattern -Expression ':\s*(TRUE|FALSE)\s*$' -IgnoreCase -EachLine).Match($done.output)
    if (-not $flag.Success) { throw (New-CodedError -Code 'ScFailed' -Message 'sc.exe does not say whether the account is managed.') }
    $flag.Groups[1].Value -eq 'TRUE'
}

function Set-ManagedAccountFlag {
    # Tells Windows that a service's account is a managed one (sc.exe managedaccount), or that it is not.
    param([Parameter(Mandatory = $true)][string]$Service, [Parameter(Mandatory = $true)][bool]$Managed)
    $done = Invoke-SystemProgram -Name 'sc.exe' -ArgumentLine ('managedaccount ' + $Service + ' ' + $Managed.ToString().ToLowerInvariant())
    if ($done.exitCode -ne 0) { throw (New-CodedError -Code 'ScFailed' -Message ('sc.exe ended with exit code ' + $done.exitCode + '.')) }
}
