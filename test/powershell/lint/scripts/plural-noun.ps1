function Get-InnerFacts { 'several' } # -> plural-noun
function Get-InnerFact { 'one' }
function Get-InnerAddress { 'one that ends as several do' }
function Get-InnerWindows { 'a name' }
