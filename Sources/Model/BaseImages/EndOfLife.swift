import Documents

/// The day on which a release stops getting fixes, as a source told it.
public struct EndOfLife: Hashable, Sendable {
  /// What ends, such as `Python 3.8`.
  public let subject: String
  /// The day of the end; nil where the source says only that it has ended.
  public let date: Day?
  /// Until when somebody else goes on with fixes, such as Debian's long-term support; nil where nobody does.
  public let extendedUntil: Day?
  /// Who goes on with fixes.
  public let extendedBy: String?
  /// The day of the data, after which plans may have changed.
  public let dataDate: Day
  /// The source of the data.
  public let source: String

  /// What to tell a person, as a sentence without a full stop.
  public var sentence: String {
    var text = "\(subject) reached its end of life"
    if let date { text += " on \(date)" }
    if let extendedUntil, let extendedBy { text += "; \(extendedBy) lasts until \(extendedUntil)" }
    return text + " (\(source), as of \(dataDate))"
  }
}

/// A release of a product that the calendar may know.
struct ProductCycle: Hashable, Sendable {
  /// The key of the product in the data.
  var product: String
  /// The release, such as `3.12`.
  var cycle: String
}

/// What a calendar says of a release.
struct ProductLife: Hashable, Sendable {
  /// What ends, such as `Python 3.8`.
  var subject: String
  /// The day of the end; nil where it has ended and no day is known.
  var end: Day?
  var extended: Day?
  var extendedBy: String?
  var dataDate: Day
  var source: String
}

extension BaseImageFacts {
  /// Every end of life that lies before `today`: first of what the image is
  /// for, then of its distribution.
  public func endsOfLife(asOf today: Day) -> [EndOfLife] {
    cycles.compactMap(Self.life).compactMap { life in
      if let end = life.end, end >= today { return nil }
      let goesOn = life.extended.map { $0 >= today } ?? false
      return EndOfLife(
        subject: life.subject, date: life.end, extendedUntil: goesOn ? life.extended : nil,
        extendedBy: goesOn ? life.extendedBy : nil, dataDate: life.dataDate, source: life.source)
    }
  }

  /// Whether everything in the image that a calendar knows still gets fixes; nil where none knows what
  /// the image is for.
  public func isSupported(asOf today: Day) -> Bool? {
    guard let main = cycles.first, Self.life(of: main) != nil else { return nil }
    return endsOfLife(asOf: today).isEmpty
  }

  /// Whether it is the oldest release for which nothing has ended, as the calendar has it.
  public var isOldestMaintained: Bool {
    guard let main = cycles.first else { return false }
    return BaseImageCatalog.shared.value("life", main.product)?["endedBelow"]?.string == main.cycle
  }

  /// Whether another release of what the image is for may still get fixes: the calendar lists it as
  /// one that does, or as the oldest for which nothing has ended.
  public func mayGetFixes(_ release: String, asOf today: Day) -> Bool {
    guard let main = cycles.first, let entry = BaseImageCatalog.shared.value("life", main.product)
    else { return false }
    if let end = entry["cycles"]?[release]?.string.flatMap({ Day($0) }) { return end >= today }
    return entry["endedBelow"]?.string == release
  }

  /// What the calendar says of a release; nil where it says nothing.
  private static func life(of cycle: ProductCycle) -> ProductLife? {
    BaseImageCatalog.shared.value("life", cycle.product).flatMap {
      ProductLife($0, cycle: cycle.cycle)
    }
  }

  /// The first end of life that lies before `today`; nil where none does or none is known.
  public func endOfLife(asOf today: Day) -> EndOfLife? { endsOfLife(asOf: today).first }
}
