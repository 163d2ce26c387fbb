import Shell

/// The value of shell words, as far as the variables of a build tell it.
struct WordValue {
  let scope: Scope
  /// Variables that the script set; they hide those of the scope.
  var locals: [String: Fact<String>] = [:]

  /// The value of a word after quotes are removed; unknown where it depends on what runs.
  func value(_ word: Word) -> Fact<String> {
    if let literal = word.literal { return .known(literal) }
    if word.hasTilde || word.hasBraceExpansion { return .unknown }
    return value(word.parts)
  }

  /// What a word certainly begins with.
  func prefix(_ word: Word) -> String {
    if let value = value(word).value { return value }
    return word.literalPrefix
  }

  private func value(_ parts: [WordPart]) -> Fact<String> {
    var text = ""
    for part in parts {
      switch part.kind {
      case .literal(let piece), .escaped(let piece), .glob(let piece), .singleQuoted(let piece),
        .ansiQuoted(let piece):
        text += piece
      case .doubleQuoted(let inner), .localeQuoted(let inner):
        guard let piece = value(inner).value else { return .unknown }
        text += piece
      case .parameter(let parameter):
        guard let piece = value(parameter) else { return .unknown }
        text += piece
      case .tilde, .commandSubstitution, .arithmetic, .processSubstitution, .array:
        return .unknown
      }
    }
    return .known(text)
  }

  private func value(_ parameter: ParameterExpansion) -> String? {
    guard !parameter.isSpecial, !parameter.isLength, !parameter.isIndirect, parameter.index == nil
    else { return nil }
    let binding = lookup(parameter.name)
    switch parameter.operator {
    case nil: return binding.value
    case .defaultIfUnset, .defaultIfEmpty, .assignIfUnset, .assignIfEmpty:
      switch binding {
      case .known(let value):
        let isDefault = value.isEmpty && parameter.operator?.rawValue.hasPrefix(":") == true
        return isDefault ? parameter.argument.flatMap { self.value($0).value } ?? "" : value
      case .absent: return parameter.argument.map { self.value($0).value } ?? ""
      case .unknown: return nil
      }
    default: return nil
    }
  }

  /// The value of a variable in a script.
  func lookup(_ name: String) -> Fact<String> { locals[name] ?? scope.value(name) }
}
