import Documents
import Evidence
import Source

extension PolicyKey {
  /// A rule that measures against a key, and whether the value asks it to run.
  public struct Asked: Hashable, Sendable {
    /// The name of the rule.
    public let rule: String
    /// Whether it has something to measure against.
    public let isAsked: Bool
  }

  /// The rules that measure against this key, and whether `values` ask them to run.
  public func rules(askedBy values: PolicyValues) -> [Asked] {
    switch name {
    case "user.uid": [Asked(rule: "user-uid-low", isAsked: values.user.ids != .any)]
    case "user.form":
      [
        Asked(
          rule: "user-not-numeric",
          isAsked: values.user.form == .numeric || values.user.form == .numericWithGroup)
      ]
    case "user.shell": [Asked(rule: "user-login-shell", isAsked: values.user.shell != .any)]
    case "user.home": [Asked(rule: "home-missing", isAsked: values.user.home == .required)]
    case "base.family": [Asked(rule: "base-family", isAsked: !values.base.families.isEmpty)]
    case "base.pin":
      [
        Asked(rule: "base-untagged", isAsked: values.base.pin.needsTag),
        Asked(rule: "base-not-digest-pinned", isAsked: values.base.pin.needsDigest),
      ]
    case "base.devInFinal":
      [Asked(rule: "dev-variant-in-final", isAsked: !values.base.allowsDevelopmentVariant)]
    case "packages.pin":
      PackageManager.allCases.map {
        Asked(rule: "package-unpinned-\($0.rawValue)", isAsked: values.packagePins.contains($0))
      }
    case "files.owner": [Asked(rule: "writable-code", isAsked: values.fileOwner == .root)]
    case "health.required":
      [Asked(rule: "healthcheck-missing", isAsked: values.health.isRequired != .no)]
    case "health.tools":
      [Asked(rule: "healthcheck-client-tool", isAsked: values.health.tools != .any)]
    case "trusted.registries":
      [Asked(rule: "untrusted-registry", isAsked: !values.trustedRegistries.isEmpty)]
    case "labels.required":
      [Asked(rule: "label-missing", isAsked: !values.labels.required.isEmpty)]
    case "labels.schema":
      [Asked(rule: "label-values", isAsked: !values.labels.schema.forms.isEmpty)]
    default: []
    }
  }
}

extension ValueSetting {
  /// What the setting says of rules: whoever writes a value wants it to be
  /// kept, and whoever takes it back wants no more of it.
  ///
  /// Profiles say so themselves, with the level and the reason.
  var directives: [Directive] {
    guard let key = PolicyKey.named(key) else { return [] }
    var values = PolicyValues()
    apply(to: &values)
    return key.rules(askedBy: values).map { asked in
      .rule(
        RuleSetting(
          Selector(asked.rule), level: asked.isAsked ? .on : .off,
          why: "`\(key.name)` is \(key.value(in: values).inline)", origin: origin,
          range: node.range))
    }
  }
}
