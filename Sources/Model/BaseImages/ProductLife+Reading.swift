import Documents

extension ProductLife {
  /// What the entry of a product in the calendar says of a release; nil where it says nothing.
  init?(_ entry: JSON, cycle: String) {
    guard let name = entry["name"]?.string, let source = entry["source"]?.string,
      let checked = entry["checked"]?.string.flatMap({ Day($0) })
    else { return nil }
    let subject =
      name.hasSuffix("on Debian") ? "\(name.dropLast(10)) for \(cycle)" : "\(name) \(cycle)"
    if let end = entry["cycles"]?[cycle]?.string.flatMap({ Day($0) }) {
      self.init(
        subject: subject, end: end, extended: entry["extended"]?[cycle]?.string.flatMap { Day($0) },
        extendedBy: entry["extendedBy"]?.string, dataDate: checked, source: source)
      return
    }
    guard let bound = entry["endedBelow"]?.string, TagShape(cycle).isBelow(bound),
      !TagShape(cycle).version.isEmpty
    else { return nil }
    self.init(
      subject: subject, end: nil, extended: nil, extendedBy: nil, dataDate: checked, source: source)
  }
}
