# PowerShell's own analyzer, for src/server/powershell: Invoke-ScriptAnalyzer -Settings .\PSScriptAnalyzerSettings.psd1
# npm run test:windows runs it where it is installed; the project's own lint (test/powershell/lint) knows the same rules of shape.
@{
    IncludeDefaultRules = $true
    Rules               = @{
        PSReviewUnusedParameter = @{
            # They call the block that they are given.
            CommandsToTraverse = @('Get-Fact', 'Invoke-InPrivateFolder', 'Invoke-AsAccount', 'Open-ProbeEntry', 'Invoke-Setup')
        }
        PSUseCompatibleSyntax   = @{
            Enable         = $true
            TargetVersions = @('5.1')
        }
        PSUseCompatibleCommands = @{
            Enable         = $true
            TargetProfiles = @('win-8_x64_10.0.14393.0_5.1.14393.2791_x64_4.0.30319.42000_framework')
        }
        PSUseCompatibleTypes    = @{
            Enable         = $true
            TargetProfiles = @('win-8_x64_10.0.14393.0_5.1.14393.2791_x64_4.0.30319.42000_framework')
        }
    }
}
