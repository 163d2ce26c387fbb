import Documents

/// The calendar of ends: for each product, the day on which each release ends.
struct LifeCalendar {
  private let json: JSON

  init(_ json: JSON) {
    self.json = json
  }

  /// What the calendar says of a release of a product; nil where it says nothing.
  func life(of product: String, cycle: String) -> ProductLife? {
    guard let entry = json[product], let name = entry["name"]?.string,
      let source = entry["source"]?.string,
      let checked = entry["checked"]?.string.flatMap({ Day($0) })
    else { return nil }
    let subject =
      name.hasSuffix("on Debian") ? "\(name.dropLast(10)) for \(cycle)" : "\(name) \(cycle)"
    if let end = entry["cycles"]?[cycle]?.string.flatMap({ Day($0) }) {
      return ProductLife(
        subject: subject, end: end, extended: entry["extended"]?[cycle]?.string.flatMap { Day($0) },
        extendedBy: entry["extendedBy"]?.string, dataDate: checked, source: source)
    }
    guard let bound = entry["endedBelow"]?.string, TagShape(cycle).isBelow(bound),
      !TagShape(cycle).version.isEmpty
    else { return nil }
    return ProductLife(
      subject: subject, end: nil, extended: nil, extendedBy: nil, dataDate: checked, source: source)
  }
}
