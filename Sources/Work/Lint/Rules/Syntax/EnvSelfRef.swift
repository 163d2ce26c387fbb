import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let envSelfRef = Rule(
    "env-self-ref", .syntax, .error, fix: .safe, aliases: ["DL3044"],
    requirements: ["S1-D-02"],
    summary: "An ENV uses a variable that the same ENV sets, and gets the value from before.",
    why: """
      All values of one ENV are replaced before any of its variables is set. A variable that is set \
      in the same instruction is therefore empty there, or still has its old value: after `ENV \
      HOME=/home/app PATH=$HOME/bin:$PATH` the path begins with `/bin`. Two ENV instructions do what \
      was meant, and cost nothing, since ENV adds no layer. A variable that has another value before \
      counts too, which hadolint accepts: what uses it gets the old value all the same.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#environment-replacement"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        ENV POETRY_VERSION=1.1.13 \\
        HOME=/home/user \\
        PATH="‹${HOME}›/.local/bin:${PATH}" \\
        PORT=8080
        """,
        fixed: """
          FROM alpine:3.20
          ENV POETRY_VERSION=1.1.13 \\
          HOME=/home/user
          ENV PATH="${HOME}/.local/bin:${PATH}" \\
          PORT=8080
          """),
      .flags(
        """
        FROM alpine:3.20
        ENV APP=/app \\
            # where its programs are
            BIN=‹$APP›/bin
        """,
        fixed: """
          FROM alpine:3.20
          ENV APP=/app
              # where its programs are
          ENV BIN=$APP/bin
          """),
      .flags(
        """
        FROM alpine:3.20
        ENV A=1
        ENV A=2 B=‹$A›
        """,
        fixed: """
          FROM alpine:3.20
          ENV A=1
          ENV A=2
          ENV B=$A
          """),
      .flags(
        """
        FROM alpine:3.20
        ENV BIN=‹$APP›/bin APP=/app
        """),
      .flags(
        """
        FROM alpine:3.20
        ENV PATH=/a/bin:$PATH PATH=/b/bin:‹$PATH›
        """,
        fixed: """
          FROM alpine:3.20
          ENV PATH=/a/bin:$PATH
          ENV PATH=/b/bin:$PATH
          """),
      .accepts(
        """
        FROM alpine:3.20
        ENV PATH=/app/bin:$PATH HOME=/app LEVEL=${LEVEL:-info}
        ENV BIN=$HOME/bin
        ENV HOME=/app BASE=$HOME
        """,
        note: "What is set to the same value again makes no difference."),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.env) {
        guard case .env(let pairs)? = step.instruction.body, pairs.count > 1 else { continue }
        check(pairs, step, subject, &findings)
      }
    })

  private static func check(
    _ pairs: [KeyValue], _ step: Step, _ subject: Subject, _ findings: inout Findings
  ) {
    let scope = step.before.scope
    let escape = subject.facts.syntax.escape
    let keys = Set(pairs.map(\.key.value))
    var before: [String: Argument] = [:]
    // The keys of the ENV that the repair leaves a pair in.
    var group: Set<String> = []
    for (index, pair) in pairs.enumerated() {
      let key = pair.key.value
      var splits = false
      if let value = pair.value, value.text.bytes.contains(UInt8(ascii: "$")) {
        for reference in scope.expand(value, escape: escape).references {
          let name = reference.name
          guard name != key || before[name] != nil, keys.contains(name),
            reference.operation?.isGuard != true
          else {
            continue
          }
          if let earlier = before[name] {
            guard changes(name, to: earlier, scope, escape) else { continue }
          } else if !scope.value(name).isAbsent {
            continue
          }
          let isSplit = group.contains(name) && !splits
          splits = splits || isSplit
          findings.report(
            value.text.source(of: reference.range),
            "`\(name)` \(old(scope.value(name))) here, since the same ENV sets it",
            help: "Set `\(key)` in an ENV of its own after this one",
            fixes: isSplit
              ? [repair(before: index, of: pairs, step, subject)]
              : [],
            severity: scope.value(name).isUnknown ? .warning : nil)
        }
      }
      if splits { group = [] }
      group.insert(key)
      if let value = pair.value { before[key] = value }
    }
  }

  /// The repair. What used an empty variable cannot have been meant; what used an older value may be.
  private static func repair(
    before index: Int, of pairs: [KeyValue], _ step: Step, _ subject: Subject
  ) -> Fix {
    let edits = split(before: index, of: pairs, step, subject.source)
    let changes = changes(from: index, of: pairs, step, subject.facts.syntax.escape)
    let scope = step.before.scope
    let set = Set(pairs[..<index].map(\.key.value))
    let wereEmpty = pairs[index...].compactMap(\.value).allSatisfy { value in
      scope.expand(value, escape: subject.facts.syntax.escape).references.allSatisfy {
        !set.contains($0.name) || scope.value($0.name).isAbsent
      }
    }
    return wereEmpty
      ? Fix("Split the ENV", .safe, edits, changes: changes)
      : Fix(
        "Split the ENV", .unsafe, edits,
        risk: "What is set after the split gets the new value in place of the one from before.")
  }

  /// Whether a value is another than the variable has before the ENV.
  private static func changes(
    _ name: String, to value: Argument, _ scope: Scope, _ escape: UInt8
  ) -> Bool {
    guard let old = scope.value(name).value,
      let new = scope.expand(value, escape: escape).value.value
    else { return true }
    return new != old
  }

  private static func old(_ value: Fact<String>) -> String {
    switch value {
    case .absent: "is still empty"
    case .known(let text): "is still `\(text)`"
    case .unknown: "still has its old value"
    }
  }

  /// The variables behind the place of the split whose values change: those that use one set before it.
  private static func changes(
    from index: Int, of pairs: [KeyValue], _ step: Step, _ escape: UInt8
  ) -> [Fix.Change] {
    let set = Set(pairs[..<index].map(\.key.value))
    var names: [String] = []
    for pair in pairs[index...] {
      guard let value = pair.value, !names.contains(pair.key.value) else { continue }
      let references = step.before.scope.expand(value, escape: escape).references
      if references.contains(where: { set.contains($0.name) }) { names.append(pair.key.value) }
    }
    return names.map { .variable($0) }
  }

  /// Ends the ENV after the pair before and begins another; comments between the two stay.
  private static func split(
    before index: Int, of pairs: [KeyValue], _ step: Step, _ source: SourceText
  ) -> [TextEdit] {
    let end = pairs[index - 1].range.upperBound
    let start = pairs[index].range.lowerBound
    let keyword = step.instruction.keyword.value + " "
    let endLine = source.line(at: end)
    let startLine = source.line(at: start)
    if endLine == startLine {
      return [TextEdit(SourceRange(end, start), source.lineEnding + keyword)]
    }
    return [
      TextEdit(SourceRange(end, source.lineRange(endLine).upperBound), ""),
      TextEdit(SourceRange(source.lineRange(startLine).lowerBound, start), keyword),
    ]
  }
}
