# Runs the module's own probes, outside the practice server, against servers that the test has made.
# Reads one request a line: { call, args, dns }, where dns is the port of each DNS server; writes one answer a line.
param([Parameter(Mandatory = $true)][string]$Folder)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
foreach ($file in [IO.Directory]::GetFiles($Folder, '*.ps1', 'AllDirectories')) { . $file }
# As a session has it: facts are tables.
$script:Sink = @{ Progress = { }; Change = { } }
while ($null -ne ($line = [Console]::In.ReadLine())) {
    $request = Read-Json -Text $line
    if ($request.ContainsKey('dns')) {
        $dnsPorts = @($request.dns)
        function Get-DnsServer { foreach ($port in $dnsPorts) { New-Object Net.IPEndPoint([Net.IPAddress]::Loopback, $port) } }
    }
    $arguments = $request.args
    try {
        $answer = switch ($request.call) {
            'Read-WinHttpSetting' { Get-Fact -Read { Read-WinHttpSetting @arguments } }
            'Get-CloudSyncDomainControllerFact' {
                function Get-ComputerState { @{ joined = $true; domain = 'contoso.com' } }
                function Get-RegistryValue { param($Path, $Name) if ($Name -eq 'DynamicSiteName') { 'Paris' } }
                Get-CloudSyncDomainControllerFact
            }
            'Get-CloudSyncControllerFact' {
                # Whoever is no administrator cannot listen on LDAP's own port.
                $script:LdapPorts = $arguments.Ports
                Get-CloudSyncControllerFact @arguments
            }
            'Get-CloudSyncNetworkFact' { Get-CloudSyncNetworkFact @arguments }
        }
        [Console]::Out.WriteLine((ConvertTo-AsciiJson -Value $answer))
    }
    catch { [Console]::Out.WriteLine((ConvertTo-AsciiJson -Value @{ error = [string]$_ })) }
}
