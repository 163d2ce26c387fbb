import OCI

/// The key of a step in the making: what it hangs on, part by part.
struct StepKey {
  private(set) var parts: [StepRecord.Part] = []
  /// Changes when equal steps come to mean other files than before.
  private static let version = "1"

  /// Adds a part.
  mutating func add(_ name: String, _ value: String) {
    parts.append(.init(name: name, value: value))
  }

  /// Adds a list.
  mutating func add(_ name: String, _ values: [String]) {
    var text = ""
    for value in values { text += "\(value.utf8.count):\(value)" }
    add(name, text)
  }

  /// The digest of all parts.
  var digest: Digest {
    var digester = Digester()
    digester.add(Array("\(Self.version)\n".utf8)[...])
    for part in parts {
      digester.add(Array("\(part.name.utf8.count):\(part.name)=".utf8)[...])
      digester.add(Array("\(part.value.utf8.count):\(part.value)\n".utf8)[...])
    }
    return digester.finish()
  }
}
