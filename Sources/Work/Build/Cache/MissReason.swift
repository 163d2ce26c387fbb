/// Says why a step was not found in the cache: what it hangs on that has changed.
enum MissReason {
  /// The first difference, in words.
  static func text(
    _ last: StepRecord, _ key: StepKey, files: [(path: String, mark: String)]
  ) -> String {
    let before = Dictionary(last.parts.map { ($0.name, $0.value) }) { first, _ in first }
    let after = Dictionary(key.parts.map { ($0.name, $0.value) }) { first, _ in first }
    let changed =
      key.parts.map(\.name).filter { before[$0] != after[$0] }
      + last.parts.map(\.name).filter { after[$0] == nil }
    guard let first = changed.first else {
      return "the result of the last time is no longer in the cache"
    }
    // A step below that was done anew is the cause only where nothing of the step itself changed.
    let own = changed.first { $0 != "base" } ?? first
    switch own {
    case "base": return "a step before it was done anew"
    case "files": return self.files(last.files, files)
    case "environment":
      return "a variable changed: \(variables(before[own] ?? "", after[own] ?? ""))"
    default: return "\(own) changed"
    }
  }

  private static func files(
    _ before: [(path: String, mark: String)], _ after: [(path: String, mark: String)]
  ) -> String {
    let old = Dictionary(before.map { ($0.path, $0.mark) }) { first, _ in first }
    let new = Dictionary(after.map { ($0.path, $0.mark) }) { first, _ in first }
    var changes: [String] = []
    for (path, mark) in after.sorted(by: { $0.path < $1.path }) where old[path] != mark {
      changes.append("\(path.isEmpty ? "." : path) \(old[path] == nil ? "is new" : "changed")")
    }
    for (path, _) in before.sorted(by: { $0.path < $1.path }) where new[path] == nil {
      changes.append("\(path) is gone")
    }
    guard let first = changes.first else { return "other files are taken" }
    let count = changes.count == 1 ? "1 file" : "\(changes.count) files"
    return "\(first) (\(count) of \(grouped(max(old.count, new.count))))"
  }

  private static func variables(_ before: String, _ after: String) -> String {
    let old = Set(list(before))
    let new = Set(list(after))
    let names = new.subtracting(old).union(old.subtracting(new)).map {
      String($0.prefix { $0 != "=" })
    }
    return Set(names).sorted().joined(separator: ", ")
  }

  /// The values that a part of a key lists.
  private static func list(_ text: String) -> [String] {
    var values: [String] = []
    var rest = Array(text.utf8)[...]
    while let colon = rest.firstIndex(of: UInt8(ascii: ":")),
      let count = Int(String(decoding: rest[..<colon], as: UTF8.self)),
      colon + 1 + count <= rest.endIndex
    {
      values.append(String(decoding: rest[(colon + 1)..<(colon + 1 + count)], as: UTF8.self))
      rest = rest[(colon + 1 + count)...]
    }
    return values
  }

  private static func grouped(_ number: Int) -> String {
    var digits = Array(String(number))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return String(digits)
  }
}
