import Documents
import Evidence
import OCI

extension FilePolicy {
  /// A value in force with its origin, as `hardstand config` prints it.
  public struct Line: Hashable, Sendable {
    /// The key, as a configuration file would hold it.
    public let key: String
    /// The value, as a configuration file would hold it.
    public let value: String
    /// Where it was decided.
    public let origin: Origin
    /// Why, where that is known.
    public let why: String?
  }

  /// Every value in force: profile, threshold, values, aliases, then rules by name.
  public func listing(of rules: RuleIndex) -> [Line] {
    var lines = [
      Line(key: "profile", value: profile.value, origin: profile.origin, why: nil),
      Line(
        key: "fail-on", value: failOn.value?.rawValue ?? "never", origin: failOn.origin, why: nil),
    ]
    for key in PolicyKey.all {
      lines.append(
        Line(
          key: "values.\(key.name)", value: key.value(in: values).inline, origin: origin(of: key),
          why: nil))
    }
    for standIn in standIns.all {
      lines.append(
        Line(
          key: "aliases.\(standIn.original.familiar)", value: standIn.replacement.familiar,
          origin: standIn.origin, why: nil))
    }
    for name in rules.rules.map(\.name).sorted() {
      guard let decision = decision(for: name) else { continue }
      lines.append(
        Line(
          key: "rules.\(name)", value: decision.isOn ? decision.severity.rawValue : "off",
          origin: decision.origin, why: decision.why))
    }
    return lines
  }
}
