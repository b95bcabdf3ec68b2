# PowerShell completion for kyma-istio-transform: kyma-istio-transform completion pwsh | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName kyma-istio-transform -ScriptBlock {
    param($word, $ast, $cursor)
    $words = @($ast.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursor } | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    if ($word -eq '') { $words += '' }
    kyma-istio-transform __complete @words 2>$null | Where-Object { $_ -notmatch '^:\d+$' } | ForEach-Object {
        $name, $help = $_ -split "`t", 2
        [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', ($help ? $help : $name))
    }
}
