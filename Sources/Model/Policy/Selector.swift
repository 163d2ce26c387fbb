/// A name that stands for rules: a rule, an alias, a family, a pattern of
/// those, `ALL` or `none`.
public struct Selector: Hashable, Sendable {
  /// The text as it was written.
  public let text: String
  let kind: Kind

  enum Kind: Hashable, Sendable {
    case all
    case none
    /// A rule, an alias or a family.
    case name(String)
    case pattern(Glob)
    /// A pattern of the rules of one family.
    case family(String, Glob)
    /// All that a tool knows, from `hadolint/*`.
    case tool(Tool)
  }

  /// The selector that a text stands for.
  public init(_ text: String) {
    self.text = text
    let lower = text.lowercased()
    if lower == "all" || lower == "*" {
      kind = .all
    } else if lower == "none" || lower.isEmpty {
      kind = .none
    } else if !lower.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }) {
      kind = .name(RuleName.normalised(lower))
    } else if let slash = lower.firstIndex(of: "/") {
      let first = lower[..<slash]
      let rest = lower[lower.index(after: slash)...]
      if let tool = Tool(rawValue: String(first)), tool != .hardstand {
        kind = rest == "*" ? .tool(tool) : .pattern(Glob(rest))
      } else {
        kind = .family(String(first), Glob(rest))
      }
    } else {
      kind = .pattern(Glob(lower))
    }
  }
}
