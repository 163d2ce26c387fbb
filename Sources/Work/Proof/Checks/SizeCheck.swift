import Documents
import Source

/// How large the image may be (`sizeTest`).
struct SizeCheck: Sendable {
  /// Bytes of the layers as they are stored.
  var maximumBytes: Int64?
  var maximumLayers: Int?

  init(_ node: YAMLNode, _ reader: ProofReader) throws(Failure) {
    for entry in try reader.document.mapping(node, keys: ["maxBytes", "maxLayers"]) {
      switch entry.key {
      case "maxBytes": maximumBytes = try reader.bytes(entry.value)
      default: maximumLayers = try reader.number(entry.value)
      }
    }
    if maximumBytes == nil, maximumLayers == nil {
      throw reader.document.trouble(
        node.range, "it says nothing", "Add `maxBytes: 100MB` or `maxLayers: 10`")
    }
  }

  func result(_ image: ProvenImage) -> ProofResult {
    var result = ProofResult("Size Test")
    if let maximumBytes, image.storedBytes > maximumBytes {
      result.add(
        "bytes of the layers", expected: "at most \(maximumBytes)", seen: "\(image.storedBytes)")
    }
    if let maximumLayers, image.layers.count > maximumLayers {
      result.add("layers", expected: "at most \(maximumLayers)", seen: "\(image.layers.count)")
    }
    return result
  }
}
