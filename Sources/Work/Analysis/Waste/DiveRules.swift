import Documents
public import Source

/// The gates of dive, as `.dive-ci` has them.
public struct DiveRules: Hashable, Sendable {
  /// The least score, 0 to 1; nil for no gate.
  public var lowestEfficiency: Double? = 0.9
  /// The most wasted bytes; nil for no gate.
  public var highestWastedBytes: Int64?
  /// The largest part of wasted bytes in those above the lowest layer, 0 to 1; nil for no gate.
  public var highestUserWastedShare: Double? = 0.1

  /// The gates that dive has when nothing is configured.
  public init() {}

  /// The gates of a `.dive-ci` file.
  /// - Throws: `Failure` when it is no YAML, or a value is none that dive takes.
  public init(reading source: SourceText) throws(Failure) {
    self.init()
    guard let rules = try YAMLNode(reading: source)["rules"] else { return }
    for entry in rules.entries ?? [] {
      guard let text = entry.value.scalar?.text else {
        throw Failure(
          "cannot understand `\(entry.key)`", in: source, at: entry.keyRange.lowerBound,
          hint: "give a number, or `disabled`")
      }
      do throws(Failure) {
        try set(entry.key, text)
      } catch {
        throw Failure(
          error.what, in: source, at: entry.keyRange.lowerBound, because: error.because,
          hint: error.hint)
      }
    }
  }

  /// Sets a gate by its name in dive.
  /// - Throws: `Failure` when there is no such gate, or the value is none that it takes.
  public mutating func set(_ name: String, _ text: String) throws(Failure) {
    let isDisabled = ["", "disabled", "off", "false"].contains(text)
    switch name {
    case "lowestEfficiency": lowestEfficiency = isDisabled ? nil : try share(name, text)
    case "highestUserWastedPercent":
      highestUserWastedShare = isDisabled ? nil : try share(name, text)
    case "highestWastedBytes":
      guard !isDisabled else {
        highestWastedBytes = nil
        return
      }
      guard let bytes = DiveRules.bytes(text) else {
        throw Failure(
          "cannot understand `\(name)`", because: ["`\(text)` is no number of bytes"],
          hint: "write it as `20MB`, or `disabled`")
      }
      highestWastedBytes = bytes
    default:
      throw Failure(
        "there is no gate `\(name)`",
        hint: "use `lowestEfficiency`, `highestWastedBytes` or `highestUserWastedPercent`")
    }
  }

  private func share(_ name: String, _ text: String) throws(Failure) -> Double {
    guard let value = Double(text), value >= 0, value <= 1 else {
      throw Failure(
        "cannot understand `\(name)`", because: ["`\(text)` is no number from 0 to 1"],
        hint: "write it as `0.9`, or `disabled`")
    }
    return value
  }

  /// A number of bytes such as `20MB` or `1.5 GiB`; units without `i` count by thousands.
  static func bytes(_ text: String) -> Int64? {
    let number = text.prefix { $0.isNumber || $0 == "." || $0 == "," }
    guard let value = Double(number.filter { $0 != "," }), value >= 0 else { return nil }
    let unit = text.dropFirst(number.count).drop { $0 == " " }.lowercased()
    let powers = ["": 0, "b": 0, "k": 1, "m": 2, "g": 3, "t": 4]
    let isBinary = unit.hasSuffix("ib") || unit.hasSuffix("i")
    var letter = Substring(unit)
    if letter.hasSuffix("b"), letter.count > 1 { letter.removeLast() }
    if letter.hasSuffix("i") { letter.removeLast() }
    guard let power = powers[String(letter)] else { return nil }
    var bytes = value
    for _ in 0..<power { bytes *= isBinary ? 1024 : 1000 }
    return bytes < 9e18 ? Int64(bytes) : nil
  }

  /// A gate that was held against an image.
  public struct Outcome: Hashable, Sendable {
    /// The name of the gate in dive.
    public var gate: String
    /// The limit and the value, in words.
    public var limit, value: String
    /// Whether it was held.
    public var isHeld: Bool
  }

  /// The gates that are set, held against an image.
  public func outcomes(_ efficiency: Efficiency) -> [Outcome] {
    var outcomes: [Outcome] = []
    if let limit = lowestEfficiency {
      outcomes.append(
        Outcome(
          gate: "lowestEfficiency", limit: DiveRules.percent(limit),
          value: DiveRules.percent(efficiency.score), isHeld: efficiency.score >= limit))
    }
    if let limit = highestWastedBytes {
      outcomes.append(
        Outcome(
          gate: "highestWastedBytes", limit: String(limit),
          value: String(efficiency.wastedBytes), isHeld: efficiency.wastedBytes <= limit))
    }
    if let limit = highestUserWastedShare {
      let share = efficiency.userWastedShare
      outcomes.append(
        Outcome(
          gate: "highestUserWastedPercent", limit: DiveRules.percent(limit),
          value: DiveRules.percent(share), isHeld: share <= limit))
    }
    return outcomes
  }

  static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "endless" }
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
