import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let sudoUsed = Rule(
    "sudo-used", .users, .warning, fix: .unsafe,
    aliases: ["DL3004", "DS-0010", "CKV2_DOCKER_1", "DKL-DI-0001", "no-sudo-in-dockerfile"],
    requirements: ["S3-CK-U7"],
    summary: "A RUN uses sudo.",
    why: """
      A build runs as root until USER says otherwise, so sudo does nothing but open a terminal and change \
      the environment. An image that keeps sudo lets whoever breaks into the program become root. Where \
      a step needs root, USER root before it says so plainly.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹sudo› apt-get update \\
            && ‹sudo› -E make install
        RUN [‹"sudo"›, "make", "clean"]
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN apt-get update \\
              && make install
          RUN ["make", "clean"]
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹sudo› -u app make && ‹sudo› -H DEBIAN_FRONTEND=noninteractive apt-get upgrade
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get update && apt-get install -y sudo && echo sudo make
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.run) {
        for use in step.commands where use.wrappers.contains("sudo") || use.program == "sudo" {
          guard let word = sudo(in: use, of: step) else { continue }
          let user = step.before.user
          let name = (user.text.value ?? user.name).map { "`\($0)`" } ?? "the user of the base"
          findings.report(
            word,
            user.isRoot == true
              ? "sudo does nothing here: this runs as root already"
              : "sudo raises \(name) to root",
            help: user.isRoot == true
              ? "Leave it out" : "Put `USER root` above and go back to the user below",
            fixes: user.isRoot == true
              ? removal(of: word, use).map {
                [
                  Fix(
                    "Leave sudo out", .unsafe, [$0],
                    risk: "The command sees the variables of the step, which sudo may have reset.")
                ]
              } ?? [] : [],
            cause: "sudo")
        }
      }
    })

  /// The edit that takes sudo away, where none of its options changes what runs.
  private static func removal(of word: SourceRange, _ use: CommandUse) -> TextEdit? {
    guard use.wrappers == ["sudo"], let path = use.path, path.range != word else { return nil }
    let harmless: Set<String> = ["-E", "-H", "-n", "-S", "--preserve-env", "--set-home", "--"]
    if let command = use.command {
      let between = command.words.drop { $0.range != word }.dropFirst()
        .prefix { $0.range.lowerBound < path.range.lowerBound }
      guard between.allSatisfy({ harmless.contains($0.text) }) else { return nil }
    } else if use.context != nil {
      return nil
    }
    return TextEdit(SourceRange(word.lowerBound, path.range.lowerBound), "")
  }

  private static func sudo(in use: CommandUse, of step: Step) -> SourceRange? {
    if let command = use.command {
      return command.words.first { $0.literal.map(FilePaths.name) == "sudo" }?.range
    }
    if case .run(let run)? = step.instruction.body, case .exec(let words) = run.command {
      return words.first { FilePaths.name($0.value) == "sudo" }?.range
    }
    return use.program == "sudo" ? use.path?.range : nil
  }
}
