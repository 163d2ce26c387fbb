import Dockerfile

/// Variables in the order in which they were first set.
struct Variables: ExpansionEnvironment {
  private(set) var names: [String] = []
  private var values: [String: String] = [:]

  /// No variables.
  init() {}

  /// The variables of a list of `NAME=value`.
  init(_ list: [String]) {
    for entry in list {
      let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      self[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
    }
  }

  /// The value of a variable; nil where it is not set.
  subscript(name: String) -> String? {
    get { values[name] }
    set {
      guard let newValue else { return }
      if values.updateValue(newValue, forKey: name) == nil { names.append(name) }
    }
  }

  /// The variables as `NAME=value`.
  var list: [String] { names.map { "\($0)=\(values[$0] ?? "")" } }

  func binding(of name: String) -> ExpansionBinding {
    values[name].map { .known($0) } ?? .unset
  }
}
