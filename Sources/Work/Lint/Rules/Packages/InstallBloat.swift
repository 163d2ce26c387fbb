import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let installBloat = Rule(
    "install-bloat", .packages, .info,
    requirements: ["S1-D-04", "S2-CL-03", "S3-CK-B3", "S3-CK-S2"],
    summary: "Compilers, headers or version control stay in the image of an application.",
    why: """
      Compilers, `-dev` packages and git are needed to build an application, seldom to run it. In the \
      image they add hundreds of megabytes, findings of every scanner, and tools for whoever breaks in. \
      Build in an earlier stage and copy the result, or remove the packages in the RUN that installed \
      them. The rule looks at the last stage alone, and only where it holds an application: one that \
      is started by CMD or ENTRYPOINT, or source that was copied onto the image of a language. An \
      application that calls git itself keeps it with a waiver.
      """,
    references: ["https://docs.docker.com/build/building/multi-stage/"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends \\
            ‹build-essential› \\
            ‹libpq-dev› \\
            libpq5 \\
            && rm -rf /var/lib/apt/lists/*
        COPY app ./app
        RUN pip install --no-cache-dir ./app
        """),
      .flags(
        """
        FROM alpine:3.22
        RUN apk add --no-cache ‹gcc› ‹musl-dev› python3
        COPY server.py /server.py
        CMD ["python3", "/server.py"]
        """),
      .accepts(
        """
        FROM python:3.13-slim AS build
        RUN apt-get update && apt-get install -y gcc libpq-dev
        COPY app ./app
        FROM python:3.13-slim
        RUN apt-get update && apt-get install -y libpq5
        CMD ["python", "-m", "app"]
        """),
      .accepts(
        """
        FROM alpine:3.22
        RUN apk add --no-cache --virtual .build gcc musl-dev && make && apk del .build
        RUN apk add --no-cache g++ && make && apk del g++
        CMD ["/server"]
        """),
      .accepts(
        """
        FROM ubuntu:24.04
        RUN apt-get update && apt-get install -y git make gcc
        """, note: "An image for builds, which starts nothing"),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get update && apt-get install -y gcc git
        CMD ["bash"]
        """),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, isApplication(stage, subject) else { return }
      let isOnLanguage =
        stage.baseFacts.map { languages.contains($0.reference.familiarRepository) } ?? false
      var kept: [(package: Installations.Package, purpose: PackagePurpose)] = []
      for command in subject.packageCommands
      where command.use.stage == stage.index && command.verb == .install && command.manager.isSystem
      {
        if command.use.hasOption("--root", "--installroot", "-p") { continue }
        for package in command.packages where package.isCertain {
          guard let purpose = PackagePurpose(package), !isUsed(package, stage),
            isOnLanguage || purpose == .compiler || purpose == .headers,
            // What a variable names is often kept on purpose, as PHPIZE_DEPS is.
            !subject.text(package.range).contains("$")
          else { continue }
          kept.append((package, purpose))
        }
        if isRemoved(command, subject) {
          kept.removeAll { $0.package.commandRange == command.use.range }
        }
      }
      kept.removeAll { isRemoved($0.package, subject, stage) }
      guard let first = kept.first else { return }
      let names = kept.map { "`\($0.package.name)`" }
      let list =
        names.count <= 3
        ? names.joined(separator: ", ")
        : names.prefix(2).joined(separator: ", ") + " and \(names.count - 2) more"
      var purposes: [String] = []
      for item in kept where !purposes.contains(item.purpose.rawValue) {
        purposes.append(item.purpose.rawValue)
      }
      for item in kept {
        findings.report(
          item.package.range,
          "\(list) \(kept.count == 1 ? "stays" : "stay") in the image: \(purposes.joined(separator: ", ")) that an application seldom needs to run",
          help:
            "Build in an earlier stage and copy the result, or remove what only the build needs in the same RUN",
          cause: "\(first.package.commandRange.lowerBound)")
      }
    })

  /// The images of languages, onto which people put applications.
  private static let languages: Set<String> = [
    "python", "node", "ruby", "php", "eclipse-temurin", "openjdk", "perl", "elixir", "erlang",
    "pypy",
  ]

  /// Whether a stage certainly holds an application rather than tools for builds.
  private static func isApplication(_ stage: StageFacts, _ subject: Subject) -> Bool {
    if let name = stage.name,
      ["dev", "test", "build", "ci", "debug", "tool", "sdk", "lint"].contains(where: {
        name.contains($0)
      })
    {
      return false
    }
    let base = stage.baseText.prefix
    if ["devcontainer", "-dev", "jupyter", "notebook", "sdk"].contains(where: { base.contains($0) })
    {
      return false
    }
    let starts = stage.steps.filter { $0.kind == .cmd || $0.kind == .entrypoint }
    if let last = starts.last {
      guard let program = last.commands.first?.program else { return false }
      let interactive = [
        "bash", "sh", "zsh", "ash", "fish", "tail", "sleep", "make", "git", "cmake", "gcc", "go",
        "cargo", "dev", "irb", "python", "python3", "node",
      ]
      if interactive.contains(program), last.commands.first?.arguments.isEmpty ?? true {
        return false
      }
      return !["bash", "sh", "zsh", "tail", "sleep", "make", "git", "cmake", "gcc", "go", "cargo"]
        .contains(program)
        && stage.steps.contains { $0.kind == .copy || $0.kind == .add }
    }
    guard let repository = stage.baseFacts?.reference.familiarRepository,
      languages.contains(repository)
    else { return false }
    return stage.steps.contains { step in
      guard case .copy(let transfer)? = step.instruction.body, transfer.from == nil else {
        return false
      }
      return transfer.paths.contains { path in
        let name = FilePaths.name(
          path.value.hasSuffix("/") ? String(path.value.dropLast()) : path.value)
        return ["src", "app", "lib", ".", "server"].contains(name)
          || [".py", ".js", ".rb", ".php"].contains { name.hasSuffix($0) }
      }
    }
  }

  /// Whether what an application is started with names the package.
  private static func isUsed(_ package: Installations.Package, _ stage: StageFacts) -> Bool {
    stage.steps.contains { step in
      (step.kind == .cmd || step.kind == .entrypoint || step.kind == .healthcheck)
        && step.commands.contains { use in
          use.program == package.name || use.arguments.contains { $0.best.contains(package.name) }
        }
    }
  }

  /// Whether the virtual package of an `apk add` is removed later.
  private static func isRemoved(_ command: PackageCommand, _ subject: Subject) -> Bool {
    guard let name = command.use.value(of: "-t", "--virtual") else { return false }
    return subject.packageCommands.contains { other in
      other.verb == .remove && other.use.stage == command.use.stage
        && other.manager == command.manager
        && other.operands.contains { $0.best == name.best || $0.value == nil }
    }
  }

  /// Whether a later command removes a package, or may.
  private static func isRemoved(
    _ package: Installations.Package, _ subject: Subject, _ stage: StageFacts
  ) -> Bool {
    subject.packageCommands.contains { other in
      guard other.use.stage == stage.index, other.manager == package.manager, other.verb == .remove,
        other.use.range.lowerBound > package.commandRange.lowerBound
      else { return false }
      if other.operands.contains(where: { $0.value == nil || $0.best.contains("*") }) {
        return true
      }
      // `apt-mark auto` hands everything that is not marked by hand to the next removal.
      if other.operands.isEmpty {
        return stage.steps.contains { $0.commands.contains { $0.program == "apt-mark" } }
      }
      return other.packages.contains { $0.name == package.name }
    }
  }
}
