/// The families of rules that formats call security.
enum SecurityFamilies {
  private static let names: Set<String> = ["Secrets", "Users", "Security"]

  /// Whether a family is one of them.
  static func contain(_ family: String) -> Bool { names.contains(family) }
}
