import Dockerfile
import Facts
import Source

/// Variables of a FROM that no ARG before the first FROM declares.
enum UndeclaredArguments {
  /// The references that are certainly not set, in the base and in the platform.
  static func of(_ from: From, _ facts: DockerfileFacts) -> [(name: String, range: SourceRange)] {
    var result: [(name: String, range: SourceRange)] = []
    for argument in [from.platform, from.base].compactMap(\.self) {
      guard argument.text.bytes.contains(UInt8(ascii: "$")) else { continue }
      let expansion = facts.globalScope.expand(argument, escape: facts.syntax.escape)
      for reference in expansion.references
      where reference.binding == .unset && !reference.isDiscarded && !reference.name.isEmpty {
        if let operation = reference.operation, operation.isGuard { continue }
        result.append((reference.name, argument.text.source(of: reference.range)))
      }
    }
    return result
  }
}

extension ExpansionOperator {
  /// Whether the operator says what happens where the variable is not set.
  var isGuard: Bool {
    switch self {
    case .defaultIfUnset, .defaultIfEmpty, .alternateIfSet, .alternateIfFilled, .requireSet,
      .requireFilled:
      true
    case .trimShortestPrefix, .trimLongestPrefix, .trimShortestSuffix, .trimLongestSuffix,
      .replaceFirst, .replaceAll:
      false
    }
  }
}
