import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let syntaxError = Rule(
    "syntax-error", .syntax, .error, fix: .unsafe,
    aliases: [
      "DL1000", "DL3061", "DL3043", "tally/unknown-instruction", "tally/require-stages",
      "tally/invalid-onbuild-trigger",
    ],
    requirements: ["S2-AC-08"],
    summary: "The frontend refuses the file, whatever the build is given.",
    why: """
      BuildKit reads a Dockerfile in three steps: it splits lines into instructions, checks the \
      arguments of each, and then resolves stages, variables, ports and image names. What one step \
      refuses ends the build before anything runs, so every such place is told here at once instead \
      of one at each try. What only a missing `--build-arg` makes wrong is told by \
      `argument-default` instead.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        ‹WROKDIR› /app
        """,
        fixed: """
          FROM alpine:3.20
          WORKDIR /app
          """),
      .flags(
        """
        FROM alpine:3.20
        RUN apk add --no-cache curl
            ‹&&› mkdir /app
            && rm -rf /tmp/x
        """,
        fixed: """
          FROM alpine:3.20
          RUN apk add --no-cache curl \\
              && mkdir /app \\
              && rm -rf /tmp/x
          """,
        note: "Lines after a lost continuation are one mistake."),
      .flags(
        """
        FROM ‹Alpine:3.20›
        ONBUILD ‹FROM› alpine:3.20
        EXPOSE 80000
        ENV ‹PORT›
        """),
      .flags("‹RUN› true"),
      .accepts(
        """
        ARG TAG
        FROM alpine:${TAG:-3.20}
        ARG PORT
        EXPOSE $PORT/tcp
        WORKDIR ${HOME:-/root}
        """),
      .accepts(
        """
        # syntax=docker.io/devthefuture/dockerfile-x
        FROM alpine:3.20
        INCLUDE ./other.dockerfile
        """,
        note: "Another frontend may know more instructions."),
      .accepts(
        """
        FROM alpine:3.20
        EXPOSE 8080 # told by trailing-comment
        """),
    ],
    check: { subject, findings in
      let syntax = subject.facts.syntax
      let others = SourceRanges(explainedElsewhere(subject))
      let isForeign = usesForeignFrontend(syntax)
      for problem in syntax.problems + subject.facts.planProblems
      where problem.condition == .always && problem.kind != .unknownInstruction {
        if isForeign, problem.kind == .unknownFlag { continue }
        if problem.kind == .circularStage || problem.kind == .invalidPort
          || others.overlap(problem.range)
        {
          continue
        }
        findings.report(
          problem.range, problem.message, help: problem.help, cause: cause(problem, subject))
      }
      if !isForeign { reportUnknown(subject, &findings) }
    })

  /// The variable of an expansion that is refused, which a template uses over and over.
  private static func cause(_ problem: SyntaxProblem, _ subject: Subject) -> String? {
    guard problem.kind == .expansion else { return nil }
    let text = subject.text(problem.range)
    guard text.hasPrefix("${"), let colon = text.firstIndex(of: ":") else { return nil }
    return String(text[..<colon])
  }

  /// Places whose problem another rule explains better.
  private static func explainedElsewhere(_ subject: Subject) -> [SourceRange] {
    let facts = subject.facts
    if facts.syntax.problems.isEmpty, facts.planProblems.isEmpty { return [] }
    var result = facts.syntax.instructions
      .filter { !ArgumentComment.ranges(in: $0, subject.source).isEmpty }.map(\.header)
    result += ReferencePlaceholder.all(in: facts).map(\.argument.range)
    for stage in facts.stages {
      guard let from = stage.from, !UndeclaredArguments.of(from, facts).isEmpty else { continue }
      result.append(from.base.range)
    }
    return result
  }

  /// Whether a frontend other than Docker's reads the file, which may know more instructions.
  private static func usesForeignFrontend(_ syntax: DockerfileSyntax) -> Bool {
    guard let image = syntax.directive("syntax")?.value else { return false }
    return !["docker/dockerfile", "docker.io/docker/dockerfile", "docker/dockerfile-upstream"]
      .contains { image == $0 || image.hasPrefix($0 + ":") || image.hasPrefix($0 + "@") }
  }

  /// Words that name no instruction; those in a row are one mistake.
  private static func reportUnknown(_ subject: Subject, _ findings: inout Findings) {
    let syntax = subject.facts.syntax
    var run: [Int] = []
    for (index, instruction) in syntax.instructions.enumerated() {
      if instruction.problem?.kind == .unknownInstruction {
        run.append(index)
      } else if !run.isEmpty {
        report(run, subject, &findings)
        run = []
      }
    }
    report(run, subject, &findings)
    // A line with nothing but a continuation is no instruction of the tree.
    let unnamed = syntax.problems.filter { $0.kind == .unknownInstruction }
    if unnamed.isEmpty { return }
    let keywords = Set(syntax.instructions.lazy.filter { $0.kind == nil }.map(\.keyword.range))
    for problem in unnamed where !keywords.contains(problem.range) {
      findings.report(problem.range, problem.message, help: problem.help)
    }
  }

  private static func report(_ run: [Int], _ subject: Subject, _ findings: inout Findings) {
    let instructions = run.map { subject.facts.syntax.instructions[$0] }
    let meant = instructions.compactMap(misspelt)
    guard meant.count == instructions.count else {
      return reportLost(run, subject, &findings)
    }
    for (instruction, keyword) in zip(instructions, meant) {
      guard let problem = instruction.problem else { continue }
      findings.report(
        problem.range, problem.message, help: problem.help,
        fixes: [
          Fix(
            "Write `\(keyword)`", .unsafe, [TextEdit(instruction.keyword.range, keyword)],
            changes: [.refusal],
            risk: "Another instruction may have been meant.")
        ])
    }
  }

  private static func misspelt(_ instruction: Instruction) -> String? {
    let word = instruction.keyword.value
    guard let kind = InstructionKind.nearest(to: word) else { return nil }
    return word == word.lowercased() ? kind.rawValue.lowercased() : kind.rawValue
  }

  private static func reportLost(
    _ run: [Int], _ subject: Subject, _ findings: inout Findings
  ) {
    let instructions = subject.facts.syntax.instructions
    guard let first = run.first, let problem = instructions[first].problem else { return }
    let escape = String(decoding: [subject.facts.syntax.escape], as: UTF8.self)
    let edits = run.compactMap { index in
      continuation(of: index, subject).map { TextEdit.insert(" " + escape, at: $0) }
    }
    let more = run.count - 1
    findings.report(
      problem.range,
      more == 0
        ? problem.message
        : "\(problem.message), nor do the \(more == 1 ? "line" : "\(more) instructions") after it begin with one",
      help: problem.help,
      related: run.dropFirst().map {
        Finding.Related(instructions[$0].keyword.range, "no instruction either")
      },
      fixes: edits.count == run.count
        ? [
          Fix(
            "Continue the line before", .unsafe, edits, changes: [.refusal],
            risk: "The line may belong elsewhere.")
        ] : [])
  }

  /// The end of the line that a line most likely continues: the one right above, where an operator
  /// of the shell begins the line.
  private static func continuation(of index: Int, _ subject: Subject) -> Int? {
    let instructions = subject.facts.syntax.instructions
    guard index > 0 else { return nil }
    let before = instructions[index - 1]
    let instruction = instructions[index]
    guard ["&&", "||", "|", ";"].contains(instruction.keyword.value), before.heredocs.isEmpty,
      before.kind == .run && !before.isJSON || before.kind == nil
    else { return nil }
    let source = subject.source
    let isNext =
      source.line(at: before.range.upperBound) + 1 == source.line(at: instruction.range.lowerBound)
    return isNext ? before.range.upperBound : nil
  }
}
