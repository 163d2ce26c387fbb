import Evidence
import Host
import Lint
import Source
import Testing

@Suite struct ShellCheckTests {
  static let isPresent: Bool = {
    let found = Spawn.find("shellcheck", in: System.environment) != nil
    if !found { print("skipped: shellcheck is not installed") }
    return found
  }()

  static let text = """
    FROM alpine:3.22
    ENV FOLDER=/opt/x
    ARG TITLE
    RUN set -e; \\
        echo $TITLE; \\
        # between
        for f in $(ls *.txt); do echo "ü $f"; done; [[ -f $FOLDER ]]
    RUN <<EOF
    set -e
    \tread line
    echo "$line"
    EOF
    SHELL ["/bin/zsh", "-c"]
    RUN for f in $(ls); do echo; done

    """

  @Test(.enabled(if: isPresent, "shellcheck is not installed"))
  func findingsStandWhereTheTextDoes() throws {
    let source = SourceText(name: "Dockerfile", text: Self.text)
    let findings = try ShellCheck(environment: System.environment).findings(in: [source, source])
    #expect(findings.count == 2)
    #expect(findings[0] == findings[1])
    let places = Set(findings[0].map { "\($0.rule) \(source.text($0.range))" })
    #expect(places.contains("shellcheck/SC2045 $(ls *.txt)"))
    #expect(places.contains("shellcheck/SC2162 read"))
    #expect(places.contains("shellcheck/SC2086 $TITLE"))
    #expect(
      !places.contains { $0.hasPrefix("shellcheck/SC3") || $0.hasPrefix("shellcheck/SC2154") })
  }

  @Test(.enabled(if: isPresent, "shellcheck is not installed"))
  func oneTextNeedsNoFolder() throws {
    let source = SourceText(name: "Dockerfile", text: "FROM debian:trixie\nRUN echo `date`\n")
    let findings = try ShellCheck(environment: System.environment).findings(in: [source])
    #expect(findings[0].contains { $0.rule == "shellcheck/SC2006" })
  }

  @Test(.enabled(if: isPresent, "shellcheck is not installed"))
  func whatARuleTellsIsToldOnce() throws {
    let source = SourceText(name: "Dockerfile", text: Self.text)
    let beside = try ShellCheck(environment: System.environment).findings(in: [source])[0]
    let findings = try CheckAll.check().verdict(on: source, beside: beside).findings
    #expect(findings.contains { $0.rule == "unquoted-variable" })
    #expect(!findings.contains { $0.rule == "shellcheck/SC2086" })
    #expect(findings.contains { $0.rule == "shellcheck/SC2045" })
  }

  @Test func codesWaiveWhatShellCheckFinds() throws {
    let source = SourceText(
      name: "Dockerfile",
      text: "FROM debian:trixie\n# hardstand ignore=SC2045,SC2086 reason=\"few files\"\nRUN ls\n")
    let beside = ["SC2045", "SC2086", "SC2162"].map {
      Finding(
        rule: "shellcheck/\($0)", severity: .info, message: "x", range: SourceRange(77, 79))
    }
    let findings = try CheckAll.check().verdict(on: source, beside: beside).findings
    #expect(findings.map(\.rule).filter { $0.hasPrefix("shellcheck/") } == ["shellcheck/SC2162"])
    #expect(!findings.contains { $0.rule == "waiver-of-unknown-rule" })
  }

  @Test func aMissingProgramIsAFailure() {
    #expect {
      try ShellCheck(environment: ["PATH": "/nonexistent"]).findings(in: [])
    } throws: {
      ($0 as? Failure)?.hint?.contains("apt-get install shellcheck") ?? false
    }
  }
}
