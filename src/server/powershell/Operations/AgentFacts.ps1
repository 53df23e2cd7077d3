# What is there of the provisioning agent.

function Get-RunningSetup {
    # The agent's wizard and the installers in the product's own folder that are running, each once by its file name. Nobody but
    # an administrator can have put a program there.
    param()
    $paths = @([IO.Path]::Combine((Get-FolderPath -Name 'Agent'), $script:WizardProgram)) +
        @(foreach ($one in $script:InstallerPrograms) { [IO.Path]::Combine((Get-FolderPath -Name 'Downloads'), $one) })
    $names = @()
    foreach ($one in @(Get-ProgramProcess -Path $paths)) {
        $name = [IO.Path]::GetFileName($one.path)
        if ($names -notcontains $name) { $names += $name }
    }
    $names
}

function Get-AgentTable {
    # What is there of the agent, as a table of facts.
    param()
    $folder = Get-FolderPath -Name 'Agent'
    [ordered]@{
        agent         = Get-Fact -Read { Get-ServiceState -Name $script:AgentService }
        updater       = Get-Fact -Read { Get-ServiceState -Name $script:UpdaterService }
        version       = Get-Fact -Read {
            $program = [IO.Path]::Combine($folder, $script:AgentProgram)
            if (-not [IO.File]::Exists($program)) { return $null }
            $product = Get-FileProduct -Path $program
            if ($null -eq $product) { return $null }
            [string]$product.version
        }
        tenantId      = Get-Fact -Read { Get-RegistryText -Path $script:AgentKey -Name 'TenantID' }
        setupPrograms = Get-Fact -Read { , @(Get-RunningSetup) }
    }
}

function Get-CloudSyncAgentFact {
    <#
    .SYNOPSIS
    Reads what is there of the provisioning agent: services, version, tenant, running setup programs.
    .OUTPUTS
    CloudSync.AgentFact
    .EXAMPLE
    Get-CloudSyncAgentFact | Select-Object -Property version, tenantId
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CloudSync.AgentFact')]
    param()
    ConvertTo-OutputObject -Type 'AgentFact' -Values (Get-AgentTable)
}

$script:InstallerPrograms = @($script:SetupProgram, 'AADConnectProvisioningAgent.Installer.exe', 'ProvisioningAgentSetup.exe')
