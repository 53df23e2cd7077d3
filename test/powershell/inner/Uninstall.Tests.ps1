# What Windows says of how a program is taken off, as a program and its arguments.
BeforeAll {
    Set-StrictMode -Version 3.0
    foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, '..', '..', '..', 'src', 'server', 'powershell'), '*.ps1', 'AllDirectories')) { . $file }
    function Get-FolderPath { param([string]$Name) 'C:\Windows\System32' }
    function Resolve-NamedPath { param([string]$Path) $Path }
    function New-Product {
        param([bool]$IsMsi = $false, [string]$Quiet = '', [string]$Uninstall = '')
        @{ id = '{1}'; name = 'Agent'; isMsi = $IsMsi; quietUninstall = $Quiet; uninstall = $Uninstall }
    }
}

Describe 'Get-UninstallCommand' {
    It 'lets Windows Installer take off its own product by its id' {
        $found = Get-UninstallCommand -Product (New-Product -IsMsi $true)
        $found.path | Should -BeLike '*msiexec.exe'
        $found.line | Should -BeExactly '/x {1} /qn /norestart'
    }
    It 'prefers the quiet command, and says once that Windows is not to restart' {
        $found = Get-UninstallCommand -Product (New-Product -Quiet '"C:\A B\u.exe" /q /NoRestart' -Uninstall 'C:\x\y\z.exe')
        $found.path | Should -BeExactly 'C:\A B\u.exe'
        $found.line | Should -BeExactly '/q /NoRestart'
    }
    It 'makes a command quiet that is not' {
        $found = Get-UninstallCommand -Product (New-Product -Uninstall ' C:\A B\u.exe /uninstall ')
        $found.path | Should -BeExactly 'C:\A B\u.exe'
        $found.line | Should -BeExactly '/uninstall /quiet /norestart'
    }
    It 'finds no uninstaller in spaces' {
        { Get-UninstallCommand -Product (New-Product -Quiet ' ' -Uninstall "`t") } | Should -Throw -ErrorId 'NoUninstaller.none'
    }
    It 'runs no <what>' -ForEach @(
        @{ what = 'program by its name alone'; command = 'u.exe /q' }
        @{ what = 'shell with a command of somebody''s'; command = 'C:\Windows\System32\cmd.exe /c x' }
        @{ what = 'program on a share'; command = '\\files\share\u.exe /q' }
        @{ what = 'path with a variable in it'; command = 'C:\%TEMP%\a\u.exe /q' }
        @{ what = 'program that is none'; command = 'C:\A\B\u.msi /q' }
        @{ what = 'quotes that do not end'; command = '"C:\A\B\u.exe /q' }
    ) {
        { Get-UninstallCommand -Product (New-Product -Quiet $command) } | Should -Throw -ErrorId 'NoUninstaller.byName'
    }
    It 'says what a link leads to that leads off the server' {
        function Resolve-NamedPath { param([string]$Path) throw (ConvertTo-CodedError -Code 'PathRefused.leads' -Params @{ path = $Path; target = 'x' }) }
        { Get-UninstallCommand -Product (New-Product -Quiet 'C:\A\B\u.exe /q') } | Should -Throw -ErrorId 'NoUninstaller.elsewhere'
    }
}

Describe 'Split-CommandLine' {
    It 'reads "<command>" as "<path>" with "<line>"' -ForEach @(
        @{ command = '"C:\a b\c.exe"'; path = 'C:\a b\c.exe'; line = '' }
        @{ command = 'C:\a b\c.exe /x "d e"'; path = 'C:\a b\c.exe'; line = '/x "d e"' }
        @{ command = 'C:\a.exe.d\c.EXE'; path = 'C:\a.exe.d\c.EXE'; line = '' }
        @{ command = '"C:\a.exe"/x'; path = ''; line = '' }
        @{ command = ''; path = ''; line = '' }
    ) {
        $found = Split-CommandLine -Command $command
        $found.path | Should -BeExactly $path
        $found.line | Should -BeExactly $line
    }
}
