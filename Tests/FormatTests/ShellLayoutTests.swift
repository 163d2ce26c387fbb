import Testing

/// The lines of shell texts. The rows leave out the FROM.
@Suite struct ShellLayoutTests {
  typealias Row = FileLayoutTests.Row

  private static let packages = (1...14).map { "package-\($0)" }

  static let rows = [
    Row("blanks in a line", "RUN  a   b  ;  c  '  d  ' ", "RUN a   b  ;  c  '  d  '"),
    Row(
      "lines move together", "RUN a \\\n  && b \\\n    --c \\\n  && d",
      "RUN a \\\n    && b \\\n      --c \\\n    && d"),
    Row("unindented lines", "RUN a \\\n&& b \\\n  c", "RUN a \\\n    && b \\\n      c"),
    Row("lines too far in", "RUN a \\\n        b \\\n          c", "RUN a \\\n    b \\\n      c"),
    Row(
      "tabs", "RUN a; \\\n\tb \\\n\t\tc \\\n\t; \\\n \td",
      "RUN a; \\\n    b \\\n        c \\\n    ; \\\n    d"),
    Row(kept: "operators that hang", "RUN a \\\n && b --c \\\n         --d \\\n || e"),
    Row(kept: "mounts and operators that hang", "RUN --mount=type=ssh \\\n    a \\\n && b"),
    Row(kept: "aligned words", "RUN apt-get install a \\\n                    b"),
    Row(
      "blanks before the escape", "RUN a  \\\n    b\\\n    c\t\\\n    d",
      "RUN a \\\n    b \\\n    c \\\n    d"),
    Row("blanks after the escape", "RUN a \\ \t\n    b", "RUN a \\\n    b"),
    Row(
      "operators without blanks", "RUN a&&\\\nb;\\\nc\\\n&& d\\\n; e",
      "RUN a&& \\\n    b; \\\n    c \\\n    && d \\\n    ; e"),
    Row(kept: "an operator in two", "RUN a &\\\n& b >\\\n& 2 ; c |\\\n| d"),
    Row(kept: "a word in two", "RUN a\\\nb \\\n    c\\\nd"),
    Row(kept: "a word in quotes", "RUN a \"b \\\n      c\" 'd  \\\n e'"),
    Row(kept: "a redirection in two", "RUN a 2\\\n>b >\\\n  c"),
    Row(
      "comments stand as the line after them",
      "RUN a && \\\n# b  \n    c \\\n\t# d\n      e \\\n        # f\n # g\n && h",
      "RUN a && \\\n    # b\n    c \\\n      # d\n      e \\\n    # f\n    # g\n && h"),
    Row(
      "blank lines within", "RUN a \\\n\n  \n    b \\\n\n    # c\n\n    d",
      "RUN a \\\n    b \\\n    # c\n    d"),
    Row("lines with only an escape", "RUN a; \\\n  \\\n  b", "RUN a; \\\n    \\\n    b"),
    Row(
      "a comment of the shell", "RUN a # b \\\n c   \\\n   d \nUSER  1",
      "RUN a # b \\\n c   \\\n   d\nUSER 1"),
    Row(
      "lines in a substitution stay, and so do those around",
      "RUN  a \\\n  x=\"$(b \\\n    c)\" \\\n  # d\n\n  e\\\n  f",
      "RUN a \\\n  x=\"$(b \\\n    c)\" \\\n  # d\n  e \\\n  f"),
    Row(kept: "no proper syntax", "RUN if a; \\\n b   \\\n c"),
    Row(
      "compound commands", "RUN for x in \\\n  a \\\n  b \\\n  ; do \\\n    c; \\\n  done",
      "RUN for x in \\\n    a \\\n    b \\\n    ; do \\\n      c; \\\n    done"),
    Row("CMD", "cmd a \\\n b", "CMD a \\\n    b"),
    Row("HEALTHCHECK", "HEALTHCHECK CMD a \\\n b", "HEALTHCHECK CMD a \\\n    b"),
    Row(
      "mounts", "RUN --mount=type=ssh   --mount=type=tmpfs,target=/a\\\n  b   c",
      "RUN --mount=type=ssh --mount=type=tmpfs,target=/a \\\n    b   c"),
    Row(kept: "short list", "RUN apt-get install -y   a b"),
    Row(
      "long list", "RUN apt-get install -y \(packages.joined(separator: " "))",
      "RUN apt-get install -y \\\n    \(packages.joined(separator: " \\\n    "))"),
    Row(
      "long list between commands", "RUN a && apk add \(packages.joined(separator: " ")) && b",
      "RUN a && apk add \\\n        \(packages.joined(separator: " \\\n        ")) \\\n    && b"),
    Row(
      "long list with trailing operators",
      "RUN a && \\\n  apk add \(packages.joined(separator: " ")) && b && \\\n  c",
      "RUN a && \\\n    apk add \\\n        \(packages.joined(separator: " \\\n        ")) && \\\n    b && \\\n    c"
    ),
    Row(
      "long list after an operator that hangs",
      "RUN a \\\n && apk add \(packages.joined(separator: " ")) && b \\\n && c",
      "RUN a \\\n && apk add \\\n        \(packages.joined(separator: " \\\n        ")) \\\n && b \\\n && c"
    ),
    Row(
      "a list with one long line",
      "RUN yum install a b \\\n    c \(packages.joined(separator: " "))",
      "RUN yum install \\\n    a \\\n    b \\\n    c \\\n    \(packages.joined(separator: " \\\n    "))"
    ),
    Row(
      kept: "a list in a string", "RUN sh -c 'apt-get install \(packages.joined(separator: "  "))'"),
    Row(
      kept: "a long line that is no list", "RUN echo \(packages.joined(separator: " "))"),
    Row(
      "another shell", "SHELL [\"pwsh\",\"-Command\"]\nrun a  \\\n\tb   \\\n  c  ",
      "SHELL [\"pwsh\", \"-Command\"]\nRUN a  \\\n\tb   \\\n  c  "),
    Row(
      "ONBUILD", "ONBUILD copy  a  b\nonbuild RUN a  \\\n  b",
      "ONBUILD COPY a b\nONBUILD RUN a  \\\n  b"),
  ]

  @Test(arguments: rows) func layout(_ row: Row) {
    Row(row.name, "FROM a\n\(row.before)\n", "FROM a\n\(row.after)\n").check()
  }

  @Test func windowsShellsStay() {
    Row(
      "cmd",
      "# escape=`\nfrom mcr.microsoft.com/windows/servercore:ltsc2022\nrun a  `\n  b\ncopy  c  d\n",
      "# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN a  `\n  b\nCOPY c d\n"
    ).check()
  }

  @Test func thousandsOfLinesTakeLinearTime() {
    func time(_ lines: Int) -> Duration {
      let list = (0..<lines).map { "  package-\($0)  \\\n  # c\n" }.joined()
      let text =
        "FROM a\nRUN apt-get install -y \\\n\(list)  b && c\nENV A=1 \\\n"
        + (0..<lines).map { "  A\($0)=$A  \\\n" }.joined() + "  B=1\n"
      let clock = ContinuousClock()
      var result: Formatted?
      let duration = clock.measure { result = Formatted(text) }
      #expect(result?.edits.count ?? 0 >= lines * 3)
      return duration
    }
    _ = time(100)
    let short = time(1_000)
    let long = time(5_000)
    #expect(long < short * 15, "\(short) for 1,000 lines, \(long) for 5,000")
  }
}
