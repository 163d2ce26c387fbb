import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let overwrittenHardening = Rule(
    "overwritten-hardening", .users, .error, fix: .unsafe,
    requirements: ["S3-OW-08"],
    summary: "A later COPY puts a file back whose permissions were tightened before.",
    why: """
      COPY replaces files that are there, and with them their owner and mode: a file that was given to \
      one user and closed to all others comes back with what the build context has. The closed one stays \
      in its layer too, so the file is in the image twice.
      """,
    examples: [
      .flags(
        """
        FROM python:3.13-slim-trixie
        COPY config/secrets.conf /app/config/
        RUN chmod 600 /app/config/secrets.conf
        COPY ‹.› /app
        """,
        fixed: """
          FROM python:3.13-slim-trixie
          COPY . /app
          COPY config/secrets.conf /app/config/
          RUN chmod 600 /app/config/secrets.conf
          """),
      .flags(
        """
        FROM python:3.13-slim-trixie
        WORKDIR /app
        COPY start.sh .
        RUN chown 10001:10001 start.sh
        COPY app.py ‹./start.sh› ./
        """),
      .accepts(
        """
        FROM python:3.13-slim-trixie
        WORKDIR /app
        COPY . .
        COPY config/secrets.conf /etc/app/
        RUN chmod 600 /etc/app/secrets.conf config/secrets.conf
        COPY src ./src
        COPY --chmod=600 config/secrets.conf config/
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages {
        var placed: [Placed] = []
        for step in stage.steps {
          guard case .copy(let transfer)? = step.instruction.body, transfer.from == nil else {
            continue
          }
          if transfer.excludes.isEmpty {
            for source in transfer.paths {
              report(source, transfer, step, placed, stage, subject, &findings)
            }
          }
          placed.append(contentsOf: files(of: transfer, step))
        }
      }
    })

  /// A single file that a COPY put into the image.
  private struct Placed {
    let path: String
    let origin: String
    let step: Int
  }

  /// Moves the COPY above the one that brings the file alone, where nothing between the two goes by what
  /// it brings.
  private static func repair(
    _ step: Step, above earlier: Step, _ stage: StageFacts, _ subject: Subject
  ) -> [Fix] {
    let instruction = step.instruction
    let source = subject.source
    let first = source.line(at: instruction.range.lowerBound)
    let isFirstOnLine = instruction.range.lowerBound == source.lineRange(first).lowerBound
    guard instruction.heredocs.isEmpty, instruction.comments.isEmpty, isFirstOnLine,
      !instruction.rest.text.contains("$"),
      stage.steps[(earlier.index + 1)..<step.index].allSatisfy({ between in
        switch between.kind {
        case .user, .label, .expose, .env, .arg: true
        case .run:
          !between.commands.isEmpty
            && between.commands.allSatisfy {
              $0.program.map { ["chmod", "chown", "chgrp"].contains($0) } ?? false
            }
        default: false
        }
      })
    else { return [] }
    return [
      Fix(
        "Copy it before the file whose permissions are tightened", .unsafe,
        [
          subject.inserting(
            lines: [subject.text(instruction.range)], above: earlier.instruction),
          TextEdit(lines(of: instruction, source), ""),
        ],
        risk: "Every change to what is copied repeats the steps between the two.")
    ]
  }

  /// The lines of an instruction; at the end of the file with the blank lines before them.
  private static func lines(of instruction: Instruction, _ source: SourceText) -> SourceRange {
    let lines = instruction.wholeLines(of: source)
    guard lines.upperBound == source.bytes.count, source.bytes.last == 0x0A else { return lines }
    var line = source.line(at: lines.lowerBound)
    while line > 1, source.text(source.lineRange(line - 1)).isEmpty { line -= 1 }
    return SourceRange(source.fullLineRange(line).lowerBound, lines.upperBound)
  }

  /// The path of a source below the context, and of the destination in the image.
  private static func ends(_ source: Argument, _ transfer: Transfer, _ step: Step) -> (
    origin: String, destination: String
  )? {
    let destination = transfer.destination.value
    let base = destination.hasPrefix("/") ? "/" : step.before.workingDirectory.value
    guard !source.value.contains(where: { "*?[$\"'".contains($0) }),
      !destination.contains(where: { "$\"'".contains($0) }), let base
    else { return nil }
    return (
      String(FilePaths.clean(source.value).dropFirst()),
      FilePaths.absolute(destination, in: base)
    )
  }

  /// Whether the destination of a COPY is a folder that takes files under their own names.
  private static func isFolder(_ transfer: Transfer, _ path: String, _ step: Step) -> Bool {
    let text = transfer.destination.value
    return text.hasSuffix("/") || text.hasSuffix("/.") || text == "." || text == ".."
      || transfer.sources.count > 1 || step.before.files.entry(path)?.kind == .directory
  }

  /// The single files that a COPY puts into the image, with their paths in the context.
  private static func files(of transfer: Transfer, _ step: Step) -> [Placed] {
    if transfer.parents { return [] }
    return transfer.paths.compactMap { source in
      guard let (origin, destination) = ends(source, transfer, step),
        FilePath.looksLikeFile(origin)
      else { return nil }
      let isFolder = isFolder(transfer, destination, step)
      return Placed(
        path: isFolder
          ? FilePaths.absolute(FilePaths.name(origin), in: destination) : destination,
        origin: origin, step: step.index)
    }
  }

  private static func report(
    _ source: Argument, _ transfer: Transfer, _ step: Step,
    _ placed: [Placed], _ stage: StageFacts, _ subject: Subject, _ findings: inout Findings
  ) {
    guard !placed.isEmpty, !transfer.parents,
      let (origin, destination) = ends(source, transfer, step)
    else { return }
    for earlier in placed {
      let (path, file) = (earlier.path, earlier.origin)
      let target: String
      if file == origin {
        target =
          isFolder(transfer, destination, step)
          ? FilePaths.absolute(FilePaths.name(file), in: destination) : destination
      } else if origin.isEmpty {
        target = FilePaths.absolute(file, in: destination)
      } else if file.hasPrefix(origin + "/") {
        target = FilePaths.absolute(String(file.dropFirst(origin.count + 1)), in: destination)
      } else {
        continue
      }
      guard target == path, let entry = step.before.files.entry(path), entry.exists == true,
        let hardened = entry.hardenedRange, let lost = loss(entry, transfer, step)
      else { continue }
      findings.report(
        source.range, "this COPY puts `\(path)` back \(lost)",
        help: "Leave `\(file)` out here with `.dockerignore` or `--exclude`, or copy it after this",
        related: [Finding.Related(hardened, "its permissions are set here")],
        fixes: transfer.paths.count == 1
          ? repair(step, above: stage.steps[earlier.step], stage, subject) : [])
      return
    }
  }

  /// What a file loses by being copied again; nil where that is not certain.
  private static func loss(_ entry: FileTree.Entry, _ transfer: Transfer, _ step: Step) -> String? {
    // Modes that a checkout has anyway may come back the same.
    if let mode = entry.mode, mode & 0o077 != 0o044, mode & 0o077 != 0o055, mode & 0o077 != 0o064,
      mode & 0o077 != 0o075, transfer.chmod == nil
    {
      return "with the mode it has in the context, not `\(String(mode, radix: 8))`"
    }
    let owner = String((transfer.chown?.value ?? "root").prefix { $0 != ":" })
    switch entry.owner {
    case .unknown: return nil
    case .root:
      return transfer.chown == nil || step.before.accounts.isSameUser(owner, "root") != false
        ? nil : "as a file of `\(owner)`, not of root"
    case .user(let name):
      return step.before.accounts.isSameUser(owner, name) == false
        ? "as a file of `\(owner)`, not of `\(name)`" : nil
    }
  }
}
