# A line of at most 130 characters can be read beside another one.
function Get-Inner {
    param()
    $short = 'x'
    $sum = $short + $short + $short + $short + $short + $short + $short + $short + $short + $short + $short + $short + $short + $sum # -> long-line
    # What is one literal text for the most part cannot be broken.
    $path = 'SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending\And\So\On\And\So\On\Until\It\Is\Long'
    $path + $sum
}
