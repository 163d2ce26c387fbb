/// When to use colours.
public enum ColorChoice: String, Hashable, Sendable, CaseIterable {
  /// Where a person looks on and nothing speaks against it.
  case auto
  /// In any case.
  case always
  /// In no case.
  case never

  /// Whether colours are used under this choice.
  ///
  /// `auto` looks at the environment: `NO_COLOR` (no-color.org) takes colours
  /// away, then `FORCE_COLOR` or `CLICOLOR_FORCE` bring them, then `CLICOLOR=0`
  /// and `TERM=dumb` take them away, and then a terminal is needed.
  public func usesColor(environment: [String: String], isTerminal: Bool) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      if let value = environment["NO_COLOR"], !value.isEmpty { return false }
      for name in ["FORCE_COLOR", "CLICOLOR_FORCE"] {
        guard let value = environment[name] else { continue }
        if value == "0" || value == "false" {
          if name == "FORCE_COLOR" { return false }
        } else if name == "FORCE_COLOR" || !value.isEmpty {
          return true
        }
      }
      if environment["CLICOLOR"] == "0" || environment["TERM"] == "dumb" { return false }
      return isTerminal
    }
  }
}
