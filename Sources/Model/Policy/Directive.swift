public import Documents
public import Source

/// One statement about rules; later statements win over earlier ones.
public enum Directive: Hashable, Sendable {
  /// Only the rules named run, at the severity they have so far.
  case select([Selector], Origin)
  /// The rules named do not run.
  case ignore([Selector], Origin)
  /// The rules named get a level, options, or both.
  case rule(RuleSetting)
}

/// What a profile or a configuration says of the rules that one selector names.
public struct RuleSetting: Hashable, Sendable {
  /// The rules.
  public let selector: Selector
  /// The level; nil leaves it as it is.
  public let level: Level?
  /// Options of the rule, in the order written.
  public let options: [YAMLValue.Pair]
  /// Why the level is what it is, as a sentence without a full stop.
  public let why: String?
  /// Where it was decided.
  public let origin: Origin
  /// Where the selector stands in its file; empty where it stands in none.
  public let range: SourceRange

  /// A setting from its parts.
  public init(
    _ selector: Selector, level: Level?, options: [YAMLValue.Pair] = [], why: String? = nil,
    origin: Origin, range: SourceRange = SourceRange(0, 0)
  ) {
    self.selector = selector
    self.level = level
    self.options = options
    self.why = why
    self.origin = origin
    self.range = range
  }
}

/// What a profile or a configuration says under one key of `values`.
public struct ValueSetting: Hashable, Sendable {
  /// The name of the key, one of `PolicyKey.all`.
  public let key: String
  /// The value as written, known to be right for the key.
  let node: YAMLNode
  /// Where it was decided.
  public let origin: Origin

  /// A setting of a value that was read before.
  init(_ key: String, _ node: YAMLNode, origin: Origin) {
    self.key = key
    self.node = node
    self.origin = origin
  }

  /// Writes the value into `values`.
  func apply(to values: inout PolicyValues) {
    // The reader refuses what does not fit the key, so nothing is lost here.
    try? PolicyKey.named(key)?.read(node, &values)
  }
}
