public import Archive
public import Host
public import Source

/// A path from the root of an image, without links taken into account: its names in order.
public struct LayerPath: Hashable, Sendable {
  /// The names; none is the root itself.
  public let names: [RawName]

  /// The root.
  public static let root = LayerPath([])

  /// A path of names.
  public init(_ names: [RawName]) { self.names = names }

  /// The path that an entry of an archive means: `./`, doubled slashes and a slash in front mean
  /// nothing, and `..` takes a name back.
  /// - Throws: `Failure` when it leads above the root, has a null byte, or is longer or deeper than
  ///   any system can hold.
  public init(_ path: RawPath, limits: LayerLimits = LayerLimits()) throws(Failure) {
    if path.bytes.count > limits.pathBytes {
      throw LayerPath.refusal(path, "it is longer than \(limits.pathBytes) bytes")
    }
    var names: [RawName] = []
    for part in path.bytes.split(separator: UInt8(ascii: "/")) {
      if let name = RawName(part) {
        names.append(name)
      } else if part.elementsEqual([46, 46]) {
        if names.isEmpty { throw LayerPath.refusal(path, "it leads out of the image") }
        names.removeLast()
      } else if !part.elementsEqual([46]) {
        throw LayerPath.refusal(path, "it has a null byte")
      }
    }
    if names.count > limits.depth {
      throw LayerPath.refusal(path, "it is more than \(limits.depth) folders deep")
    }
    self.names = names
  }

  /// The last name; nil for the root.
  public var last: RawName? { names.last }

  /// The folder that it lies in; the root lies in itself.
  public var parent: LayerPath { LayerPath(Array(names.dropLast())) }

  /// The path of a name in this folder.
  public func appending(_ name: RawName) -> LayerPath { LayerPath(names + [name]) }

  /// As bytes without a slash in front; empty for the root.
  public var raw: RawPath { RawPath(Array(names.map(\.bytes).joined(separator: [47]))) }

  /// As text with a slash in front.
  public var text: String { "/" + raw.text }

  static func refusal(_ path: RawPath, _ reason: String) -> Failure {
    let text = path.text
    let shown = text.utf8.count > 200 ? String(text.prefix(100)) + "…" : text
    return Failure(
      "cannot take `\(shown)` from the layer", because: [reason],
      hint: "use an image from a source that you trust")
  }
}

extension LayerPath: Comparable {
  /// The order in which a folder comes before what is in it, and names follow their bytes.
  public static func < (left: LayerPath, right: LayerPath) -> Bool {
    left.names.lexicographicallyPrecedes(right.names)
  }
}

extension LayerPath: CustomStringConvertible {
  /// The path with a slash in front.
  public var description: String { text }
}
