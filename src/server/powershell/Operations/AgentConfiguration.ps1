# The agent's AADConnectProvisioningAgent.exe.config: what it says of a proxy and of FIPS, and the proxy block.

function Get-AgentConfigurationPath {
    param()
    [IO.Path]::Combine((Get-FolderPath -Name 'Agent'), $script:AgentConfigurationFile)
}

function Read-ConfigurationFile {
    # The file as a document that keeps its white space; nothing outside of it is read.
    param([Parameter(Mandatory = $true)][string]$Path)
    $document = New-Object Xml.XmlDocument
    $document.XmlResolver = $null
    $document.PreserveWhitespace = $true
    $document.LoadXml([IO.File]::ReadAllText($Path))
    if ($null -eq $document.DocumentElement -or $document.DocumentElement.get_Name() -ne 'configuration') {
        throw (ConvertTo-CodedError -Code 'BadConfiguration' -Params @{ path = $Path })
    }
    , $document
}

function Get-ConfiguredProxy {
    # The address of the proxy in a configuration; $null where it names none.
    param([Parameter(Mandatory = $true)][Xml.XmlDocument]$Document)
    $proxy = $Document.SelectSingleNode('/configuration/system.net/defaultProxy/proxy/@proxyaddress')
    if ($null -eq $proxy -or $proxy.get_Value() -eq '') { return $null }
    $proxy.get_Value()
}

function Get-NewestBackup {
    # The newest backup from before an installation that names a proxy; $null where there is none. Backups of other changes
    # say nothing of what an installation took away.
    param([Parameter(Mandatory = $true)][string]$Path)
    $folder = [IO.Path]::GetDirectoryName($Path)
    if (-not [IO.Directory]::Exists($folder)) { return $null }
    $files = [IO.Directory]::GetFiles($folder, [IO.Path]::GetFileName($Path) + '-*' + $script:BeforeInstallation + '*.bak')
    [Array]::Sort($files)
    [Array]::Reverse($files)
    foreach ($file in $files) {
        # A backup that cannot be read names nothing.
        try { $proxy = Get-ConfiguredProxy -Document (Read-ConfigurationFile -Path $file) } catch { continue }
        if ($null -ne $proxy) { return @{ file = $file; proxy = $proxy } }
    }
}

function Resolve-ProxyAddress {
    # The address to write: a well-formed one as it is; else the one of the newest backup, or of the file, that is shown so. What
    # stands there may hold a user name and a password, which leave the server in no answer. $null where there is none.
    param([Parameter(Mandatory = $true)][string]$Address, [Parameter(Mandatory = $true)][string]$Path)
    # Control characters are never an address; a line break would be one when it is read.
    if ($Address.Length -gt 2000 -or (New-Pattern -Expression '\p{Cc}').IsMatch($Address)) { return $null }
    $name = '[A-Za-z0-9._\-\[\]:]+'
    if ((New-Pattern -Expression ('\A(?:http://' + $name + '/?|[A-Za-z0-9._\-]+:[0-9]{1,5})\z') -IgnoreCase).IsMatch($Address)) {
        return $Address
    }
    $files = [IO.Directory]::GetFiles([IO.Path]::GetDirectoryName($Path), [IO.Path]::GetFileName($Path) + '-*.bak')
    [Array]::Sort($files)
    [Array]::Reverse($files)
    $shownSo = $null
    foreach ($file in (@($files) + $Path)) {
        # A backup that cannot be read names nothing.
        try { $kept = Get-ConfiguredProxy -Document (Read-ConfigurationFile -Path $file) } catch { continue }
        if ($kept -ceq $Address) { return $kept }
        if ($null -eq $shownSo -and (Hide-UserInfo -Address $kept) -ceq $Address) { $shownSo = $kept }
    }
    $shownSo
}

function Backup-AgentConfiguration {
    # Copies the configuration beside itself, with the time in its name as Microsoft's own tools do.
    param([Parameter(Mandatory = $true)][string]$Path, [string]$Why = '')
    $stamp = [DateTime]::Now.ToString('yyyyMMdd-HHmmss', [Globalization.CultureInfo]::InvariantCulture)
    $copy = $Path + '-' + $stamp + $Why + '.bak'
    # Two within a second: both are kept.
    for ($number = 2; [IO.File]::Exists($copy); $number++) { $copy = $Path + '-' + $stamp + $Why + '-' + $number + '.bak' }
    [IO.File]::Copy($Path, $copy)
    Write-ProgressEvent -Code 'backedUp' -Params @{ file = $copy }
}

function Backup-ProxyConfiguration {
    # Backs the configuration up where it names a proxy, before an installation; nothing where there is none yet. One that
    # cannot be read is kept as it is: an installation is what mends it.
    param()
    $path = Get-AgentConfigurationPath
    if (-not [IO.File]::Exists($path)) { return }
    try {
        $isWorthIt = $null -ne (Get-ConfiguredProxy -Document (Read-ConfigurationFile -Path $path))
    }
    catch {
        $isWorthIt = $true
    }
    if ($isWorthIt) { Backup-AgentConfiguration -Path $path -Why $script:BeforeInstallation }
}

function Get-CloudSyncAgentConfiguration {
    <#
    .SYNOPSIS
    Reads what the agent's configuration file says of a proxy and of FIPS, and what its newest backup says of a proxy.
    .OUTPUTS
    CloudSync.AgentConfiguration
    .EXAMPLE
    (Get-CloudSyncAgentConfiguration).proxy
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.AgentConfiguration')]
    param()
    $path = Get-AgentConfigurationPath
    $document = Get-Fact -Read { if ([IO.File]::Exists($path)) { , (Read-ConfigurationFile -Path $path) } else { $null } }
    if (-not $document.ContainsKey('value')) {
        return ConvertTo-OutputObject -Type 'AgentConfiguration' -Values ([ordered]@{
            proxy        = $document
            enforcesFips = $document
            backupProxy  = $document
        })
    }
    $configuration = $document.value
    ConvertTo-OutputObject -Type 'AgentConfiguration' -Values ([ordered]@{
        proxy        = Get-Fact -Read {
            if ($null -ne $configuration) { Hide-UserInfo -Address (Get-ConfiguredProxy -Document $configuration) } else { $null }
        }
        enforcesFips = Get-Fact -Read {
            if ($null -eq $configuration) { return $true }
            $node = $configuration.SelectSingleNode('/configuration/runtime/enforceFIPSPolicy/@enabled')
            $null -eq $node -or $node.get_Value() -ne 'false'
        }
        backupProxy  = Get-Fact -Read {
            $backup = Get-NewestBackup -Path $path
            if ($null -eq $backup) { $null } else { Hide-UserInfo -Address $backup.proxy }
        }
        })
}

$script:BeforeInstallation = '-before-installation'

function Get-ConfigurationNode {
    # A child element of a node by its name, made where it is missing.
    param([Parameter(Mandatory = $true)][Xml.XmlNode]$Of, [Parameter(Mandatory = $true)][string]$Name)
    $found = $Of.SelectSingleNode($Name)
    if ($null -ne $found) { return $found }
    $Of.AppendChild($Of.get_OwnerDocument().CreateElement($Name))
}

function Set-CloudSyncAgentProxy {
    <#
    .SYNOPSIS
    Sets, or with no address removes, the proxy in the agent's configuration file. The file is backed up first.
    .PARAMETER Address
    The address of the proxy; empty or $null removes it.
    .OUTPUTS
    None. What was changed, Invoke-CloudSyncOperation tells.
    .EXAMPLE
    Set-CloudSyncAgentProxy -Address 'http://proxy.contoso.com:8080'
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false)]
    [OutputType([void])]
    param([Parameter(Mandatory = $true)][AllowNull()][AllowEmptyString()][string]$Address)
    $path = Get-AgentConfigurationPath
    if (-not [IO.File]::Exists($path)) { throw (ConvertTo-CodedError -Code 'NotInstalled.file' -Params @{ path = $path }) }
    $document = Read-ConfigurationFile -Path $path
    $before = Get-ConfiguredProxy -Document $document
    $after = $null
    if ($Address -ne '') {
        $after = Resolve-ProxyAddress -Address $Address -Path $path
        if ($null -eq $after) { throw (ConvertTo-CodedError -Code 'BadRequest.proxy') }
    }
    if ($before -eq $after) { return }
    $isReal = $PSCmdlet.ShouldProcess($path, 'Set the proxy')
    if (Test-Declined -Agreed $isReal -OnlyLists $WhatIfPreference) { return }
    if ($isReal) {
        Backup-AgentConfiguration -Path $path
        $root = $document.get_DocumentElement()
        if ($null -eq $after) {
            $block = $root.SelectSingleNode('system.net/defaultProxy')
            $parent = $block.get_ParentNode()
            $null = $parent.RemoveChild($block)
            if ($parent.SelectNodes('*').get_Count() -eq 0) { $null = $root.RemoveChild($parent) }
        }
        else {
            $block = Get-ConfigurationNode -Of (Get-ConfigurationNode -Of $root -Name 'system.net') -Name 'defaultProxy'
            $block.SetAttribute('enabled', 'true')
            $block.SetAttribute('useDefaultCredentials', 'true')
            $proxy = Get-ConfigurationNode -Of $block -Name 'proxy'
            $proxy.SetAttribute('usesystemdefault', 'true')
            $proxy.SetAttribute('proxyaddress', $after)
            $proxy.SetAttribute('bypassonlocal', 'true')
        }
        # Beside the file first, so that a full disk leaves the one that is there.
        $document.Save($path + '.new')
        [IO.File]::Replace($path + '.new', $path, [NullString]::Value)
    }
    # A user name and a password are reported to nobody. What is undone is found again in the backup by how it is shown.
    $shown = Hide-UserInfo -Address $before
    $undo = @{ op = 'Set-CloudSyncAgentProxy'; args = @{ address = $shown } }
    Write-ChangeEvent -Code 'agentProxy' -Before $shown -After (Hide-UserInfo -Address $after) -Undo $undo
}
