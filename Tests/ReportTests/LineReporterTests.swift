import Evidence
import Report
import Source
import Testing

/// The formats of which each line is read on its own, and Markdown.
@Suite struct LineReporterTests {
  @Test func gnu() {
    #expect(
      GNUReporter().text(Sample.typical) == """
        app/Dockerfile:1:6: error: the base image `debian` has no tag [untagged-base]
        app/Dockerfile:2:42: warning: the version of `curl` is not pinned [unpinned-package]
        app/Dockerfile:3:5: warning: the version of `git` is not pinned [unpinned-package]
        app/Dockerfile:5:5: info: `TOKEN` looks like a secret [secret-in-environment]
        ./b c/Dockerfile:1:6: error: the base image `alpine` has no tag [untagged-base]
        gone: error: cannot read `gone`: no such file

        """)
    #expect(
      GNUReporter().text(Sample.failures) == """
        gone/Dockerfile: error: cannot read `gone/Dockerfile`: permission denied
        bad.yaml:3:5: error: a key is not known
        ok/Dockerfile: error: ok/hardstand.yaml:1:10: a profile is not known

        """)
  }

  @Test func gitHub() {
    #expect(
      GitHubReporter().text(Sample.typical) == """
        ::error file=app/Dockerfile,line=1,endLine=1,col=6,endColumn=12,title=untagged-base\
        ::the base image `debian` has no tag%0Ahelp: name a release, such as `debian:13`
        ::warning file=app/Dockerfile,line=2,endLine=2,col=42,endColumn=46,title=unpinned-package\
        ::the version of `curl` is not pinned
        ::warning file=app/Dockerfile,line=3,endLine=3,col=5,endColumn=8,title=unpinned-package\
        ::the version of `git` is not pinned
        ::notice file=app/Dockerfile,line=5,endLine=5,col=5,endColumn=14,title=secret-in-environment\
        ::`TOKEN` looks like a secret%0Ahelp: mount it with `RUN --mount=type=secret`
        ::error file=b c/Dockerfile,line=1,endLine=1,col=6,endColumn=12,title=untagged-base\
        ::the base image `alpine` has no tag
        ::error file=gone::cannot read `gone`: no such file

        """)
  }

  @Test func gitHubGivesNoColumnsOverLines() {
    let (source, ranges) = Sample.marked("RUN ‹a \\\n  b\n›")
    let finding = Finding(
      rule: "r", severity: .info, message: "a: b, 100%\r\n", range: ranges[0])
    let report = Sample.report([Verdict(source: source, findings: [finding])])
    #expect(
      GitHubReporter().text(report)
        == "::notice file=app/Dockerfile,line=1,endLine=2,title=r::a: b, 100%25%0D%0A\n")
  }

  @Test(arguments: [ReportFormat.gnu, .github, .human])
  func hostileTextsKeepTheirLines(format: ReportFormat) {
    let text = format.reporter().text(Sample.hostile)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let summary = Sample.hostile.summary
    if format != .human { #expect(lines.count == summary.findings + summary.failures + 1) }
    if format == .github { #expect(lines.dropLast().allSatisfy { $0.hasPrefix("::error file=") }) }
    if format != .github { #expect(!lines.contains { $0.hasPrefix("::error file=") }) }
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(!text.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{2028}" })
  }

  @Test func markdown() {
    #expect(
      MarkdownReporter().text(Sample.typical) == """
        ## hardstand: 2 errors, 2 warnings, 1 info in 2 files

        1 can be fixed with <code>hardstand fix</code>. 1 waived.

        ### <code>app/Dockerfile</code>

        | Line | Severity | Finding | Rule |
        | ---: | --- | --- | --- |
        | 1 | error | the base image <code>debian</code> has no tag | <code>untagged-base</code> |
        | 2 | warning | the version of <code>curl</code> is not pinned | <code>unpinned-package</code> |
        | 3 | warning | the version of <code>git</code> is not pinned | <code>unpinned-package</code> |
        | 5 | info | <code>TOKEN</code> looks like a secret | <code>secret-in-environment</code> |

        <details>
        <summary>What to do</summary>

        **untagged-base**: name a release, such as <code>debian&#58;13</code>. A base without a tag \
        is another one tomorrow. Builds then differ without a change.
        - line 1: its stage is used by all that follow

        ```diff
        -FROM debian AS build
        +FROM debian:13 AS build
        ```

        **unpinned-package**: The package index moves, and the build with it.

        ```diff
        -RUN apt-get update && apt-get install -y curl \\
        +RUN apt-get update && apt-get install -y curl=8.* \\
        ```

        **secret-in-environment**: mount it with <code>RUN --mount=type=secret</code>. Everyone who \
        has the image has it.

        </details>

        ### <code>./b c/Dockerfile</code>

        | Line | Severity | Finding | Rule |
        | ---: | --- | --- | --- |
        | 1 | error | the base image <code>alpine</code> has no tag | <code>untagged-base</code> |

        <details>
        <summary>What to do</summary>

        **untagged-base**: A base without a tag is another one tomorrow. Builds then differ without \
        a change.

        </details>

        ### <code>gone</code>

        Could not be examined: cannot read <code>gone</code>&#58; no such file

        """)
    #expect(MarkdownReporter().text(Sample.empty) == "## hardstand: no findings in 0 files\n")
  }

  @Test func markdownKeepsItsShape() {
    let lines = MarkdownReporter().text(Sample.hostile).split(separator: "\n")
    for line in lines where line.hasPrefix("|") {
      #expect(line.count { $0 == "|" } == 5)
      #expect(!line.contains("<img") && !line.contains("![") && !line.contains("@"))
    }
    #expect(lines.count { $0 == "<details>" } == lines.count { $0 == "</details>" })
    #expect(lines.allSatisfy { !$0.hasPrefix("::") && !$0.contains("\u{1B}") })
  }

  @Test func markdownFitsAComment() {
    let text = MarkdownReporter().text(Sample.many(20_000))
    #expect(text.utf8.count < 65_536)
    #expect(text.contains("more files.\n"))
  }

  @Test func statistics() {
    #expect(
      StatisticsTable(Sample.typical).text() == """
        count  files  severity  rule
            2      1  warning   unpinned-package
            2      2  error     untagged-base          1 fixable
            1      1  info      secret-in-environment
            5  in all, from 3 rules

        """)
    #expect(StatisticsTable(Sample.empty).text() == "no findings\n")
  }

  @Test func summaryKnowsWhatFails() {
    #expect(Sample.typical.summary.isFailing)
    #expect(!Sample.clean.summary.isFailing)
    let verdicts = Sample.typical.verdicts
    #expect(!Sample.report(verdicts, failOn: nil).summary.isFailing)
    #expect(
      Sample.typical.rules.map(\.name) == [
        "secret-in-environment", "unpinned-package", "untagged-base",
      ])
  }

  @Test func formatsAreNamed() {
    #expect(
      ReportFormat.allCases.map(\.rawValue) == [
        "human", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "sonarqube",
        "markdown", "gnu",
      ])
  }
}
