import BaseImages
import Dockerfile
import Facts
import OCI
import Source

/// The image names of a file that hold what was never filled in.
enum ReferencePlaceholder {
  /// A name with its placeholder.
  struct Place {
    /// The argument that names the image.
    let argument: Argument
    /// The placeholder where it stands in the argument as written, else the whole argument.
    let range: SourceRange
    /// The placeholder.
    let text: String
    /// What it stands for: `name`, `tag` or `digest`.
    let part: String
    /// Whether a `--build-arg` may fill it in.
    let dependsOnArguments: Bool
  }

  /// The placeholders of FROM, COPY and mounts, in the order of the stages.
  static func all(in facts: DockerfileFacts) -> [Place] {
    var result: [Place] = []
    for stage in facts.stages {
      if let argument = stage.from?.base {
        switch stage.base {
        case .invalid(let name, let problem):
          result.append(
            contentsOf: place(
              problem, argument, name, dependsOnArguments: stage.baseText.dependsOnArguments))
        case .image(let reference) where reference.hasPlaceholderDigest:
          result.append(
            whole(argument, reference, dependsOnArguments: stage.baseText.dependsOnArguments))
        default: break
        }
      }
    }
    for copy in facts.placesByKind[.copy] ?? [] {
      guard case .copy(let transfer)? = facts.step(at: copy).instruction.body,
        let from = transfer.from, from.value.contains(where: { "<{@.".contains($0) })
      else { continue }
      do {
        let reference = try ImageReference(parsing: from.value)
        if reference.hasPlaceholderDigest {
          result.append(whole(from, reference, dependsOnArguments: false))
        }
      } catch {
        result.append(contentsOf: place(error, from, from.value, dependsOnArguments: false))
      }
    }
    return result
  }

  private static func whole(
    _ argument: Argument, _ reference: ImageReference, dependsOnArguments: Bool
  ) -> Place {
    let digest = reference.digest ?? ""
    let start = argument.text.count - digest.utf8.count
    let isWritten = start >= 0 && argument.value.hasSuffix(digest)
    return Place(
      argument: argument,
      range: isWritten ? argument.text.source(of: start..<argument.text.count) : argument.range,
      text: digest, part: "digest", dependsOnArguments: dependsOnArguments)
  }

  private static func place(
    _ problem: ImageReferenceProblem, _ argument: Argument, _ name: String, dependsOnArguments: Bool
  ) -> [Place] {
    let part: String
    switch problem.kind {
    case .placeholder(let kind): part = kind.rawValue
    case .malformedDigest where problem.text.contains("..."): part = "digest"
    default: return []
    }
    let isWritten = name == argument.value && problem.range.upperBound <= argument.text.count
    return [
      Place(
        argument: argument,
        range: isWritten ? argument.text.source(of: problem.range) : argument.range,
        text: problem.text, part: part, dependsOnArguments: dependsOnArguments)
    ]
  }
}
