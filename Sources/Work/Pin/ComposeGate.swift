import Documents
import Source

/// Decides whether a compose file may take the place of another: nothing but images of services may
/// differ, and those as they were meant to.
struct ComposeGate {
  /// A scalar of a file.
  private struct Leaf {
    let text: String
    let isImage: Bool
  }

  private let before: [Leaf]

  init(_ documents: [YAMLNode]) { before = Self.leaves(documents) }

  /// Whether a text differs from the one before in the images that are given, by their old texts.
  func accepts(_ source: SourceText, images: [String: String]) -> Bool {
    guard let documents = try? YAMLNode.documents(of: source) else { return false }
    let after = Self.leaves(documents)
    guard before.count == after.count else { return false }
    return zip(before, after).allSatisfy { old, new in
      old.text == new.text || old.isImage && images[old.text] == new.text
    }
  }

  private static func leaves(_ documents: [YAMLNode]) -> [Leaf] {
    var leaves: [Leaf] = []
    for document in documents { collect(document, [], &leaves) }
    return leaves
  }

  private static func collect(_ node: YAMLNode, _ path: [String], _ leaves: inout [Leaf]) {
    switch node.kind {
    case .scalar(let scalar):
      let isImage = path.count == 3 && path[0] == "services" && path[2] == "image"
      leaves.append(Leaf(text: scalar.text, isImage: isImage))
    case .sequence(let items):
      leaves.append(Leaf(text: "[\(items.count)", isImage: false))
      for item in items { collect(item, path + ["-"], &leaves) }
    case .mapping(let entries):
      leaves.append(Leaf(text: "{\(entries.count)", isImage: false))
      for entry in entries {
        leaves.append(Leaf(text: entry.key, isImage: false))
        // What is merged into a service is its own.
        collect(entry.value, entry.key == "<<" ? path : path + [entry.key], &leaves)
      }
    }
  }
}
