import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let removalOfEmptyVariable = Rule(
    "removal-of-empty-variable", .shell, .warning, aliases: ["SC2115"],
    summary: "A removal takes the whole system where a variable is empty.",
    why: """
      `rm -rf "$DIR/"*` removes `/*` when `DIR` is empty or not set. `${DIR:?}` ends the shell in \
      that case. Variables whose value the file gives are left alone.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2115"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        ARG DIR
        RUN rm -rf ‹"$DIR/"*› && rm -rf ‹$DIR/usr› ‹"${DIR}"/›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        ENV APP=/opt/app
        RUN rm -rf "$APP/"* "${DIR:?}/"* "$DIR/cache" "$DIR" && rm "$DIR/x"
        RUN dir=$(mktemp -d) && rm -rf "$dir"/*
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("rm")
      where command.option(["-r", "-R", "--recursive"]) != nil {
        for argument in command.arguments where argument.value == nil {
          guard let word = argument.word, let name = leadingName(word, command, subject),
            system.contains(rest(of: word))
          else { continue }
          findings.report(
            argument.range, "Where `\(name)` is empty this removes `\(rest(of: word))`",
            help: "Write `${\(name):?}`, which stops there")
        }
      }
    })

  private static let system: Set<String> = [
    "/", "/*", "/bin", "/etc", "/home", "/lib", "/lib64", "/opt", "/root", "/sbin", "/srv", "/usr",
    "/var", "/bin/*", "/lib/*", "/usr/*",
    "/etc/*", "/home/*", "/var/*", "/usr/bin", "/usr/lib", "/usr/share", "/usr/local", "/boot",
    "/dev",
    "/var/lib",
  ]

  /// The name of the variable that a word begins with, where its value may be empty.
  private static func leadingName(_ word: Word, _ command: CommandUse, _ subject: Subject)
    -> String?
  {
    var first = word.parts.first
    if case .doubleQuoted(let inner)? = first?.kind { first = inner.first }
    guard case .parameter(let parameter)? = first?.kind, parameter.operator == nil,
      !parameter.isSpecial, !parameter.isLength, parameter.name != "HOME", parameter.name != "PWD"
    else { return nil }
    // A variable that this text sets to an output may only be empty when that command failed.
    if command.locals[parameter.name] != nil { return nil }
    let binding = subject.facts.step(of: command).before.scope.binding(parameter.name)
    if case .base? = binding?.origin { return nil }
    return parameter.name
  }

  /// The text of a word behind its first variable; with an empty one it is the path removed.
  private static func rest(of word: Word) -> String {
    var text = ""
    var isFirst = true
    func add(_ parts: [WordPart]) -> Bool {
      for part in parts {
        switch part.kind {
        case .literal(let piece), .escaped(let piece), .glob(let piece), .singleQuoted(let piece),
          .ansiQuoted(let piece):
          text += piece
        case .doubleQuoted(let inner): if !add(inner) { return false }
        case .parameter where isFirst: isFirst = false
        default: return false
        }
      }
      return true
    }
    return add(word.parts) ? text : ""
  }
}
