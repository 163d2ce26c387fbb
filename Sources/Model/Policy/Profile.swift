import Documents
import Evidence
public import Source

/// A named set of rule levels and values.
public struct Profile: Hashable, Sendable {
  /// The name, such as `production`.
  public let name: String
  /// Other names for it.
  public let aliases: [String]
  /// What it is for, in one sentence.
  public let title: String
  /// The document that it comes from; nil where it is our own.
  public let source: String?
  /// The profile that it adds to.
  public let extends: String?
  /// Its statements about rules, in order.
  public let directives: [Directive]
  /// Its values, in order.
  public let values: [ValueSetting]

  /// Reads a profile from its file; throws a `Failure` at the first thing that is wrong with it.
  public init(reading source: SourceText) throws(Failure) {
    let root = try YAMLNode(reading: source)
    let name = root["name"]?.text ?? source.name
    var reader = SettingsReader(source, rules: nil) { _ in .profile(name) }
    var aliases: [String] = []
    var title = ""
    var origin: String?
    var extends: String?
    var directives: [Directive] = []
    var values: [ValueSetting] = []
    for entry in reader.mapping(root) {
      switch entry.key {
      case "name": break
      case "aliases": aliases = reader.texts(entry.value).map(\.text)
      case "title": title = reader.value(entry.value, as: String.self) ?? ""
      case "source": origin = reader.value(entry.value, as: String.self)
      case "extends": extends = reader.value(entry.value, as: String.self)
      case "rules": directives = reader.ruleSettings(entry.value)
      case "values": values = reader.valueSettings(entry.value)
      default:
        reader.reportUnknownKey(
          entry, of: ["name", "aliases", "title", "source", "extends", "rules", "values"])
      }
    }
    if let finding = reader.findings.first {
      throw Failure(finding.message, in: source, at: finding.range.lowerBound, hint: finding.help)
    }
    self.name = name
    self.aliases = aliases
    self.title = title
    self.source = origin
    self.extends = extends
    self.directives = directives
    self.values = values
  }
}

extension Profile {
  /// The names in its `rules` that stand for no rule that exists.
  public func unknownRules(in rules: RuleIndex) -> [String] {
    directives.compactMap { directive in
      guard case .rule(let setting) = directive, !rules.knows(setting.selector) else { return nil }
      return setting.selector.text
    }
  }
}
