import Dockerfile
import Facts
import Source

/// The paths that COPY, ADD and bind mounts take from the build context.
struct ContextSources {
  /// One path without wildcards.
  struct Entry {
    /// The path below the root of the context, without a leading slash; empty for the root.
    let path: String
    /// The text as it is written.
    let text: String
    /// Where it stands.
    let range: SourceRange
    /// Whether a plain build comes to it.
    let isReachable: Bool
  }

  /// The paths in the order of the file.
  let entries: [Entry]

  /// The paths of a file; those that are not known or hold wildcards are left out.
  init(_ subject: Subject) {
    var entries: [Entry] = []
    let escape = subject.facts.syntax.escape
    for stage in subject.stages {
      for step in stage.steps {
        switch step.instruction.body {
        case .copy(let transfer)? where transfer.from == nil, .add(let transfer)?:
          let comments = ArgumentComment.ranges(in: step.instruction, subject.source)
          for argument in transfer.paths
          where !comments.contains(where: { $0.contains(argument.range) }) {
            let expansion = step.before.scope.expand(argument, escape: escape)
            guard let text = expansion.value.value, !FileNames.isRemote(text),
              !expansion.dependsOnArguments
            else { continue }
            if let path = Self.literal(text) {
              entries.append(
                Entry(path: path, text: text, range: argument.range, isReachable: stage.isReachable)
              )
            }
          }
        case .run(let run)?:
          for mount in run.mounts where mount.type == "bind" && mount.from == nil {
            guard let text = mount.source, !text.contains("$"), let path = Self.literal(text) else {
              continue
            }
            entries.append(
              Entry(path: path, text: text, range: mount.range, isReachable: stage.isReachable))
          }
        default: break
        }
      }
    }
    self.entries = entries
  }

  private static func literal(_ text: String) -> String? {
    if text.contains(where: { "*?[\\".contains($0) }) { return nil }
    return String(FilePaths.clean("/" + text).dropFirst())
  }
}
