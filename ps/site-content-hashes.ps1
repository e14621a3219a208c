# The content hashes that clients will expect: by task sequence and distribution point, and from the getters of
# SMS_TaskSequencePackage for what that does not answer with a SHA-256. The getters tell and change nothing.
# Longer than most: every method is called by its name, written out, on the class or on an instance.
function Read-SiteContentHashes {
    param($Parameters)
    $references = Get-ReferenceHash -Namespace $Parameters.namespace -TaskSequences @($Parameters.taskSequences)
    $questions = @(Get-OpenQuestion -Parameters $Parameters -References $references)
    $form = @{}; $sequence = $null; $unable = $null
    try {
        if ($questions.Count -gt 0) { $form = Get-GetterForm -Namespace $Parameters.namespace }
        $ids = @($Parameters.taskSequences)
        if ($form.ContainsKey('instance') -and $ids.Count -gt 0) {
            $filter = 'PackageID=' + (ConvertTo-WqlString -Text $ids[0])
            $sequence = Get-CimInstance -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackage -Filter $filter -Property PackageID -ErrorAction Stop
        }
    } catch { $unable = ConvertTo-ErrorFact -ErrorRecord $_ }
    # Windows' values of ALG_ID.
    $algorithm = $(if ($Parameters.algorithm -eq 'sha1') { [uint32]32772 } else { [uint32]32780 })
    $packages = @(); $contents = @(); $asked = 0
    $sinceProgress = [System.Diagnostics.Stopwatch]::StartNew()
    foreach ($question in $questions) {
        $getter = $question.getter
        try {
            if ($null -ne $unable) { $answer = @{ error = $unable } }
            elseif (-not $form.ContainsKey($getter)) { $answer = @{ error = (ConvertTo-NoAnswer -Id 'NoSuchGetter' -Code '0x8004102E' -Text ('SMS_TaskSequencePackage has no method ' + $getter + ' here.')) } }
            elseif ($form[$getter] -eq 'instance' -and $null -eq $sequence) { $answer = @{ error = (ConvertTo-NoAnswer -Id 'NoTaskSequence' -Code '0x80041002' -Text ('There is no task sequence whose method ' + $getter + ' could be called.')) } }
            elseif ($asked -ge 1000) { $answer = @{ error = (ConvertTo-NoAnswer -Id 'TooManyGetterCalls' -Code '' -Text 'The getters are asked 1,000 times and no more.') } }
            else {
                $asked++
                if ($form[$getter] -eq 'static') {
                    if ($getter -eq 'GetPackageDefaultHash') { $result = Invoke-CimMethod -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackage -MethodName GetPackageDefaultHash -Arguments @{ PackageID = $question.package; SourceVersion = [uint32]$question.version } -ErrorAction Stop }
                    elseif ($getter -eq 'GetPackageHash') { $result = Invoke-CimMethod -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackage -MethodName GetPackageHash -Arguments @{ PackageID = $question.package; SourceVersion = [uint32]$question.version } -ErrorAction Stop }
                    else { $result = Invoke-CimMethod -Namespace $Parameters.namespace -ClassName SMS_TaskSequencePackage -MethodName GetContentHash -Arguments @{ ContentID = [uint32]$question.contentId; HashAlgID = $algorithm } -ErrorAction Stop }
                } else {
                    if ($getter -eq 'GetPackageDefaultHash') { $result = Invoke-CimMethod -InputObject $sequence -MethodName GetPackageDefaultHash -Arguments @{ PackageID = $question.package; SourceVersion = [uint32]$question.version } -ErrorAction Stop }
                    elseif ($getter -eq 'GetPackageHash') { $result = Invoke-CimMethod -InputObject $sequence -MethodName GetPackageHash -Arguments @{ PackageID = $question.package; SourceVersion = [uint32]$question.version } -ErrorAction Stop }
                    else { $result = Invoke-CimMethod -InputObject $sequence -MethodName GetContentHash -Arguments @{ ContentID = [uint32]$question.contentId; HashAlgID = $algorithm } -ErrorAction Stop }
                }
                $answer = @{ value = @{ returned = (Get-OutValue -Result $result -Name 'ReturnValue'); hash = (Get-OutValue -Result $result -Name 'Hash'); hashVersion = (Get-OutValue -Result $result -Name 'HashVersion') } }
            }
        } catch { $answer = @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
        if ($question.isContent) { $contents += @{ contentId = $question.contentId; answer = $answer } }
        else { $packages += @{ package = $question.package; version = $question.version; answer = $answer } }
        if ($sinceProgress.ElapsedMilliseconds -ge 500) {
            Write-FactProgress -Text 'hashes of the site' -Done ($packages.Count + $contents.Count) -Total $questions.Count
            $sinceProgress.Restart()
        }
    }
    @{ references = $references; packages = $packages; contents = $contents }
}

# What the site says by task sequence and distribution point. The class may be missing.
function Get-ReferenceHash {
    param($Namespace, $TaskSequences)
    try {
        $ids = @($TaskSequences)
        $rows = @()
        # Fifty to a query: one query for a handful, and none so long that the provider refuses it.
        for ($start = 0; $start -lt $ids.Count; $start += 50) {
            $last = [Math]::Min($start + 50, $ids.Count) - 1
            $terms = foreach ($id in $ids[$start..$last]) { 'TaskSequenceID=' + (ConvertTo-WqlString -Text $id) }
            $rows += Get-CimInstance -Namespace $Namespace -ClassName SMS_TaskSequenceReferenceDps -Filter ($terms -join ' OR ') -Property TaskSequenceID, PackageID, ServerNALPath, SourceVersion, Hash -ErrorAction Stop
        }
        @{ value = @(foreach ($row in $rows) {
            @{ taskSequence = $row.TaskSequenceID; package = $row.PackageID; nalPath = $row.ServerNALPath; sourceVersion = $row.SourceVersion; hash = $row.Hash }
        }) }
    } catch { @{ error = (ConvertTo-ErrorFact -ErrorRecord $_) } }
}

# What the getters have to be asked for: packages (PS100012.3) without a SHA-256 of that version, and contents.
function Get-OpenQuestion {
    param($Parameters, $References)
    $isLegacy = $Parameters.algorithm -eq 'sha1'
    $answered = @{}
    if (-not $isLegacy -and $References.ContainsKey('value')) {
        foreach ($row in $References.value) {
            if ($row.hash -match '^[0-9a-f]{64}$') { $answered[$row.package + '.' + [string]$row.sourceVersion] = $true }
        }
    }
    foreach ($name in @($Parameters.packages)) {
        if ($answered.ContainsKey($name)) { continue }
        $dot = $name.LastIndexOf('.', [StringComparison]::Ordinal)
        $getter = $(if ($isLegacy) { 'GetPackageHash' } else { 'GetPackageDefaultHash' })
        @{ isContent = $false; getter = $getter; package = $name.Substring(0, $dot); version = [long]$name.Substring($dot + 1) }
    }
    foreach ($id in @($Parameters.contents)) { @{ isContent = $true; getter = 'GetContentHash'; contentId = [long]$id } }
}

# How each getter that the class has is called, which no document says: on the class ("static") or on an instance.
function Get-GetterForm {
    param($Namespace)
    $class = Get-CimClass -Namespace $Namespace -ClassName SMS_TaskSequencePackage -ErrorAction Stop
    $form = @{}
    foreach ($method in $class.CimClassMethods) {
        if ('GetPackageHash', 'GetPackageDefaultHash', 'GetContentHash' -notcontains $method.Name) { continue }
        $form[$method.Name] = 'instance'
        foreach ($qualifier in $method.Qualifiers) {
            if ($qualifier.Name -eq 'Static' -and $qualifier.Value -eq $true) { $form[$method.Name] = 'static' }
        }
        if ($form[$method.Name] -eq 'instance') { $form['instance'] = $true }
    }
    $form
}

# An out parameter, which is not there where the method did not fill it.
function Get-OutValue {
    param($Result, $Name)
    if ($null -eq $Result) { return $null }
    $property = $Result.PSObject.Properties[$Name]
    if ($null -ne $property) { $property.Value }
}

# Why nobody was asked, in the form of an error.
function ConvertTo-NoAnswer {
    param($Id, $Code, $Text)
    @{ types = @(); hresults = @(if ($Code) { $Code }); native = $null; message = $Text; id = $Id }
}
