import Evidence
import OCI
import Policy
import Testing

@Suite struct StandInTests {
  private static let digest = "sha256:" + String(repeating: "a", count: 64)

  @Test(
    arguments: [
      ("python:3.11-slim", "localhost/python3"),
      ("docker.io/library/python:3.11-slim", "localhost/python3"),
      ("index.docker.io/library/python:3.11-slim", "localhost/python3"), ("python:3.12-slim", nil),
      ("python:3.11-slim@\(digest)", nil), ("debian", "localhost/debian-slim"),
      ("debian:latest", "localhost/debian-slim"), ("other/debian", nil),
    ] as [(String, String?)])
  func standInForWhatIsNamed(name: String, replacement: String?) throws {
    let policy = try EffectivePolicy(
      rules: Rules.index,
      configuration: configuration(
        """
        aliases:
          python:3.11-slim: localhost/python3
          debian: localhost/debian-slim
        """))
    let found = policy.standIns.standIn(for: try ImageReference(parsing: name))
    #expect(found?.replacement.familiar == replacement)
    let listed = policy.common.listing(of: Rules.index).filter { $0.key.hasPrefix("aliases.") }
    #expect(listed.map(\.value) == ["localhost/python3", "localhost/debian-slim"])
    #expect(listed.map(\.key) == ["aliases.python:3.11-slim", "aliases.debian"])
    #expect(listed.allSatisfy { "\($0.origin)".contains(":2") || "\($0.origin)".contains(":3") })
  }

  @Test(arguments: [
    "aliases: [a]", "aliases: {a: [b]}", "aliases: {'A B': c}", "aliases: {a: 'B B'}",
  ])
  func tellsOfWhatIsWrong(text: String) throws {
    let configuration = try configuration(text)
    #expect(configuration.standIns.all.isEmpty)
    #expect(configuration.verdicts.contains { !$0.findings.isEmpty })
  }
}
