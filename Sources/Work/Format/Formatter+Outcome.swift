import Dockerfile
import Facts
import Plan
public import Source

/// What became of one file.
public struct LayoutOutcome: Sendable {
  /// The file before.
  public let source: SourceText
  /// The bytes after; those of `source` where nothing was done.
  public let bytes: [UInt8]
  /// Why the file is left as it is, where something forbids it.
  public let obstacle: Obstacle?
  /// Why the new layout was turned down, which is a bug in the formatter; nil where it was not.
  public let rejection: String?

  /// Whether the bytes differ.
  public var isChanged: Bool { bytes != source.bytes }
}

extension Formatter {
  /// Lays a file out. The new text is read again, and stands only where the frontend makes the same
  /// plan of both and a second run would change nothing.
  public func layout(_ source: SourceText) -> LayoutOutcome {
    func outcome(_ bytes: [UInt8], _ rejection: String? = nil) -> LayoutOutcome {
      LayoutOutcome(source: source, bytes: bytes, obstacle: nil, rejection: rejection)
    }
    let syntax = DockerfileSyntax.parse(source)
    if let obstacle = obstacle(in: syntax) {
      return LayoutOutcome(source: source, bytes: source.bytes, obstacle: obstacle, rejection: nil)
    }
    let before = DockerfileFacts.of(syntax)
    let edits = edits(for: before)
    if edits.isEmpty { return outcome(source.bytes) }
    let result = SourceText(name: source.name, bytes: source.applying(edits))
    let after = DockerfileFacts.of(.parse(result))
    let differences = BuildPlan(of: before).differences(to: BuildPlan(of: after))
    if let difference = differences.first {
      return outcome(source.bytes, "\(difference)")
    }
    if !self.edits(for: after).isEmpty {
      return outcome(source.bytes, "a second run would change it again")
    }
    return outcome(result.bytes)
  }
}
