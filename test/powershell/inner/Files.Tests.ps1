# What Windows says of a file that cannot be written or opened.
BeforeAll {
    Set-StrictMode -Version 3.0
    foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, '..', '..', '..', 'src', 'server', 'powershell'), '*.ps1', 'AllDirectories')) { . $file }
    function Get-Thrown {
        # An error as .NET throws it for a number of Windows.
        param([int]$Code)
        [IO.IOException]::new('said by Windows', (0x80070000 -bor $Code)).HResult
    }
}

Describe 'Test-DiskFull' {
    It 'knows <name>' -ForEach @(
        @{ name = 'ERROR_HANDLE_DISK_FULL'; code = 39 }
        @{ name = 'ERROR_DISK_FULL'; code = 112 }
        @{ name = 'ERROR_DISK_QUOTA_EXCEEDED'; code = 1295 }
    ) {
        Test-DiskFull -HResult (Get-Thrown -Code $code) | Should -BeTrue
    }
    It 'is not moved by <code>' -ForEach @(foreach ($code in 5, 32, 33, 113, 1296, 1816) { @{ code = $code } }) {
        Test-DiskFull -HResult (Get-Thrown -Code $code) | Should -BeFalse
    }
}

Describe 'Test-FileInUse' {
    It 'knows <code>' -ForEach @(@{ code = 32 }, @{ code = 33 }) {
        Test-FileInUse -HResult (Get-Thrown -Code $code) | Should -BeTrue
    }
    It 'is not moved by <code>' -ForEach @(@{ code = 5 }, @{ code = 112 }) {
        Test-FileInUse -HResult (Get-Thrown -Code $code) | Should -BeFalse
    }
}
