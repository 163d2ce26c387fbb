import Documents
import Evidence
import Policy
import Source
import Testing

@Suite struct ProfileTests {
  private func policy(_ profile: String) throws -> FilePolicy {
    let flags = try PolicyOptions(profile: profile, knowing: Rules.index)
    return try EffectivePolicy(rules: Rules.index, flags: flags).common
  }

  @Test func everyProfileReads() throws {
    let profiles = try ProfileCatalog.all()
    #expect(profiles.map(\.name) == ProfileCatalog.names)
    for profile in profiles {
      #expect(!profile.title.isEmpty)
      #expect(try !ProfileCatalog.chain(named: profile.name).isEmpty)
    }
  }

  @Test(arguments: [
    ("production-hardening", "production"), ("galway", "platform"), ("haven", "distroless"),
    ("baseten", "chainguard"), ("Strict", "strict"),
  ])
  func aliasesFindProfiles(alias: String, name: String) throws {
    #expect(try ProfileCatalog.profile(named: alias).name == name)
  }

  @Test func unknownProfilesAreRefused() {
    #expect(throws: Failure.self) { try ProfileCatalog.profile(named: "prodution") }
    #expect(throws: Failure.self) { try ProfileCatalog.profile(named: "") }
  }

  @Test func theDefaultAsksOnlyForWhatIsADefectAnywhere() throws {
    let policy = try policy("default")
    for name in [
      "healthcheck-missing", "user-uid-low", "user-not-numeric", "base-not-digest-pinned",
      "label-missing", "label-values", "package-unpinned-apt", "package-unpinned-apk",
      "package-unpinned-rpm", "pip-unpinned", "npm-unpinned", "gem-unpinned",
      "go-install-unpinned",
    ] {
      #expect(!policy.runs(name), "\(name)")
    }
    for name in ["base-untagged", "base-latest", "signal-shell-pid1", "user-root"] {
      #expect(policy.runs(name), "\(name)")
    }
    #expect(policy.values == PolicyValues())
    #expect(policy.failOn.value == .warning)
  }

  /// Table 3 of the requirements matrix, by profile.
  @Test(arguments: [
    ("distroless", "user.uid", "65532"), ("platform", "user.uid", "\">=1000\""),
    ("production", "user.uid", "\">=10001\""), ("chainguard", "user.uid", "65532"),
    ("strict", "user.uid", "\">=10001\""),
    ("distroless", "user.form", "numeric-with-group"), ("platform", "user.form", "name"),
    ("production", "user.form", "numeric"), ("chainguard", "user.form", "name"),
    ("strict", "user.form", "numeric-with-group"),
    ("production", "user.shell", "nologin"), ("platform", "user.home", "required"),
    ("distroless", "base.family", "[chainguard]"), ("platform", "base.family", "[slim]"),
    ("production", "base.family", "[slim, alpine, distroless, chainguard]"),
    ("strict", "base.family", "[distroless, chainguard, slim]"),
    ("distroless", "base.pin", "tag+digest"), ("platform", "base.pin", "tag"),
    ("production", "base.pin", "tag"), ("chainguard", "base.pin", "tag+digest"),
    ("chainguard", "base.devInFinal", "true"), ("distroless", "base.devInFinal", "false"),
    ("strict", "base.devInFinal", "false"),
    ("production", "files.owner", "user"), ("strict", "files.owner", "root"),
    ("distroless", "health.required", "\"no\""), ("platform", "health.required", "\"yes\""),
    ("production", "health.required", "\"yes\""), ("strict", "health.required", "services"),
    ("platform", "health.tools", "no-client"), ("production", "health.tools", "no-curl"),
    ("distroless", "workers", "4"), ("production", "workers", "4"), ("strict", "workers", "1"),
    ("distroless", "init", "image"), ("strict", "init", "either"),
    ("platform", "tag.latest", "default-branch"), ("chainguard", "tag.latest", "local"),
    ("strict", "tag.latest", "release"), ("distroless", "scan.gate", "\"off\""),
    ("platform", "scan.gate", "{critical: 0, high: 4}"), ("production", "scan.gate", "report"),
    ("strict", "scan.gate", "{critical: 0, high-fixable: 0}"),
    ("platform", "platforms", "[linux/amd64, linux/arm64]"), ("distroless", "platforms", "[]"),
    ("platform", "run.readOnly", "true"), ("strict", "run.readOnly", "true"),
    ("distroless", "run.readOnly", "false"), ("platform", "sign.required", "true"),
    ("platform", "budget.size", "{python: \"100MB\", rust: \"50MB\"}"),
    ("platform", "budget.time", "\"10m\""), ("platform", "budget.cachedTime", "\"3m\""),
    ("production", "budget.size", "\"500MB\""), ("production", "budget.sizeAim", "\"200MB\""),
    ("production", "budget.time", "\"5m\""), ("strict", "budget.size", "\"200MB\""),
    ("production", "privescTools", "none"), ("strict", "privescTools", "no-sudo"),
    ("distroless", "pip.cache", "cache-mount"), ("production", "pip.cache", "no-cache-dir"),
    ("strict", "app.form", "exec"), ("production", "app.form", "any"),
    ("default", "user.uid", "any"), ("default", "packages.pin", "[]"),
  ])
  func valuesAreThoseOfTheDocuments(profile: String, key: String, value: String) throws {
    let values = try policy(profile).values
    let found = PolicyKey.named(key)?.value(in: values).inline
    #expect(found == value)
  }

  @Test(
    arguments: [
      ("production", "healthcheck-missing", Severity.warning),
      ("production", "user-uid-low", .warning),
      ("platform", "user-not-numeric", nil), ("chainguard", "base-latest", nil),
      ("chainguard", "base-not-digest-pinned", .warning),
      ("distroless", "healthcheck-missing", nil),
      ("production", "base-not-digest-pinned", nil), ("strict", "base-not-digest-pinned", .error),
      ("strict", "writable-code", .error), ("production", "writable-code", nil),
      ("production", "package-unpinned-apt", nil), ("strict", "package-unpinned-apk", nil),
    ] as [(String, String, Severity?)])
  func levelsFollow(profile: String, rule: String, severity: Severity?) throws {
    #expect(try policy(profile).level(for: Rules.named(rule)) == severity)
  }

  @Test func decisionsSayWhyAndWhere() throws {
    let decision = try policy("production").decision(for: "user-not-numeric")
    #expect(decision?.origin == .profile("production"))
    #expect(decision?.why?.contains("runAsNonRoot") == true)
    let key = try #require(PolicyKey.named("user.uid"))
    #expect(try policy("production").origin(of: key).description == "profile production")
    #expect(try policy("default").origin(of: key).description == "default")
  }

  /// A profile that sets a value runs the rules that measure against it, and no profile runs
  /// a rule that has nothing to measure against.
  @Test(arguments: ["production", "platform", "distroless", "chainguard", "strict"])
  func levelsAndValuesAgree(profile: String) throws {
    let policy = try policy(profile)
    for key in PolicyKey.all {
      for asked in key.rules(askedBy: policy.values) {
        #expect(Rules.drivenByPolicy.contains(asked.rule))
        // What is a defect anywhere runs without being asked.
        let isCommon = ["base-untagged", "untrusted-registry", "label-values"].contains(asked.rule)
        if !isCommon { #expect(policy.runs(asked.rule) == asked.isAsked, "\(asked.rule)") }
      }
    }
  }

  @Test func explanationsNameTheProfilesThatAsk() throws {
    let demands = try ProfileCatalog.demands(on: "user-not-numeric", in: Rules.index)
    #expect(demands.map(\.profile) == ["default", "production", "distroless", "strict"])
    #expect(demands.map(\.level) == [.off, .warning, .warning, .error])
    #expect(demands[1].why?.contains("runAsNonRoot") == true)
  }

  @Test func listingsShowEveryValueWithItsOrigin() throws {
    let lines = try policy("strict").listing(of: Rules.index)
    #expect(lines.count == 2 + PolicyKey.all.count + Rules.all.count)
    #expect(lines.first { $0.key == "profile" }?.origin == .flag("--profile"))
    let workers = lines.first { $0.key == "values.workers" }
    #expect(workers?.value == "1")
    #expect(workers?.origin == .profile("strict"))
    #expect(lines.first { $0.key == "rules.home-missing" }?.value == "off")
  }

  @Test(arguments: [
    ("ghcr.io", true), ("GHCR.io", true), ("a.example.com", true), ("example.com", false),
    ("docker.io", false),
  ])
  func registriesAreTrustedByPattern(registry: String, isTrusted: Bool) {
    var values = PolicyValues()
    #expect(values.trusts(registry: registry))
    values.trustedRegistries = ["ghcr.io", "*.example.com"]
    #expect(values.trusts(registry: registry) == isTrusted)
  }

  @Test(arguments: [
    "name: x\nrulez: {}\n", "name: x\nvalues: {user.uid: many}\n", "name: x\nrules: {a: loud}\n",
    "name: x\nvalues: {user: {id: 1}}\n", "- x\n", "name: x\nname: y\n",
  ])
  func wrongProfilesAreRefused(text: String) {
    #expect(throws: Failure.self) {
      try Profile(reading: SourceText(name: "x.yaml", text: text))
    }
  }

  @Test func validationNamesUnknownRules() throws {
    let source = SourceText(
      name: "x", text: "rules: {base-latest: off, base-lates: off, DL3006: off}")
    #expect(try Profile(reading: source).unknownRules(in: Rules.index) == ["base-lates"])
  }
}

@Suite struct PolicyKeyTests {
  @Test(arguments: PolicyKey.all.map(\.name))
  func valuesWriteBackWhatTheyRead(name: String) throws {
    let key = try #require(PolicyKey.named(name))
    for profile in ProfileCatalog.names {
      let flags = try PolicyOptions(profile: profile, knowing: Rules.index)
      let values = try EffectivePolicy(rules: Rules.index, flags: flags).common.values
      let text = "values: {\(name): \(key.value(in: values).inline)}"
      let read = try EffectivePolicy(rules: Rules.index, configuration: configuration(text)).common
      #expect(key.value(in: read.values) == key.value(in: values))
    }
  }

  @Test(arguments: [
    ("user.uid", "[65532, '>= 20000']", "[65532, \">=20000\"]"), ("workers", "none", "none"),
    ("budget.size", "64 MiB", "\"64MiB\""), ("budget.size", "{any: 1GB}", "\"1GB\""),
    ("budget.time", "90", "\"90s\""), ("health.required", "true", "\"yes\""),
    ("platforms", "linux/arm64", "[linux/arm64]"), ("scan.gate", "{low: 3}", "{low: 3}"),
    ("labels.schema", "{a.b: url}", "{a.b: url}"), ("packages.pin", "apk", "[apk]"),
  ])
  func formsAreRead(key: String, text: String, value: String) throws {
    let configuration = try configuration("values: {\(key): \(text)}")
    #expect(configuration.findings.isEmpty)
    let values = try EffectivePolicy(rules: Rules.index, configuration: configuration).common.values
    #expect(PolicyKey.named(key)?.value(in: values).inline == value)
  }

  @Test(arguments: [
    ("user.uid", "-1"), ("user.uid", "'>='"), ("user.uid", "99999999999"), ("user.form", "numric"),
    ("workers", "-1"), ("budget.size", "5 parsecs"), ("budget.size", "99999999999999999999"),
    ("budget.size", "9999999999999999GB"), ("budget.time", "5d"), ("scan.gate", "{grave: 1}"),
    ("scan.gate", "{high: some}"), ("run.readOnly", "yes"), ("platforms", "{a: b}"),
    ("labels.schema", "{a: uri}"), ("base.family", "[slim, windows]"),
  ])
  func wrongValuesAreFindings(key: String, text: String) throws {
    let findings = try configuration("values: {\(key): \(text)}").findings
    #expect(findings.map(\.rule) == ["configuration-invalid-value"])
  }

  @Test func idsAreMeasured() {
    #expect(UserIDs.any.accepts(0))
    #expect(UserIDs([.exactly(65532), .atLeast(100_000)]).accepts(65532))
    #expect(!UserIDs([.exactly(65532), .atLeast(100_000)]).accepts(70000))
  }
}
