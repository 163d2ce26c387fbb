import Host
import Layers

extension LayerPath {
  /// A path as people write it, seen from the root of its tree; `..` does not lead above that.
  init(written text: String) {
    var names: [RawName] = []
    for part in Array(text.utf8).split(separator: UInt8(ascii: "/")) {
      if let name = RawName(part) {
        names.append(name)
      } else if part.elementsEqual([46, 46]) {
        _ = names.popLast()
      }
    }
    self.init(names)
  }
}
