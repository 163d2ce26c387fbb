import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let readWhileWritten = Rule(
    "read-while-written", .shell, .error, aliases: ["SC2094", "SC2095"],
    summary: "A pipeline writes the file that it reads, which is empty by then.",
    why: """
      The shell opens and empties the file of `>` before the first command runs. `sort a > a` \
      sorts nothing and leaves an empty file.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2094"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN grep -v foo file.txt | sort ‹> file.txt›
        RUN sed 's/a/b/' /etc/x.conf ‹>/etc/x.conf›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN sort a > b && sort -o a a && cat a >> b && tee a < b > /dev/null
        RUN echo a > a && rm a > a && sed -i 's/a/b/' c > d
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() {
        var visitor = Files()
        for use in text.commands {
          if let command = use.command, let context = use.context {
            visitor.visit(command, context)
          }
        }
        for (redirect, path) in visitor.found {
          findings.report(
            redirect.range, "`\(path)` is emptied before the command reads it",
            help: "Write to another file and move it over `\(path)` afterwards")
        }
      }
    })

  private struct Files {
    var found: [(Redirect, String)] = []
    private var inputs: Set<String> = []
    private static let readers: Set<String> = [
      "sort", "grep", "egrep", "sed", "awk", "cat", "cut", "tr", "uniq", "head", "tail", "jq",
      "envsubst", "tac", "xmllint",
      "iconv", "base64", "gunzip", "gzip", "yq", "rev", "fold", "nl", "gpg",
    ]

    mutating func visit(_ simple: SimpleCommand, _ context: CommandContext) {
      if context.pipelineIndex == 0 { inputs = [] }
      let invocation = simple.invocation
      if let name = invocation.program, Self.readers.contains(name) {
        for word in invocation.arguments {
          guard let path = word.literal, !path.hasPrefix("-"),
            path.contains("/") || path.contains(".")
          else { continue }
          inputs.insert(path)
        }
      }
      for redirect in simple.redirects where redirect.operator == .read {
        if let path = redirect.target?.literal { inputs.insert(path) }
      }
      for redirect in simple.redirects
      where redirect.operator == .write || redirect.operator == .clobber {
        guard let path = redirect.target?.literal, inputs.contains(path), path != "/dev/null",
          !path.hasPrefix("/dev/"), !path.hasPrefix("/proc/")
        else { continue }
        found.append((redirect, path))
      }
    }
  }
}
