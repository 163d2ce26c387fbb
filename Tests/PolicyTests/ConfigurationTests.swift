import Documents
import Evidence
import Policy
import Source
import Testing

@Suite struct ConfigurationTests {
  private func level(_ rule: String, _ text: String, path: String = "/r/Dockerfile") throws
    -> Severity?
  {
    try EffectivePolicy(rules: Rules.index, configuration: configuration(text))
      .level(for: Rules.named(rule), path: path)
  }

  @Test(
    arguments: [
      (["/r/.git", "/r/hardstand.yaml"], "/r/a/b", "/r/hardstand.yaml"),
      (["/r/hardstand.yaml", "/r/a/hardstand.yaml"], "/r/a/b", "/r/a/hardstand.yaml"),
      (["/hardstand.yaml", "/r/.git"], "/r/a", nil),
      (["/hardstand.yaml"], "/r/a", "/hardstand.yaml"),
      (["/r/a/.hadolint.yaml", "/r/hardstand.yml", "/r/.git"], "/r/a", "/r/hardstand.yml"),
      (["/r/a/.hadolint.yml", "/r/.hadolint.yaml", "/r/.git"], "/r/a/b", "/r/a/.hadolint.yml"),
      (["hardstand.yaml"], "a/b", "hardstand.yaml"), (["hardstand.yaml"], "", "hardstand.yaml"),
      ([], "/", nil), (["../hardstand.yaml"], "..", "../hardstand.yaml"),
    ] as [([String], String, String?)])
  func theNearestFileGoverns(files: [String], folder: String, found: String?) {
    let table = Table(files: [:], folders: Set(files))
    #expect(Configuration.path(governing: folder, in: table) == found)
  }

  @Test func everyKeyIsRead() throws {
    let text = """
      extends: production
      rules:
        DL3006: error
        base-latest: {level: info, why: we move it, options: {allow: [a]}}
        package-*: off
      select: [BaseImage, "package-*,sudo-used", untrusted-registry]
      ignore: [CKV2_DOCKER_1]
      fail-on: error
      values:
        user: {uid: 4711}
        base.pin: digest
      overrides:
        - paths: ["tools/**"]
          profile: default
          rules: {base-latest: off}
          ignore: base-untagged
      trusted-registries: [ghcr.io]
      label-schema: {maintainer: email}
      inline-waivers: {require-reason: true, report-unused: false, enabled: true}

      """
    let configuration = try configuration(text)
    #expect(configuration.findings.isEmpty)
    let policy = try EffectivePolicy(rules: Rules.index, configuration: configuration)
    let common = policy.common
    #expect(common.profile == Setting("production", .file(path: "/r/hardstand.yaml", line: 1)))
    #expect(common.level(for: Rules.named("base-untagged")) == .error)
    #expect(common.level(for: Rules.named("base-latest")) == .info)
    #expect(common.decision(for: "base-latest")?.why == "we move it")
    #expect(common.decision(for: "base-latest")?.option("allow") == ["a"])
    #expect(common.level(for: Rules.named("package-unpinned-apt")) == nil)
    #expect(common.level(for: Rules.named("sudo-used")) == nil)
    #expect(common.level(for: Rules.named("user-root")) == nil)
    #expect(common.level(for: Rules.named("untrusted-registry")) == .error)
    #expect(common.failOn == Setting(.error, .file(path: "/r/hardstand.yaml", line: 8)))
    #expect(common.values.user.ids == UserIDs([.exactly(4711)]))
    #expect(common.values.base.pin == .digest)
    #expect(common.values.trustedRegistries == ["ghcr.io"])
    #expect(common.values.labels.schema.forms == ["maintainer": .email])
    #expect(common.values.labels.required == ["maintainer"])
    #expect(common.inlineWaivers.requiresReason)
    #expect(!common.inlineWaivers.reportsUnused)
    let tools = policy.policy(for: "/r/tools/x/Dockerfile")
    #expect(tools.profile.value == "default")
    #expect(tools.level(for: Rules.named("base-latest")) == nil)
    #expect(tools.level(for: Rules.named("base-untagged")) == nil)
    #expect(policy.policy(for: "/r/other/Dockerfile").profile.value == "production")
  }

  @Test(
    arguments: [
      ("rulez: {}", "configuration-unknown-key", "rulez", "Write `rules`"),
      ("failon: error", "configuration-unknown-key", "failon", "Write `fail-on`"),
      (
        "rules: {base-untaged: off}", "configuration-unknown-rule", "base-untaged",
        "Write `base-untagged`"
      ),
      (
        "select: [nothing-like-it]", "configuration-unknown-rule", "nothing-like-it",
        "List the rules with `hardstand rules`"
      ),
      ("rules: {base-latest: warn}", "configuration-invalid-value", "warn", nil),
      ("rules: {base-latest: wrning}", "configuration-invalid-value", "wrning", "Write `warning`"),
      ("rules: [base-latest]", "configuration-invalid-value", "[base-latest]", nil),
      ("profile: prodction", "configuration-invalid-value", "prodction", "Write `production`"),
      ("fail-on: always", "configuration-invalid-value", "always", nil),
      ("values: {user.uuid: 1}", "configuration-unknown-key", "user.uuid", "Write `user.uid`"),
      ("values: {user: {shel: 1}}", "configuration-unknown-key", "shel", "Write `user.shell`"),
      (
        "overrides: [{rules: {}}]", "configuration-invalid-value", "{rules: {}}",
        "Write the patterns it is for under `paths`"
      ),
      ("overrides: [{paths: [a], fail-on: error}]", "configuration-unknown-key", "fail-on", nil),
      (
        "inline-waivers: {require-reasons: true}", "configuration-unknown-key", "require-reasons",
        "Write `require-reason`"
      ),
      ("inline-waivers: {enabled: yes}", "configuration-invalid-value", "yes", nil),
      ("- a", "configuration-invalid-value", "- a", nil),
      ("rules: {base-latest: {severity: error}}", "configuration-unknown-key", "severity", nil),
    ] as [(String, String, String, String?)])
  func mistakesAreFindings(text: String, rule: String, marked: String, help: String?) throws {
    let verdicts = try configuration(text).verdicts
    let finding = try #require(verdicts.first?.findings.first)
    #expect(verdicts.first?.findings.count == 1)
    #expect(finding.rule == rule)
    #expect(verdicts.first?.source?.text(finding.range) == marked)
    if let help { #expect(finding.help == help) }
  }

  @Test(arguments: [
    "a: [", "a: 1\na: 2", "\u{0}", "a:\n\tb: 1", String(repeating: "[", count: 5000),
    "x: &a [*a]", "---\n---\n",
  ])
  func malformedFilesAreRefused(text: String) {
    #expect(throws: Failure.self) { try configuration(text) }
  }

  @Test func mutatedFilesNeverFail() throws {
    let seed = Array(
      """
      extends: production
      profile: galway
      rules: {DL3006: error, base-latest: {level: info, why: x, options: {a: [1]}}, "p*": off}
      select: [BaseImage, "package-*,sudo-used"]
      ignore: [CKV2_DOCKER_1]
      values: {user: {uid: ">=1"}, base.pin: digest, scan.gate: {high: 1}, budget.size: {a: 1MB}}
      overrides: [{paths: ["t/**"], profile: default, rules: {base-latest: off}, ignore: x}]
      trusted-registries: [ghcr.io]
      label-schema: {maintainer: email}
      inline-waivers: {require-reason: true}
      ignored: [DL3008]
      override: {error: [DL3007]}
      failure-threshold: error

      """.utf8)
    var random = SystemRandomNumberGenerator()
    for number in 0..<1500 {
      var bytes = seed
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes.removeSubrange(place..<min(bytes.count, place + 4))
        case 1: bytes[place] = UInt8.random(in: 32...126, using: &random)
        default: bytes.insert(contentsOf: bytes[place...].prefix(12), at: place)
        }
      }
      let path = number % 2 == 0 ? "/r/hardstand.yaml" : "/r/.hadolint.yaml"
      let text = String(decoding: bytes, as: UTF8.self)
      guard let read = try? configuration(text, at: path) else { continue }
      let policy = try? EffectivePolicy(rules: Rules.index, configuration: read)
      _ = policy?.policy(for: "/r/t/Dockerfile").listing(of: Rules.index)
      for verdict in read.verdicts {
        for finding in verdict.findings {
          #expect(verdict.source?.range.contains(finding.range) == true)
        }
      }
    }
  }

  @Test func bytesThatAreNoTextAreRefused() {
    struct Binary: ConfigurationFiles {
      func bytes(at path: String) throws(Failure) -> [UInt8]? { [0x61, 0x3A, 0x20, 0xC0, 0x80] }
      func exists(_ path: String) -> Bool { true }
    }
    #expect(throws: Failure.self) {
      try Configuration(at: "hardstand.yaml", in: Binary(), rules: Rules.index)
    }
  }

  @Test func emptyFilesSayNothing() throws {
    for text in ["", "# nothing\n", "\u{FEFF}", "rules:\n", "---\r\n"] {
      #expect(try configuration(text).findings.isEmpty)
    }
  }

  @Test func carriageReturnsChangeNothing() throws {
    let text = "# c\r\nrules:\r\n  base-latest: error\r\n"
    #expect(try level("base-latest", text) == .error)
    let policy = try EffectivePolicy(rules: Rules.index, configuration: configuration(text))
    #expect(
      policy.common.decision(for: "base-latest")?.origin.description == "/r/hardstand.yaml:3")
  }

  @Test func filesExtendEachOther() throws {
    let table = Table(files: [
      "/r/a/hardstand.yaml": "extends: [../base.yaml]\nrules: {base-latest: info}\n",
      "/r/base.yaml":
        "extends: strict\nrules: {base-latest: off, sudo-used: info}\nfail-on: never\nbad: 1\n",
    ])
    let configuration = try Configuration(at: "/r/a/hardstand.yaml", in: table, rules: Rules.index)
    let policy = try EffectivePolicy(rules: Rules.index, configuration: configuration)
    #expect(policy.common.profile.value == "strict")
    #expect(policy.common.level(for: Rules.named("base-latest")) == .info)
    #expect(policy.common.level(for: Rules.named("sudo-used")) == .info)
    #expect(policy.failOn == nil)
    #expect(configuration.verdicts.map(\.name) == ["/r/base.yaml", "/r/a/hardstand.yaml"])
    #expect(configuration.verdicts.map(\.findings.count) == [1, 0])
    #expect(
      policy.common.decision(for: "sudo-used")?.origin.description == "/r/base.yaml:2")
  }

  @Test func cyclesAreRefused() {
    let table = Table(files: [
      "/r/hardstand.yaml": "extends: ./b.yaml\n", "/r/b.yaml": "extends: c/../hardstand.yaml\n",
      "/r/self.yaml": "extends: self.yaml\n", "/r/missing.yaml": "extends: nowhere.yaml\n",
    ])
    for name in ["hardstand", "self", "missing"] {
      #expect(throws: Failure.self) {
        try Configuration(at: "/r/\(name).yaml", in: table, rules: Rules.index)
      }
    }
  }

  @Test func longAndWideChainsEnd() throws {
    var files: [String: String] = [:]
    for number in 0..<200 { files["/r/\(number).yaml"] = "extends: ./\(number + 1).yaml\n" }
    files["/r/200.yaml"] = ""
    #expect(throws: Failure.self) {
      try Configuration(at: "/r/0.yaml", in: Table(files: files), rules: Rules.index)
    }
    for number in 0..<30 {
      files["/r/\(number).yaml"] = "extends: [./\(number + 1).yaml, ./\(number + 1).yaml]\n"
    }
    files["/r/30.yaml"] = "rules: {base-latest: error}\n"
    let wide = try Configuration(at: "/r/0.yaml", in: Table(files: files), rules: Rules.index)
    #expect(wide.verdicts.count == 31)
  }

  @Test(arguments: [
    ("Dockerfile", "/r/x/Dockerfile", true), ("*.Dockerfile", "/r/x/y/a.Dockerfile", true),
    ("./Dockerfile", "/r/x/Dockerfile", false), ("/Dockerfile", "/r/Dockerfile", true),
    ("x/*", "/r/x/Dockerfile", true), ("x/*", "/r/x/y/Dockerfile", false),
    ("x/**", "/r/x/y/Dockerfile", true), ("x/", "/r/x/y/Dockerfile", true),
    ("**/y/Dockerfile", "/r/x/y/Dockerfile", true), ("**/y/Dockerfile", "/r/y/Dockerfile", true),
    ("x/**/Dockerfile", "/r/x/Dockerfile", true), ("x/?/Dockerfile", "/r/x/yy/Dockerfile", false),
    ("y/*", "/r/x/y/Dockerfile", false), ("**", "/r/x/Dockerfile", true),
  ])
  func pathsMatch(pattern: String, path: String, matches: Bool) throws {
    let text = "overrides: [{paths: ['\(pattern)'], rules: {base-latest: error}}]"
    #expect(try level("base-latest", text, path: path) == (matches ? .error : .warning))
  }

  @Test(arguments: [
    ("trusted.registries=ghcr.io,docker.io", ["ghcr.io", "docker.io"]),
    ("trusted.registries=ghcr.io, docker.io", ["ghcr.io", "docker.io"]),
    ("trusted.registries=[ghcr.io, docker.io]", ["ghcr.io", "docker.io"]),
    ("trusted.registries=ghcr.io", ["ghcr.io"]),
  ])
  func aListOfTheCommandLineNeedsNoBrackets(text: String, registries: [String]) throws {
    let index = RuleIndex([])
    let flags = try PolicyOptions(values: [text], knowing: index)
    let policy = try EffectivePolicy(rules: index, flags: flags).common
    #expect(policy.values.trustedRegistries == registries)
  }

  @Test func laterWins() throws {
    let index = Rules.index
    let configuration = try configuration(
      "profile: production\nrules: {base-latest: error}\nfail-on: error\nvalues: {workers: 2}\n")
    let environment = try PolicyOptions(
      environment: [
        "HARDSTAND_PROFILE": "platform", "HARDSTAND_RULE": "base-latest=info,DL3006=off",
        "HARDSTAND_FAIL_ON": "info", "HARDSTAND_VALUE_WORKERS": "3",
        "HARDSTAND_VALUE_BASE_DEV_IN_FINAL": "false", "HARDSTAND_IGNORE": "", "OTHER": "x",
      ], knowing: index)
    let first = try EffectivePolicy(
      rules: index, configuration: configuration, environment: environment
    ).common
    #expect(first.profile == Setting("platform", .environment("HARDSTAND_PROFILE")))
    #expect(first.level(for: Rules.named("base-latest")) == .info)
    #expect(first.level(for: Rules.named("base-untagged")) == nil)
    #expect(first.failOn.value == .info)
    #expect(first.values.workers == 3)
    #expect(!first.values.base.allowsDevelopmentVariant)
    let flags = try PolicyOptions(
      profile: "strict", select: ["base-latest,DL3006"], ignore: ["DL3006"], failOn: "never",
      rules: ["base-latest=warning"], values: ["workers=7", "user.uid=>=5"], knowing: index)
    let second = try EffectivePolicy(
      rules: index, configuration: configuration, environment: environment, flags: flags
    ).common
    #expect(second.profile.value == "strict")
    #expect(second.failOn == Setting(nil, .flag("--fail-on")))
    #expect(second.values.workers == 7)
    #expect(second.values.user.ids == UserIDs([.atLeast(5)]))
    #expect(index.rules.filter { second.runs($0.name) }.map(\.name) == ["base-latest"])
    #expect(second.level(for: Rules.named("base-latest")) == .warning)
    #expect(second.decision(for: "sudo-used")?.origin == .flag("--select"))
    let key = try #require(PolicyKey.named("workers"))
    #expect(second.origin(of: key) == .flag("--set"))
  }

  @Test(arguments: [
    ("values: {user.uid: '>=10001'}", "user-uid-low", true),
    ("profile: production\nvalues: {health.required: no}", "healthcheck-missing", false),
    ("values: {health.required: services}", "healthcheck-missing", true),
    ("values: {packages.pin: apk}", "package-unpinned-apk", true),
    ("values: {packages.pin: apk}", "package-unpinned-apt", false),
    ("values: {base.pin: tag+digest}", "base-not-digest-pinned", true),
    ("values: {base.pin: none}", "base-untagged", false),
    ("values: {user.uid: 1}\nrules: {user-uid-low: off}", "user-uid-low", false),
    ("values: {user.uid: 1}\nignore: user-uid-low", "user-uid-low", false),
    ("values: {user.uid: 1}\nselect: sudo-used", "user-uid-low", false),
    ("label-schema: {a: text}", "label-missing", true),
    ("label-schema: {a: text}", "label-values", true),
    ("overrides: [{paths: ['*'], values: {user.form: numeric}}]", "user-not-numeric", true),
  ])
  func valuesWakeTheirRules(text: String, rule: String, runs: Bool) throws {
    #expect(try (level(rule, text) != nil) == runs)
  }

  @Test func optionsWakeRulesToo() throws {
    let flags = try PolicyOptions(values: ["user.uid=4711"], knowing: Rules.index)
    let policy = try EffectivePolicy(rules: Rules.index, flags: flags).common
    #expect(policy.decision(for: "user-uid-low")?.origin == .flag("--set"))
    #expect(policy.decision(for: "user-uid-low")?.why == "`user.uid` is 4711")
    #expect(policy.runs("user-uid-low"))
  }

  @Test func selectTurnsOnWhatAProfileTurnsOff() throws {
    let flags = try PolicyOptions(select: ["healthcheck-missing"], knowing: Rules.index)
    let policy = try EffectivePolicy(rules: Rules.index, flags: flags).common
    #expect(policy.level(for: Rules.named("healthcheck-missing")) == .warning)
    let all = try PolicyOptions(select: ["ALL"], knowing: Rules.index)
    let every = try EffectivePolicy(rules: Rules.index, flags: all).common
    #expect(Rules.all.allSatisfy { every.runs($0.name) })
  }

  @Test func wrongOptionsAreRefused() {
    let index = Rules.index
    #expect(throws: Failure.self) { try PolicyOptions(profile: "x", knowing: index) }
    #expect(throws: Failure.self) { try PolicyOptions(select: ["base-lates"], knowing: index) }
    #expect(throws: Failure.self) { try PolicyOptions(failOn: "loud", knowing: index) }
    #expect(throws: Failure.self) { try PolicyOptions(rules: ["base-latest"], knowing: index) }
    #expect(throws: Failure.self) { try PolicyOptions(rules: ["base-latest=x"], knowing: index) }
    #expect(throws: Failure.self) { try PolicyOptions(values: ["user.uid=x"], knowing: index) }
    #expect(throws: Failure.self) { try PolicyOptions(values: ["user.id=1"], knowing: index) }
    #expect(throws: Failure.self) { try PolicyOptions(values: ["workers=[1"], knowing: index) }
    #expect(throws: Never.self) { try PolicyOptions(ignore: ["DL9999,SC1234"], knowing: index) }
  }

  @Test func everyKeyHasAVariableOfItsOwn() {
    let names = PolicyKey.all.map(\.environmentName)
    #expect(Set(names).count == names.count)
    #expect(names.contains("HARDSTAND_VALUE_USER_UID"))
    #expect(names.contains("HARDSTAND_VALUE_RUN_READ_ONLY"))
  }
}

@Suite struct HadolintConfigurationTests {
  @Test func everyKeyIsTranslated() throws {
    let text = """
      failure-threshold: style
      format: tty
      ignored: [DL3008, SC2086, DL9999]
      override:
        error: [DL3007]
        style: [DL3004]
      trustedRegistries: [docker.io, "*.example.com"]
      label-schema: {author: text, url: url}
      strict-labels: true
      no-color: true
      no-fail: false
      disable-ignore-pragma: true

      """
    let configuration = try configuration(text, at: "/r/.hadolint.yaml")
    #expect(configuration.findings.isEmpty)
    let policy = try EffectivePolicy(rules: Rules.index, configuration: configuration).common
    #expect(policy.failOn.value == .info)
    #expect(configuration.format?.value == "human")
    #expect(configuration.color?.value == false)
    #expect(!policy.runs("unquoted-variable"))
    #expect(policy.level(for: Rules.named("base-latest")) == .error)
    #expect(policy.level(for: Rules.named("sudo-used")) == .info)
    #expect(policy.runs("untrusted-registry"))
    #expect(policy.runs("label-missing"))
    #expect(policy.values.trustedRegistries == ["docker.io", "*.example.com"])
    #expect(policy.values.labels.schema.forms.count == 2)
    #expect(policy.values.labels.isStrict)
    #expect(!policy.inlineWaivers.isEnabled)
    #expect(policy.decision(for: "sudo-used")?.origin.description == "/r/.hadolint.yaml:6")
  }

  @Test(arguments: [
    ("no-fail: true\nfailure-threshold: error", Severity?.none), ("failure-threshold: none", nil),
    ("failure-threshold: warning", .warning), ("", .warning),
  ])
  func thresholds(text: String, severity: Severity?) throws {
    let configuration = try configuration(text, at: ".hadolint.yml")
    #expect(
      try EffectivePolicy(rules: Rules.index, configuration: configuration).failOn == severity)
  }

  @Test func unknownKeysAreFindings() throws {
    let findings = try configuration("ignore: [DL3008]", at: ".hadolint.yaml").findings
    #expect(findings.first?.help == "Write `ignored`")
  }
}
