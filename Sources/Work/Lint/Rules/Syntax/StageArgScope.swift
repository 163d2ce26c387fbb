import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Shell
import Source

extension Rule {
  static let stageArgScope = Rule(
    "stage-arg-scope", .syntax, .error, fix: .safe,
    requirements: ["S1-P-03", "S3-EV-03", "S3-EV-12"],
    summary: "A stage uses an argument that is declared before the first FROM only.",
    why: """
      An ARG before the first FROM holds for FROM lines only. In a stage its name is empty until the \
      stage declares it again with a bare `ARG NAME`, which takes over the default and the \
      `--build-arg`. The same is true of the arguments that the builder sets by itself, such as \
      `TARGETARCH`. Nothing warns of it in RUN: `uv==${UV_VERSION}` becomes `uv==`.
      """,
    references: [
      "https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact"
    ],
    examples: [
      .flags(
        """
        ARG RUNTIME_VERSION=3.11
        FROM python:${RUNTIME_VERSION}-slim-bookworm AS base
        RUN --mount=type=secret,id=PIP_INDEX_URL \\
            export PIP_INDEX_URL=$(cat /run/secrets/PIP_INDEX_URL) && \\
            python‹${RUNTIME_VERSION}› -m pip install -e . && \\
            python‹${RUNTIME_VERSION}› -m pip cache purge
        """,
        fixed: """
          ARG RUNTIME_VERSION=3.11
          FROM python:${RUNTIME_VERSION}-slim-bookworm AS base
          ARG RUNTIME_VERSION
          RUN --mount=type=secret,id=PIP_INDEX_URL \\
              export PIP_INDEX_URL=$(cat /run/secrets/PIP_INDEX_URL) && \\
              python${RUNTIME_VERSION} -m pip install -e . && \\
              python${RUNTIME_VERSION} -m pip cache purge
          """),
      .flags(
        """
        ARG UV_VERSION=0.1.0 APP_ENV=production
        FROM alpine:3.20
        RUN pip install --no-cache-dir "uv==‹${UV_VERSION}›"
        ENV APP_ENV=‹${APP_ENV}›
        RUN wget https://example.org/tool-‹$TARGETARCH›
        """),
      .flags(
        """
        ARG V=1
        FROM debian:13
        RUN echo ‹$V›
        ENV X=‹$V›
        LABEL version=‹$V› name=x
        WORKDIR /app-$X
        """,
        fixed: """
          ARG V=1
          FROM debian:13
          ARG V
          RUN echo $V
          ENV X=$V
          LABEL version=$V name=x
          WORKDIR /app-$X
          """, note: "The variable and the label change as well."),
      .accepts(
        """
        ARG VERSION=1 NAME=x
        FROM alpine:3.20 AS base
        ARG VERSION
        RUN echo $VERSION
        FROM base
        RUN echo $VERSION; NAME=y; echo $NAME '$NAME' ${NAME:-z} \\$NAME
        """,
        note: "A stage that is built on another inherits its arguments."),
      .accepts(
        """
        ARG TOKEN
        FROM debian:bookworm
        RUN --mount=type=secret,id=token,env=TOKEN curl -H "$TOKEN" https://example.com
        """),
      .accepts(
        """
        ARG VERSION_ID=1
        FROM debian:bookworm
        RUN . /etc/os-release && echo $VERSION_ID
        """),
      .accepts(
        """
        ARG PYTHON_VERSION=3.12
        FROM python:${PYTHON_VERSION}
        RUN echo $PYTHON_VERSION
        """,
        note: "The base sets the variable itself."),
    ],
    check: { subject, findings in
      guard namesGlobal(subject.facts) else { return }
      for stage in subject.stages {
        guard let from = stage.fromInstruction else { continue }
        var told: Set<String> = []
        let keyword = from.keyword.value == "from" ? "arg" : "ARG"
        for use in uses(in: stage, subject.facts) {
          let name = use.name
          let isFirst = told.insert(name).inserted
          var related: [Finding.Related] = []
          if let declared = subject.facts.globalScope.arguments[name]?.range {
            related = [Finding.Related(declared, "declared here, for FROM lines only")]
          }
          let reason =
            related.isEmpty
            ? "the builder sets it only where the stage declares it"
            : "an ARG before the first FROM does not reach into a stage"
          findings.report(
            use.range, "`\(name)` is empty here: \(reason)",
            help: "Write `ARG \(name)` after the FROM of this stage",
            related: isFirst ? related : [],
            fixes: isFirst ? [declaring(name, keyword, from, stage, subject)] : [],
            cause: "\(stage.index) \(name)")
        }
      }
    })

  /// Whether a `$` with the name of an argument of the whole file stands anywhere below the first
  /// FROM, which few files have.
  private static func namesGlobal(_ facts: DockerfileFacts) -> Bool {
    let bytes = facts.source.bytes
    let globals = facts.globalScope.arguments
    guard let first = facts.stages.first(where: { $0.from != nil })?.fromInstruction else {
      return false
    }
    var index = first.range.upperBound
    while let dollar = bytes[index...].firstIndex(of: UInt8(ascii: "$")) {
      var start = dollar + 1
      while start < bytes.count,
        bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "!")
      {
        start += 1
      }
      var end = start
      while end < bytes.count, VariableName.holds(bytes[end]) { end += 1 }
      if end > start, globals[String(decoding: bytes[start..<end], as: UTF8.self)] != nil {
        return true
      }
      index = end
    }
    return false
  }

  /// The repair, with all that has another value after it.
  private static func declaring(
    _ name: String, _ keyword: String, _ from: Instruction, _ stage: StageFacts, _ subject: Subject
  ) -> Fix {
    let changes = changes(declaring: name, stage, subject)
    return Fix(
      "Declare `\(name)` in the stage", changes == nil ? .unsafe : .safe,
      [.insert("\(subject.source.lineEnding)\(keyword) \(name)", at: from.range.upperBound)],
      changes: changes ?? [],
      risk: changes == nil ? "Mounts and files whose names hold the variable change as well." : nil)
  }

  /// What changes where a stage declares an argument, stages on top of it included; nil where that
  /// is more than settings.
  private static func changes(
    declaring name: String, _ stage: StageFacts, _ subject: Subject
  ) -> [Fix.Change]? {
    var names: Set<String> = [name]
    var stages: Set<Int> = [stage.index]
    var result: [Fix.Change] = [.variable(name)]
    for other in subject.stages where other.index >= stage.index {
      if case .stage(let index) = other.base, stages.contains(index) { stages.insert(other.index) }
      guard stages.contains(other.index) else { continue }
      for step in other.steps {
        func isUsed(_ text: String) -> Bool { names.contains { refers(text, to: $0) } }
        let text = subject.text(step.instruction.range)
        switch step.instruction.body {
        case .env(let pairs), .arg(let pairs):
          for pair in pairs where pair.value.map({ isUsed(subject.text($0.range)) }) == true {
            names.insert(pair.key.value)
            result.append(.variable(pair.key.value))
          }
        case .label(let pairs):
          for pair in pairs where isUsed(subject.text(pair.range)) {
            result.append(.label(pair.key.value))
          }
        case .run:
          let flags = step.mounts.map { subject.text($0.range) }
          if flags.contains(where: isUsed) { return nil }
        case .user: if isUsed(text) { result.append(.user) }
        case .workdir: if isUsed(text) { result.append(.workingDirectory) }
        case .expose: if isUsed(text) { result.append(.ports) }
        case .stopsignal: if isUsed(text) { result.append(.stopSignal) }
        case .volume: if isUsed(text) { result.append(.volumes) }
        case .cmd, .entrypoint, .healthcheck, .shell, .maintainer, .from: continue
        case .copy, .add, .onbuild, nil:
          let bodies = step.instruction.heredocs.map { subject.text($0.body) }
          if isUsed(text) || bodies.contains(where: isUsed) { return nil }
        }
      }
    }
    return result
  }

  /// Whether a text has a reference to a variable in it.
  private static func refers(_ text: String, to name: String) -> Bool {
    let bytes = Array(text.utf8)
    let word = Array(name.utf8)
    for index in bytes.indices where bytes[index] == UInt8(ascii: "$") {
      var start = index + 1
      if start < bytes.count, bytes[start] == UInt8(ascii: "{") { start += 1 }
      let end = start + word.count
      if end <= bytes.count, bytes[start..<end].elementsEqual(word),
        end == bytes.count || !VariableName.holds(bytes[end])
      {
        return true
      }
    }
    return false
  }

  private struct Use {
    let name: String
    let range: SourceRange
  }

  /// The references of a stage to arguments that it does not declare.
  private static func uses(in stage: StageFacts, _ facts: DockerfileFacts) -> [Use] {
    let globals = facts.globalScope.arguments
    var result: [Use] = []
    for step in stage.steps {
      let scope = step.before.scope
      func isHidden(_ name: String) -> Bool {
        globals[name] != nil && scope.binding(name) == nil
          && (scope.environmentIsComplete || !mayBeSet(name, by: stage))
      }
      if step.kind == .run {
        let given = secretVariables(step)
        for script in step.scripts {
          scan(script, { isHidden($0) && !given.contains($0) }, &result)
        }
        continue
      }
      for argument in step.expandedArguments
      where argument.text.bytes.contains(UInt8(ascii: "$")) {
        for reference in scope.expand(argument, escape: facts.syntax.escape).references
        where reference.operation?.isGuard != true && isHidden(reference.name) {
          result.append(
            Use(name: reference.name, range: argument.text.source(of: reference.range)))
        }
      }
    }
    return result
  }

  /// The variables that secret mounts of a RUN set.
  private static func secretVariables(_ step: Step) -> Set<String> {
    guard case .run(let run)? = step.instruction.body else { return [] }
    return Set(run.mounts.compactMap { $0.type == "secret" ? $0.value("env") : nil })
  }

  /// Whether a base whose environment is not known may set a variable. Official images name theirs
  /// after what they hold, and no image sets what the builder sets.
  private static func mayBeSet(_ name: String, by stage: StageFacts) -> Bool {
    if PredefinedArguments.platforms.contains(name) { return false }
    guard case .image(let image) = stage.rootBase, image.isOfficial, stage.baseFacts != nil,
      let word = name.split(separator: "_").first.map({ $0.lowercased() })
    else { return true }
    let product = FilePaths.name(image.path)
    return product.hasPrefix(word) || word.hasPrefix(product) || otherProducts.contains(word)
  }

  /// First words of variables that official images set for what else they hold.
  private static let otherProducts: Set<String> = [
    "apache", "aspnet", "bundle", "cargo", "catalina", "dotnet", "dynpkg", "gem", "go", "gosu",
    "gpg", "java", "jdk", "jre", "lang", "lc", "node", "npm", "njs", "path", "pg", "pip", "pkg",
    "rustup", "yarn",
  ]

  private static func scan(
    _ script: ShellScript, _ isHidden: (String) -> Bool, _ uses: inout [Use]
  ) {
    var found: [Use] = []
    script.forEachParameter(includingNestedScripts: false) { parameter, _ in
      if !parameter.hasDefault, !parameter.isSpecial, parameter.form != .bare,
        isHidden(parameter.name)
      {
        found.append(Use(name: parameter.name, range: parameter.range))
      }
    }
    if found.isEmpty || AssignedNames.isOpen(script) { return }
    let assigned = AssignedNames.of(script)
    uses.append(contentsOf: found.filter { !assigned.contains($0.name) })
  }
}
