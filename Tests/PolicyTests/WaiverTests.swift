import Evidence
import Policy
import Source
import Testing

@Suite struct WaiverTests {
  /// A file whose comments are its `#` lines and whose instructions are the other lines.
  private struct File {
    let source: SourceText
    var comments: [SourceRange] = []
    var instructions: [SourceRange] = []
    var stages: [SourceRange] = []

    init(_ text: String) {
      source = SourceText(name: "Dockerfile", text: text)
      for line in 1...max(1, source.lineCount) {
        let range = source.lineRange(line)
        let text = source.text(range)
        if text.drop(while: { $0 == " " }).hasPrefix("#") {
          comments.append(range)
        } else if !text.isEmpty {
          instructions.append(range)
          if text.hasPrefix("FROM") { stages.append(range) }
        }
      }
      stages = stages.enumerated().map { index, range in
        SourceRange(
          range.lowerBound,
          index + 1 < stages.count ? stages[index + 1].lowerBound : source.bytes.count)
      }
    }

    var waivers: Waivers {
      Waivers(in: source, comments: comments, instructions: instructions, stages: stages)
    }

    func finding(_ rule: String, line: Int) -> Finding {
      Finding(rule: rule, severity: .warning, message: "m", range: source.lineRange(line))
    }
  }

  private func policy(_ text: String = "") throws -> FilePolicy {
    try EffectivePolicy(rules: Rules.index, configuration: configuration(text)).common
  }

  private func apply(
    _ text: String, _ findings: [(String, Int)], today: String? = nil, configuration: String = ""
  ) throws -> (File, Waivers.Outcome) {
    let file = File(text)
    let outcome = file.waivers.apply(
      to: findings.map { file.finding($0.0, line: $0.1) }, under: try policy(configuration),
      rules: Rules.index, today: today)
    return (file, outcome)
  }

  @Test(arguments: [
    "# hardstand ignore=base-untagged reason=\"a mirror\"", "# hardstand ignore=DL3006",
    "#hardstand ignore = base-latest , base-untagged", "# hardstand file ignore=BaseImage",
    "# hardstand stage ignore=base-untagged", "# hardstand: ignore=ALL; reason=no",
    "# hadolint ignore=DL3006", "# hadolint ignore=SC2086, DL3006 # why not",
    "#hadolint global ignore=DL3006", "# hadolint stage ignore=DL3006",
    "# tally ignore=hadolint/DL3006;reason=old", "# tally global ignore=all",
    "# check=skip=all,DL3006", "#checkov:skip=CKV_DOCKER_7:we know", "# checkov:skip=CKV_DOCKER_7",
    "#trivy:ignore:DS-0001", "# trivy:ignore:AVD-DS-0001", "#trivy:ignore:DS001:exp:2999-01-01",
    "# trivy:ignore:AVD-X-1 trivy:ignore:DS-0001", "# kics-scan ignore-line",
    "# kics-scan ignore-block", "# kics-scan ignore", "# nosemgrep",
    "# nosemgrep: dockerfile.security.base-untagged.base-untagged", "#  HADOLINT Ignore=dl3006",
  ])
  func everySyntaxWaives(comment: String) throws {
    let (_, outcome) = try apply("\(comment)\nFROM alpine\n", [("base-untagged", 2)])
    #expect(outcome.waived.count == 1)
    #expect(outcome.kept.isEmpty)
  }

  @Test(arguments: [
    "# hardstand checks this", "# hardstand ignores nothing", "# hadolint ignore", "# hadolint",
    "# hadolint ignore=", "# ignore=DL3006", "# trivy ignore DS-0001", "# kics-scan",
    "# kics-scan ignore-lines", "# nosemgreps", "# checkov skip=CKV_DOCKER_7", "#", "# ",
    "# hadolint ignore=DL3007", "# hadolint shell=/bin/bash",
  ])
  func proseWaivesNothing(comment: String) throws {
    let (_, outcome) = try apply("\(comment)\nFROM alpine\n", [("base-untagged", 2)])
    #expect(outcome.kept.count == 1)
    #expect(!outcome.aboutWaivers.contains { $0.rule == "waiver-malformed" })
  }

  @Test func waiversReachAsFarAsTheySay() throws {
    let text = """
      FROM a
      # hardstand ignore=sudo-used
      RUN one
      RUN two
      # hadolint stage ignore=DL3004
      FROM b
      RUN three
      FROM c
      RUN four
      # hardstand stage ignore=user-root
      USER root

      """
    let (_, outcome) = try apply(
      text,
      [
        ("sudo-used", 3), ("sudo-used", 4), ("sudo-used", 7), ("sudo-used", 9), ("user-root", 11),
        ("user-root", 8), ("user-root", 6),
      ])
    #expect(outcome.waived.map { ($0.range) }.count == 4)
    let file = File(text)
    #expect(outcome.kept.map { file.source.line(at: $0.range.lowerBound) } == [4, 9, 6])
  }

  @Test func checkDirectivesStandAtTheTop() throws {
    let top = File(
      "# syntax=docker/dockerfile:1\n# check=skip=JSONArgsRecommended;error=true\nFROM a\n")
    #expect(top.waivers.check?.failsBuild == true)
    #expect(top.waivers.waivers.first?.scope == .file)
    let experimental = File("# check=experimental=all;skip=A,B\nFROM a\n").waivers
    #expect(experimental.check?.experimental == ["all"])
    #expect(experimental.waivers.first?.names.map(\.text) == ["A", "B"])
    #expect(File("# a comment\n# check=skip=all\nFROM a\n").waivers.check == nil)
    #expect(File("\n# check=skip=all\nFROM a\n").waivers.check == nil)
    #expect(File("FROM a\n# check=skip=all\n").waivers.waivers.isEmpty)
    let (_, outcome) = try apply(
      "# check=skip=all\nFROM a\nCMD b\n", [("command-shell-form", 3), ("base-untagged", 2)])
    #expect(outcome.waived.map(\.rule) == ["command-shell-form"])
  }

  @Test func shellsAreTold() {
    let waivers = File("FROM a\n# hadolint shell=/bin/bash -o pipefail\nRUN a\n").waivers
    #expect(waivers.shells.map(\.shell) == ["/bin/bash -o pipefail"])
    #expect(waivers.waivers.isEmpty)
  }

  @Test func unusedWaiversAreFindingsWithRepairs() throws {
    let (file, outcome) = try apply(
      "FROM a\n  # hardstand ignore=base-latest, sudo-used,user-root reason=\"x\"\nRUN a\n",
      [("sudo-used", 3)])
    let finding = try #require(outcome.aboutWaivers.first)
    #expect(finding.rule == "waiver-unused")
    #expect(finding.severity == .warning)
    #expect(finding.message.contains("`base-latest`, `user-root`"))
    let fixed = String(decoding: file.source.applying(finding.fixes[0].edits), as: UTF8.self)
    #expect(fixed == "FROM a\n  # hardstand ignore=sudo-used reason=\"x\"\nRUN a\n")
  }

  @Test func unusedForeignWaiversAreInformation() throws {
    let (file, outcome) = try apply("# hadolint ignore=DL3006,DL3007\r\nFROM a:1\r\n", [])
    let finding = try #require(outcome.aboutWaivers.first)
    #expect(outcome.aboutWaivers.count == 1)
    #expect(finding.severity == .info)
    #expect(file.source.text(finding.range) == "DL3006,DL3007")
    #expect(finding.fixes.map(\.applicability) == [.display])
    #expect(
      String(decoding: file.source.applying(finding.fixes[0].edits), as: UTF8.self)
        == "FROM a:1\r\n")
  }

  @Test(arguments: [
    // What is off finds nothing, so its waiver is not unused.
    "# hadolint ignore=DL3008", "# hardstand ignore=healthcheck-missing",
    // Rules of others that have no counterpart.
    "# hadolint ignore=DL9999", "# check=skip=NoSuchCheck", "#checkov:skip=CKV_DOCKER_99",
    "# kics-scan disable=67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae",
  ])
  func nothingIsSaidOf(comment: String) throws {
    let (_, outcome) = try apply("\(comment)\nFROM a:1\n", [])
    #expect(outcome.aboutWaivers.isEmpty)
  }

  @Test(arguments: [
    ("# hardstand ignore=base-untaged", "waiver-unknown-rule", "base-untaged"),
    ("# hardstand ignore=DL9999", "waiver-unknown-rule", "DL9999"),
    ("# hardstand ignore base-latest", "waiver-malformed", "# hardstand ignore base-latest"),
    ("# hardstand ignore=", "waiver-malformed", "# hardstand ignore="),
    (
      "# hardstand ignore=sudo-used because", "waiver-malformed",
      "# hardstand ignore=sudo-used because"
    ),
    (
      "# hardstand ignore=sudo-used until=soon", "waiver-malformed",
      "# hardstand ignore=sudo-used until=soon"
    ),
    (
      "# hardstand ignore=sudo-used until=2026-11-20", "waiver-expired",
      "# hardstand ignore=sudo-used until=2026-11-20"
    ),
    (
      "# trivy:ignore:DS-0010:exp:2026-11-20", "waiver-expired",
      "# trivy:ignore:DS-0010:exp:2026-11-20"
    ),
  ])
  func wrongWaiversAreFindings(comment: String, rule: String, marked: String) throws {
    let (file, outcome) = try apply(
      "FROM a\n\(comment)\nRUN b\n", [("sudo-used", 3)], today: "2026-11-21")
    #expect(outcome.kept.count == 1)
    #expect(outcome.aboutWaivers.map(\.rule) == [rule])
    #expect(outcome.aboutWaivers.map { file.source.text($0.range) } == [marked])
  }

  @Test func waiversHoldToTheirLastDay() throws {
    let text = "FROM a\n# hardstand ignore=sudo-used until=2026-11-21\nRUN b\n"
    #expect(try apply(text, [("sudo-used", 3)], today: "2026-11-21").1.waived.count == 1)
    #expect(try apply(text, [("sudo-used", 3)], today: nil).1.waived.count == 1)
  }

  @Test func reasonsAreAskedFor() throws {
    let asked = "inline-waivers: {require-reason: true}"
    func rules(_ comment: String) throws -> [String] {
      try apply("\(comment)\nFROM a\n", [("base-untagged", 2)], configuration: asked).1
        .aboutWaivers.map(\.rule)
    }
    #expect(try rules("# hardstand ignore=DL3006") == ["waiver-without-reason"])
    #expect(try rules("# hardstand ignore=DL3006 reason=\"\"") == ["waiver-without-reason"])
    #expect(try rules("# hardstand ignore=DL3006 reason=\"r\"") == [])
    #expect(try rules("# hadolint ignore=DL3006") == ["waiver-without-reason"])
    #expect(try rules("# hadolint ignore=DL3006 it is a mirror") == [])
    #expect(try rules("# tally ignore=DL3006;reason=x") == [])
    #expect(try rules("#checkov:skip=CKV_DOCKER_7:x") == [])
    #expect(try rules("# check=skip=DL3006") == [])
  }

  @Test func configurationRulesOverWaivers() throws {
    let text = "# hardstand ignore=base-latest\nFROM a\n"
    #expect(
      try apply(text, [("base-latest", 2)], configuration: "inline-waivers: {enabled: false}").1
        .kept.count == 1)
    #expect(
      try apply(text, [], configuration: "inline-waivers: {report-unused: false}").1.aboutWaivers
        .isEmpty)
    #expect(
      try apply(text, [], configuration: "rules: {waiver-unused: off}").1.aboutWaivers.isEmpty)
    #expect(
      try apply(text, [], configuration: "rules: {waiver-unused: error}").1.aboutWaivers.first?
        .severity == .error)
  }

  @Test func findingsWithPlacesKeepTheirWaiversInUse() throws {
    let file = File("FROM a\n# hardstand ignore=sudo-used\nRUN b\nRUN c\n")
    let finding = Finding(
      rule: "sudo-used", severity: .warning, message: "m", range: file.source.lineRange(4),
      related: [.init(file.source.lineRange(3), "and here")])
    let outcome = file.waivers.apply(to: [finding], under: try policy(), rules: Rules.index)
    #expect(outcome.kept.count == 1)
    #expect(outcome.aboutWaivers.isEmpty)
  }

  @Test func commentsInsideAnInstructionAreOfIt() throws {
    let source = SourceText(
      name: "x", text: "FROM a\nRUN b \\\n# hardstand ignore=DL3004\n c\nRUN d\n")
    let lines = (1...5).map { source.lineRange($0) }
    let waivers = Waivers(
      in: source, comments: [lines[2]],
      instructions: [lines[0], lines[1].union(lines[3]), lines[4]], stages: [source.range])
    let findings = [lines[1], lines[3], lines[4]].map {
      Finding(rule: "sudo-used", severity: .warning, message: "m", range: $0)
    }
    let outcome = waivers.apply(to: findings, under: try policy(), rules: Rules.index)
    #expect(outcome.kept.map(\.range) == [lines[4]])
  }

  /// The examples in the descriptions, where every `FROM alpine` is a finding.
  @Test(arguments: ConfigurationRule.allCases)
  func examplesHold(rule: ConfigurationRule) throws {
    for example in rule.description.examples {
      let plain = String(example.text.filter { $0 != "‹" && $0 != "›" })
      let file = File(plain)
      let lines = (1...file.source.lineCount).filter {
        file.source.text(file.source.lineRange($0)) == "FROM alpine"
      }
      let outcome = file.waivers.apply(
        to: lines.map { file.finding("base-untagged", line: $0) },
        under: try policy("inline-waivers: {require-reason: true}"), rules: Rules.index,
        today: "2026-11-21")
      let found = outcome.aboutWaivers.filter { $0.rule == rule.rawValue }
      #expect(found.isEmpty != example.isFlagged)
      let marks = example.text.split(separator: "‹", omittingEmptySubsequences: false).dropFirst()
        .map { $0.prefix { $0 != "›" } }
      #expect(found.map { file.source.text($0.range) } == marks.map(String.init))
      if let fixed = example.fixed {
        let edits = found.flatMap { $0.fixes[0].edits }
        #expect(String(decoding: file.source.applying(edits), as: UTF8.self) == fixed)
      }
    }
  }

  @Test func mutatedCommentsNeverFail() {
    let seeds = [
      "# hardstand stage ignore=DL3006,x reason=\"a b\" until=2026-01-01",
      "# hadolint global ignore=DL3006, SC2086 # why", "# tally ignore=a/b;reason=x",
      "# check=skip=A,B;error=true;experimental=all", "#trivy:ignore:DS-0002:exp:2026-01-01",
      "#checkov:skip=CKV_DOCKER_2:why", "# kics-scan disable=a,b", "# nosemgrep: a.b.c, d",
    ]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<3000 {
      var bytes = Array((seeds.randomElement(using: &random) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        default: bytes.insert(contentsOf: bytes[place...].prefix(5), at: place)
        }
      }
      let source = SourceText(name: "x", bytes: bytes)
      let waivers = Waivers(in: source, comments: [source.range], instructions: [], stages: [])
      for name in waivers.waivers.flatMap(\.names) { #expect(source.range.contains(name.range)) }
    }
  }

  @Test func rulesOutsideOfTheIndexAreWaivedByName() throws {
    let (_, outcome) = try apply(
      "FROM a\n# hadolint ignore=SC9999\nRUN b\n", [("SC9999", 3), ("shellcheck/SC9999", 3)])
    #expect(outcome.waived.count == 2)
  }

  @Test(.timeLimit(.minutes(1)))
  func manyWaiversTakeNoLongTime() throws {
    let text = String(
      repeating: "# hardstand file ignore=base-untagged,x*y\nRUN a\n", count: 20_000)
    let file = File(text)
    let findings = (1...20_000).map { file.finding("base-untagged", line: $0 * 2) }
    let clock = ContinuousClock()
    let policy = try policy()
    let time = clock.measure {
      let outcome = file.waivers.apply(to: findings, under: policy, rules: Rules.index)
      #expect(outcome.waived.count == 20_000)
    }
    #expect(time < .seconds(10))
  }

  @Test func oddInputEnds() {
    for text in ["", "#", "# hardstand ignore=\u{0}", "# hardstand ignore=,,,", "# check="] {
      _ = File(text).waivers
    }
    let source = SourceText(name: "x", bytes: [0x23, 0x20, 0xFF, 0xFE])
    let wild = Waivers(
      in: source, comments: [SourceRange(0, 4)], instructions: [], stages: [])
    #expect(wild.waivers.isEmpty)
  }
}
