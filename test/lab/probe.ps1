# Runs what a test asks on a simulated host: what comes out, or what was thrown.
function Read-Probe {
    param($Parameters)
    $block = [scriptblock]::Create($Parameters.code)
    try { $values = @(. $block) } catch {
        return @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) }
    }
    @{ values = $values }
}
