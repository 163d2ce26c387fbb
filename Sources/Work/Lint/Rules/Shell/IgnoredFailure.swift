import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let ignoredFailure = Rule(
    "ignored-failure", .shell, .warning, fix: .unsafe,
    summary: "A command whose failure matters is followed by `;`, so the build goes on without it.",
    why: """
      A RUN fails with the status of its last command. After `;` the shell runs the next command \
      whatever became of the one before, so `make; make install` or `apt-get update; …` gives an \
      image that built without an error and lacks what the step was for. With `set -e` in front, \
      or `&&` in the place of `;`, the build stops where it went wrong.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#run"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹make -j4›; make install
        RUN apt-get update && ‹apt-get install -y gcc›; rm -rf /var/lib/apt/lists/*
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN make -j4 && make install
          RUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN [ -f Makefile ] && ‹make›; make install
        """, note: "Where the test fails, the step has to go on."),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN set -eux; apt-get update; apt-get install -y gcc; make
        RUN make test || true; echo done
        RUN (make test; echo $? > /result) && if [ -f a ]; then make; fi
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        SHELL ["/bin/bash", "-ec"]
        RUN make; make install
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() where !text.isHeredocScript {
        var told: Set<SourceRange> = []
        for place in UnseenFailures(text).places.reversed()
        where place.command.isEssential && place.command.invocation.program != "cd" {
          guard let terminator = place.terminator, told.insert(terminator).inserted else {
            continue
          }
          let name = place.command.invocation.program ?? ""
          findings.report(
            place.command.range, "the step goes on after `\(name)` failed, since `;` follows",
            help: "Write `&&` in the place of `;`, or begin with `set -e;`",
            fixes: fixes(terminator, text, subject))
        }
      }
    })

  /// Whether a pipeline asks for something, so that its failure is an answer.
  private static func isTest(_ pipeline: Pipeline) -> Bool {
    switch pipeline.commands.first {
    case .simple(let simple): ["test", "["].contains(simple.name?.literal ?? "")
    case .conditional, .arithmetic: true
    default: false
    }
  }

  private static func fixes(_ terminator: SourceRange, _ text: ShellText, _ subject: Subject)
    -> [Fix]
  {
    // Within compound commands `;` closes a part, and only at the top it joins two steps.
    guard
      let index = text.script.statements.firstIndex(where: { $0.terminator == terminator }),
      index + 1 < text.script.statements.count, terminator.length == 1,
      !text.script.statements[index + 1].list.rest.contains(where: { $0.operator == .or }),
      !text.script.statements[index].list.pipelines.contains(where: isTest)
    else { return [] }
    let bytes = subject.source.bytes
    let hasBlank =
      terminator.lowerBound > 0 && bytes[terminator.lowerBound - 1] <= 0x20
    return [
      Fix(
        "Write `&&`", .unsafe, [TextEdit(terminator, hasBlank ? "&&" : " &&")],
        risk: "The build stops where it has gone on until now.")
    ]
  }
}
