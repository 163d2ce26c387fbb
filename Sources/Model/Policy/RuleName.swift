/// A tool whose names for rules are understood.
public enum Tool: String, Hashable, Sendable, CaseIterable {
  /// hardstand itself.
  case hardstand
  /// hadolint, with `DL` names, and `SC` names of the ShellCheck in it.
  case hadolint
  /// tally, with names such as `tally/no-unreachable-stages`.
  case tally
  /// The checks of BuildKit, with names such as `JSONArgsRecommended`.
  case buildkit
  /// checkov, with names such as `CKV_DOCKER_3`.
  case checkov
  /// trivy, with names such as `DS-0002`.
  case trivy
  /// KICS, with identifiers of its queries.
  case kics
  /// semgrep, with dotted names.
  case semgrep
}

/// The spelling of rule names by which they are compared.
enum RuleName {
  /// The name in lower case, without the prefix of a tool, and trivy's old
  /// spellings in its present one: `AVD-DS-0002` and `DS002` become `ds-0002`.
  static func normalised(_ name: some StringProtocol) -> String {
    if isNormal(name.utf8) { return String(name) }
    var bytes = name.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }[...]
    if let slash = bytes.firstIndex(of: UInt8(ascii: "/")),
      prefixes.contains(String(decoding: bytes[..<slash], as: UTF8.self))
    {
      bytes = bytes[(slash + 1)...]
    }
    if bytes.starts(with: "avd-".utf8) { bytes = bytes.dropFirst(4) }
    if bytes.starts(with: "ds".utf8) {
      let digits = bytes.dropFirst(bytes.dropFirst(2).first == UInt8(ascii: "-") ? 3 : 2)
      if (1...4).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) {
        let zeros = String(repeating: "0", count: 4 - digits.count)
        return "ds-" + zeros + String(decoding: digits, as: UTF8.self)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a name is surely spelt as it is compared, as those of our own rules are.
  private static func isNormal(_ name: some Collection<UInt8>) -> Bool {
    guard let first = name.first, first != UInt8(ascii: "a"), first != UInt8(ascii: "d") else {
      return false
    }
    return name.allSatisfy { $0 == UInt8(ascii: "-") || (0x61...0x7A).contains($0) }
  }

  /// The tool that an alias belongs to, by its form.
  static func tool(ofAlias alias: String) -> Tool? {
    let lower = alias.lowercased()
    if lower.hasPrefix("tally/") { return .tally }
    if lower.hasPrefix("buildkit/") { return .buildkit }
    if lower.hasPrefix("dl") || lower.hasPrefix("sc"), lower.utf8.count == 6,
      Int(lower.dropFirst(2)) != nil
    {
      return .hadolint
    }
    if lower.hasPrefix("hadolint/") || lower.hasPrefix("shellcheck/") { return .hadolint }
    if lower.hasPrefix("ckv") { return .checkov }
    if normalised(alias).hasPrefix("ds-0") { return .trivy }
    let isWord = alias.utf8.allSatisfy {
      (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
    }
    if isWord, let first = alias.unicodeScalars.first, ("A"..."Z").contains(first) {
      return .buildkit
    }
    return nil
  }

  /// Whether a name is a code of ShellCheck, such as `SC1091` or `shellcheck/SC1091`.
  static func isOfShellCheck(_ name: some StringProtocol) -> Bool {
    let bytes = normalised(name).utf8
    return bytes.count == 6 && bytes.starts(with: "sc".utf8)
      && bytes.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) }
  }

  private static let prefixes: Set<String> = [
    "hardstand", "hadolint", "shellcheck", "buildkit", "tally", "trivy", "checkov", "kics",
    "semgrep",
  ]
}
