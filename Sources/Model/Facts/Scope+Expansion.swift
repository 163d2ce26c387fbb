public import Dockerfile
import Source

extension Scope: ExpansionEnvironment {
  /// What is known of a variable, as the expansion of words asks for it.
  public func binding(of name: String) -> ExpansionBinding {
    switch value(name) {
    case .known(let value): .known(value)
    case .absent: .unset
    case .unknown: .unknown
    }
  }

  /// Whether a build argument may change what a text with these references expands to.
  func dependsOnArguments(_ references: [ExpansionReference]) -> Bool {
    references.contains { reference in
      binding(reference.name)?.dependsOnArguments ?? false
    }
  }
}

extension Scope {
  /// When a text with these references is what a plain build makes of it.
  func condition(_ references: [ExpansionReference]) -> SyntaxProblem.Condition {
    condition(names: references.lazy.map(\.name))
  }

  /// When a text that names these variables is what a plain build makes of it.
  func condition(names: some Sequence<String>) -> SyntaxProblem.Condition {
    var result = SyntaxProblem.Condition.always
    for name in names {
      guard let binding = binding(name) else {
        if !environmentIsComplete { result = .withoutBaseEnvironment }
        continue
      }
      if binding.dependsOnArguments { return .withoutArguments }
      if binding.value.isUnknown { result = .withoutBaseEnvironment }
    }
    return result
  }
}

/// The variables as a build without `--build-arg` sees them: an ARG without
/// default is not set, and neither is what the base alone would know.
struct PlainBuild: ExpansionEnvironment {
  let scope: Scope

  func binding(of name: String) -> ExpansionBinding {
    guard let binding = scope.binding(name) else { return .unset }
    switch binding.plainValue {
    case .known(let value): return .known(value)
    case .absent: return .unset
    case .unknown:
      if case .base = binding.origin { return .known("") }
      return .unknown
    }
  }
}

/// A text of the file after its variables were replaced, as far as they are known.
public struct Expansion: Sendable {
  /// The whole text where it is known.
  public let value: Fact<String>
  /// What it certainly begins with.
  public let prefix: String
  /// What it certainly ends with.
  public let suffix: String
  /// The variables it names, each with its place in the unexpanded text.
  public let references: [ExpansionReference]
  /// Whether a `--build-arg` may change it.
  public let dependsOnArguments: Bool

  init(known text: String) {
    value = .known(text)
    prefix = text
    suffix = text
    references = []
    dependsOnArguments = false
  }

  init(_ result: ExpansionResult, dependsOnArguments: Bool) {
    value = result.value.text.map { .known($0) } ?? .unknown
    prefix = result.value.prefix
    suffix = result.value.suffix
    references = result.references
    self.dependsOnArguments = dependsOnArguments
  }

  static let unknown = Expansion(value: .unknown)

  private init(value: Fact<String>) {
    self.value = value
    prefix = ""
    suffix = ""
    references = []
    dependsOnArguments = false
  }
}

extension Scope {
  /// The text of an argument with quotes removed and variables replaced; unknown where it cannot be
  /// expanded at all.
  public func expand(_ argument: Argument, escape: UInt8) -> Expansion {
    let bytes = argument.text.bytes
    if !bytes.contains(where: { Self.acts($0, escape) }) { return Expansion(known: argument.value) }
    do {
      let result = try Expander(escape: escape).word(bytes, environment: self)
      return Expansion(result, dependsOnArguments: dependsOnArguments(result.references))
    } catch {
      return .unknown
    }
  }

  /// What a build without any `--build-arg` makes of an argument whose value is not known; nil where
  /// that adds nothing.
  func plainValue(_ argument: Argument, _ expansion: Expansion, escape: UInt8) -> Fact<String>? {
    guard expansion.value.isUnknown else { return nil }
    let plain = try? Expander(escape: escape)
      .word(argument.text.bytes, environment: PlainBuild(scope: self))
    return plain?.value.text.map { .known($0) } ?? .unknown
  }

  private static func acts(_ byte: UInt8, _ escape: UInt8) -> Bool {
    byte == UInt8(ascii: "$") || byte == escape || byte == UInt8(ascii: "'")
      || byte == UInt8(ascii: "\"")
  }
}
