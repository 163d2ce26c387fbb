import BaseImages
import Dockerfile
public import OCI
public import Source

/// One place where the file takes an image of a registry: FROM, `COPY --from` or a mount's `from`.
public struct ImageUse: Sendable {
  /// The ways to take an image.
  public enum Place: Hashable, Sendable {
    /// The base of a stage.
    case base
    /// The source of COPY.
    case copy
    /// The source of a mount of RUN.
    case mount
  }

  /// The way it is taken.
  public let place: Place
  /// The image.
  public let reference: ImageReference
  /// The reference after variables were replaced.
  public let text: String
  /// Where the reference stands.
  public let range: SourceRange
  /// The reference as written, with the place of each byte; nil where variables stand in it.
  public let written: MappedText?
  /// The arguments that give its text, each with its place.
  public let sources: [SourceRange]
  /// Whether a `--build-arg` may change it.
  public let dependsOnArguments: Bool
  /// The stage that takes it, as an index.
  public let stage: Int

  /// The place of the tag; nil where none is written out.
  public var tagRange: SourceRange? {
    guard let written, let tag = reference.tag else { return nil }
    var end = written.bytes.firstIndex(of: UInt8(ascii: "@")) ?? written.count
    if end == written.count, written.bytes.last == UInt8(ascii: "\"") { end -= 1 }
    let start = end - tag.utf8.count
    guard start > 0, written.bytes[start..<end].elementsEqual(tag.utf8) else { return nil }
    return written.source(of: start..<end)
  }
}

extension ImageUse {
  /// The images that a file takes, in the order of the source.
  static func all(in stages: [StageFacts], globalScope: Scope) -> [ImageUse] {
    var names: Set<String> = []
    for stage in stages { if let name = stage.name { names.insert(name) } }
    var uses: [ImageUse] = []
    for stage in stages {
      if case .image(let reference) = stage.base, let from = stage.from {
        uses.append(base(reference, from, stage, globalScope))
      }
      for step in stage.steps {
        switch step.instruction.body {
        case .copy(let copy):
          if let from = copy.from, let use = use(.copy, from.text, names, stage) {
            uses.append(use)
          }
        case .run(let run):
          for mount in run.mounts {
            if let text = mount.fromText, let use = use(.mount, text, names, stage) {
              uses.append(use)
            }
          }
        default: break
        }
      }
    }
    return uses
  }

  private static func base(
    _ reference: ImageReference, _ from: From, _ stage: StageFacts, _ scope: Scope
  ) -> ImageUse {
    let text = stage.baseText
    return ImageUse(
      place: .base, reference: reference, text: text.value.value ?? from.base.value,
      range: from.base.range, written: text.references.isEmpty ? from.base.text : nil,
      sources: text.references.compactMap { scope.binding($0.name)?.range },
      dependsOnArguments: text.dependsOnArguments, stage: stage.index)
  }

  /// The image that `--from` names; nil for stages and for what the builder refuses. Variables are
  /// not replaced there.
  private static func use(
    _ place: Place, _ written: MappedText, _ names: Set<String>, _ stage: StageFacts
  ) -> ImageUse? {
    let text = written.text
    if text.isEmpty || names.contains(text.lowercased()) || Int(text) != nil { return nil }
    guard let reference = try? ImageReference(parsing: text), !reference.isScratch else {
      return nil
    }
    return ImageUse(
      place: place, reference: reference, text: text, range: written.sourceRange,
      written: written, sources: [], dependsOnArguments: false, stage: stage.index)
  }
}

extension Mount {
  /// The value of `from` with its places.
  var fromText: MappedText? {
    guard let from, !from.isEmpty else { return nil }
    let wanted = Array(("from=" + from).utf8)
    let bytes = text.bytes
    var start = 0
    while start <= bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: ",")) ?? bytes.count
      var field = start..<end
      while let first = bytes[field].first, first == UInt8(ascii: "\"") || first == 0x20 {
        field = field.lowerBound + 1..<field.upperBound
      }
      while let last = bytes[field].last, last == UInt8(ascii: "\"") || last == 0x20 {
        field = field.lowerBound..<field.upperBound - 1
      }
      if bytes[field].elementsEqual(wanted) {
        return text.slice(field.lowerBound + 5..<field.upperBound)
      }
      start = end + 1
    }
    return nil
  }
}
