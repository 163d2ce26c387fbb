public import Documents

/// A key of `values` in profiles and configuration files.
public struct PolicyKey: Sendable {
  /// The name, such as `user.uid`.
  public let name: String
  /// What the key says, as one sentence without a full stop.
  public let summary: String
  private let describe: @Sendable () -> YAMLValue
  /// Reads the value of a node into `values`; throws a `ValueMistake` that says what is expected.
  let read: @Sendable (YAMLNode, inout PolicyValues) throws(ValueMistake) -> Void
  private let value: @Sendable (PolicyValues) -> YAMLValue

  private init<Value: PolicyValue>(
    _ name: String, _ path: any WritableKeyPath<PolicyValues, Value> & Sendable, _ summary: String
  ) {
    self.name = name
    self.summary = summary
    describe = { Value.policySchema }
    read = { (node, values) throws(ValueMistake) in
      values[keyPath: path] = try Value(policy: node)
    }
    value = { $0[keyPath: path].policyValue }
  }

  /// The JSON schema of its value.
  public var schema: YAMLValue { describe() }

  /// The value that `values` hold under this key.
  public func value(in values: PolicyValues) -> YAMLValue { value(values) }

  /// The key that has a name.
  public static func named(_ name: String) -> PolicyKey? { byName[name] }

  private static let byName = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// Every key, in the order in which documentation shows them.
  public static let all: [PolicyKey] = [
    PolicyKey("user.uid", \.user.ids, "The user ids that an image may run as"),
    PolicyKey("user.form", \.user.form, "How `USER` is to be written"),
    PolicyKey("user.shell", \.user.shell, "The login shell of that user"),
    PolicyKey("user.home", \.user.home, "The home directory of that user"),
    PolicyKey("base.family", \.base.families, "The base images that the last stage may stand on"),
    PolicyKey("base.pin", \.base.pin, "How references of base images are pinned"),
    PolicyKey(
      "base.devInFinal", \.base.allowsDevelopmentVariant,
      "Whether a development variant may be the last stage"),
    PolicyKey(
      "packages.pin", \.packagePins, "The package managers whose packages must name a version"),
    PolicyKey("files.owner", \.fileOwner, "Who owns the files of the application"),
    PolicyKey("health.required", \.health.isRequired, "Whether an image must have a health check"),
    PolicyKey("health.tools", \.health.tools, "The programs that a health check may call"),
    PolicyKey("workers", \.workers, "How many workers a server starts unless told otherwise"),
    PolicyKey("init", \.initProcess, "What runs as process 1"),
    PolicyKey("tag.latest", \.latestTag, "Who may move the tag `latest`"),
    PolicyKey("scan.gate", \.scanGate, "How many vulnerabilities an image may have"),
    PolicyKey("platforms", \.platforms, "The platforms that an image is built for"),
    PolicyKey("run.readOnly", \.runsReadOnly, "Whether a container runs with a read-only root"),
    PolicyKey("sign.required", \.requiresSignature, "Whether an image must be signed"),
    PolicyKey("budget.size", \.budget.size, "The size that an image may have, unpacked"),
    PolicyKey("budget.sizeAim", \.budget.sizeAim, "A smaller size that is worth aiming for"),
    PolicyKey("budget.time", \.budget.time, "The time that a build with no cache may take"),
    PolicyKey(
      "budget.cachedTime", \.budget.cachedTime, "The time that a build from cache may take"),
    PolicyKey("privescTools", \.privilegeTools, "Programs that raise privileges"),
    PolicyKey("pip.cache", \.pipCache, "How the cache of pip is kept out of the image"),
    PolicyKey("app.form", \.commandForm, "The form of the command that starts the application"),
    PolicyKey(
      "trusted.registries", \.trustedRegistries, "The registries that images may come from"),
    PolicyKey("labels.required", \.labels.required, "Labels that an image must bear"),
    PolicyKey("labels.schema", \.labels.schema, "The form of the values of labels"),
    PolicyKey(
      "labels.strict", \.labels.isStrict, "Whether labels that are not listed are refused"),
  ]
}
