import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let undefinedVar = Rule(
    "undefined-var", .syntax, .warning, fix: .unsafe, aliases: ["UndefinedVar"],
    requirements: ["S1-D-02", "S3-EV-01"],
    summary: "An instruction uses a variable that nothing sets.",
    why: """
      COPY, ENV, WORKDIR and most other instructions replace variables before they run, and one that \
      neither ENV nor ARG nor the base sets is replaced by nothing. `ENV PATH=$PAHT:/app/bin` loses \
      the whole path that way. Nothing is said where the environment of the base is not known, for \
      `ENV LIST=x:$LIST`, which adds to a list that need not be there, or where a default such as \
      `${NAME:-x}` tells that the variable may be missing.
      """,
    references: ["https://docs.docker.com/reference/build-checks/undefined-var/"],
    examples: [
      .flags(
        """
        FROM alpine:3.20 AS base
        COPY ‹$foo› .
        """),
      .flags(
        """
        FROM alpine:3.20
        ENV PATH=‹$PAHT›:/app/bin
        WORKDIR ‹${HOME}›/src
        """),
      .flags(
        """
        FROM alpine:3.20
        ARG VERSION
        COPY app-‹${VERSON}›.txt /app.txt
        """,
        fixed: """
          FROM alpine:3.20
          ARG VERSION
          COPY app-${VERSION}.txt /app.txt
          """),
      .accepts(
        """
        FROM alpine:3.20 AS base
        ARG foo
        COPY $foo .
        ENV LEVEL=${LEVEL:-info} PATH=/app/bin:$PATH
        RUN echo $bar
        ENV TEXT='$literal' PRICE=\\$5
        """),
      .accepts(
        """
        FROM registry.example.com/base:1
        WORKDIR $APP_HOME
        """,
        note: "The base may set it."),
    ],
    check: { subject, findings in
      let escape = subject.facts.syntax.escape
      let globals = subject.facts.globalScope.arguments
      var helps: [String: String] = [:]
      for place in subject.facts.expandingPlaces {
        let step = subject.facts.step(at: place)
        for argument in step.expandedArguments
        where argument.text.bytes.contains(UInt8(ascii: "$")) {
          let scope = step.before.scope
          for reference in scope.expand(argument, escape: escape).references
          where reference.binding == .unset && !reference.isDiscarded {
            let name = reference.name
            guard reference.operation?.isGuard != true, isName(name), globals[name] == nil,
              !isOwn(name, step), !PredefinedArguments.proxies.contains(name)
            else { continue }
            if helps[name] == nil { helps[name] = help(name, scope) }
            findings.report(
              argument.text.source(of: reference.range),
              "nothing sets `\(name)`, so that it is empty",
              help: helps[name],
              fixes: repair(name, argument.text.source(of: reference.range), step, subject),
              cause: name)
          }
        }
      }
    })

  /// Writes the name that is known; one that is not even near is for a person to declare.
  private static func repair(
    _ name: String, _ range: SourceRange, _ step: Step, _ subject: Subject
  ) -> [Fix] {
    let scope = step.before.scope
    let known = Set(scope.environment.keys).union(scope.arguments.keys)
    let text = subject.text(range)
    guard let near = NearWord.find(name, in: known), let place = text.firstRange(of: name) else {
      return []
    }
    return [
      Fix(
        "Write `\(near)`", .unsafe,
        [TextEdit(range, text.replacingCharacters(place, with: near))],
        risk: "Another variable may have been meant.")
    ]
  }

  private static func help(_ name: String, _ scope: Scope) -> String {
    let known = Set(scope.environment.keys).union(scope.arguments.keys)
    return NearWord.find(name, in: known).map { "Write `\($0)`" }
      ?? "Declare it with `ARG \(name)`, set it with ENV, or write `${\(name):-default}`"
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first else { return false }
    return first == UInt8(ascii: "_") || (0x41...0x5A).contains(first)
      || (0x61...0x7A).contains(first)
  }

  /// Whether the same instruction sets the variable, which is told by `env-self-ref`, or is what
  /// `ENV LIST=x:$LIST` means where there is no list yet.
  private static func isOwn(_ name: String, _ step: Step) -> Bool {
    guard case .env(let pairs)? = step.instruction.body else { return false }
    return pairs.contains { $0.key.value == name }
  }
}
