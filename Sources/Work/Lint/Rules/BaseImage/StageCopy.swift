import BaseImages
import Dockerfile
import Facts
import OCI
import Source

/// One path that COPY brings from another stage or from an image.
struct StageCopy {
  /// What is known of where it comes from.
  let origin: BaseImageFacts
  /// The stage that it comes from; nil for an image.
  let source: StageFacts?
  /// What is known of where it goes.
  let target: BaseImageFacts
  /// The stage that it goes to.
  let stage: StageFacts
  /// The path, absolute and clean.
  let path: String
  /// Where the path stands.
  let range: SourceRange

  /// The copies between stages of which both sides are known.
  static func all(in subject: Subject) -> [StageCopy] {
    var result: [StageCopy] = []
    for (stage, step) in subject.steps(.copy) {
      guard case .copy(let transfer)? = step.instruction.body, let from = transfer.from,
        let target = stage.baseFacts
      else { continue }
      let source = subject.stages.last {
        $0.name == from.value.lowercased() || Int(from.value) == $0.index
      }
      let origin: BaseImageFacts?
      if let source {
        origin = source.baseFacts
      } else if let image = try? ImageReference(parsing: from.value) {
        origin = BaseImageCatalog.shared.facts(for: image)
      } else {
        origin = nil
      }
      guard let origin else { continue }
      for argument in transfer.paths {
        guard
          let text = step.before.scope.expand(argument, escape: subject.facts.syntax.escape).value
            .value
        else { continue }
        result.append(
          StageCopy(
            origin: origin, source: source, target: target, stage: stage,
            path: FilePaths.clean("/" + text), range: argument.range))
      }
    }
    return result
  }

  /// What a path holds that depends on the system it was made on.
  enum Content {
    /// Packages of Python, which may have compiled parts.
    case python
    /// Programs that a compiler of Rust or Swift made.
    case program
    /// A program of the image itself, such as `/usr/local/bin/node`.
    case interpreter
  }

  /// What the path holds, as far as its name tells.
  var content: Content? {
    let names = path.split(separator: "/").map(String.init)
    if names.contains("site-packages") || names.contains("dist-packages") { return .python }
    if let last = names.last, ["venv", ".venv"].contains(last), hasPython { return .python }
    if isMadeByCargo(names) { return .program }
    if names.contains(".build"), names.contains("release") { return .program }
    let programs: Set = ["node", "python3", "python", "ruby", "php", "perl"]
    if let last = names.last, programs.contains(last), path.hasPrefix("/usr/local/bin/"),
      source == nil || origin.reference.path == "library/\(last)"
    {
      return .interpreter
    }
    return nil
  }

  /// Whether the origin is an image for Python.
  private var hasPython: Bool {
    origin.reference.path.contains("python") || origin.reference.path == "astral-sh/uv"
      || origin.hasTool("python3") == true
  }

  private func isMadeByCargo(_ names: [String]) -> Bool {
    guard let target = names.firstIndex(of: "target"), names.contains("release") else {
      return false
    }
    // A target of musl is linked statically and runs everywhere.
    if names[target...].contains(where: { $0.contains("musl") }) { return false }
    return source?.steps.contains { step in
      step.commands.contains { $0.program == "cargo" || $0.program == "rustup" }
    } ?? false
  }
}
