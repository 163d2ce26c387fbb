public import Documents
public import Source

extension SeccompProfile {
  /// A profile as Docker reads it from a file (`--security-opt seccomp=FILE`).
  /// - Parameters:
  ///   - json: The document.
  ///   - name: What it is called in failures, such as the path of the file.
  /// - Throws: `Failure` when a member is missing, or says what hardstand cannot enforce.
  public init(_ json: JSON, name: String) throws(Failure) {
    let reader = SeccompReader(name: name)
    guard let action = json["defaultAction"]?.string else {
      throw reader.failure("it has no `defaultAction`")
    }
    var rules: [Rule] = []
    for entry in json["syscalls"]?.array ?? [] { rules.append(try reader.rule(entry)) }
    var architectures: [String: [String]] = [:]
    for entry in json["archMap"]?.array ?? [] {
      let names =
        [entry["architecture"]].compactMap { $0 } + (entry["subArchitectures"]?.array ?? [])
      let short = names.compactMap(\.string).map { $0.replacing("SCMP_ARCH_", with: "") }
      guard let first = short.first, let machine = SeccompReader.machines[first] else { continue }
      architectures[machine] = short
    }
    if architectures.isEmpty {
      let names = (json["architectures"]?.array ?? []).compactMap(\.string).map {
        $0.replacing("SCMP_ARCH_", with: "")
      }
      architectures =
        names.isEmpty
        ? SeccompProfile.docker.architectures
        : Dictionary(
          uniqueKeysWithValues: SeccompReader.machines.values.sorted().map { ($0, names) })
    }
    self.init(
      defaultAction: try reader.action(action, json["defaultErrnoRet"]), rules: rules,
      architectures: architectures)
  }
}

private struct SeccompReader {
  let name: String

  /// The machines as Go names them, by libseccomp's names.
  static let machines = Dictionary(
    uniqueKeysWithValues: SeccompProfile.docker.architectures.map { ($0.value[0], $0.key) })

  func failure(_ reason: String) -> Failure {
    Failure(
      "cannot use the seccomp profile `\(name)`", because: [reason],
      hint: "write it as Docker reads it: https://docs.docker.com/engine/security/seccomp/")
  }

  func action(_ text: String, _ errno: JSON?) throws(Failure) -> SeccompProfile.Action {
    switch text {
    case "SCMP_ACT_ALLOW": return .allow
    case "SCMP_ACT_ERRNO":
      guard let number = errno.map({ $0.int }) ?? 1, (0...4095).contains(number) else {
        throw failure("an error number is not from 0 to 4095")
      }
      return .errno(UInt32(number))
    case "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD": return .kill
    case "SCMP_ACT_LOG": return .log
    default: throw failure("the action `\(text)` is not known")
    }
  }

  func rule(_ json: JSON) throws(Failure) -> SeccompProfile.Rule {
    let calls = json["names"]?.array?.compactMap(\.string) ?? json["name"]?.string.map { [$0] }
    guard let calls, !calls.isEmpty else { throw failure("a rule names no system call") }
    guard let action = json["action"]?.string else { throw failure("a rule has no action") }
    var arguments: [SeccompProfile.Argument] = []
    for argument in json["args"]?.array ?? [] { arguments.append(try self.argument(argument)) }
    var kernel: KernelVersion?
    if let text = json["includes"]?["minKernel"]?.string {
      guard let version = KernelVersion(text) else {
        throw failure("`\(text)` is no version of a kernel")
      }
      kernel = version
    }
    if json["excludes"]?["minKernel"] != nil {
      throw failure("a rule excludes kernels, which hardstand does not know")
    }
    return SeccompProfile.Rule(
      calls: calls, action: try self.action(action, json["errnoRet"]), arguments: arguments,
      architectures: texts(json["includes"]?["arches"]),
      otherArchitectures: texts(json["excludes"]?["arches"]),
      capabilities: try capabilities(json["includes"]?["caps"]),
      missingCapabilities: try capabilities(json["excludes"]?["caps"]), kernel: kernel)
  }

  private func texts(_ json: JSON?) -> [String] { (json?.array ?? []).compactMap(\.string) }

  private func capabilities(_ json: JSON?) throws(Failure) -> [Capability] {
    var found: [Capability] = []
    for name in texts(json) {
      guard let capability = Capability(name) else {
        throw failure("`\(name)` is no capability")
      }
      found.append(capability)
    }
    return found
  }

  private func argument(_ json: JSON) throws(Failure) -> SeccompProfile.Argument {
    func number(_ key: String) throws(Failure) -> UInt64 {
      guard let json = json[key] else { return 0 }
      guard let number = json.numberText.flatMap({ UInt64($0) }) else {
        throw failure("the member `\(key)` of an argument is no number from 0")
      }
      return number
    }
    let (index, value) = (UInt32(clamping: try number("index")), try number("value"))
    if index > 5 { throw failure("a system call has six arguments, from 0 to 5") }
    switch json["op"]?.string {
    case "SCMP_CMP_NE": return .different(index, value)
    case "SCMP_CMP_LT": return .less(index, value)
    case "SCMP_CMP_LE": return .lessOrEqual(index, value)
    case "SCMP_CMP_EQ": return .equal(index, value)
    case "SCMP_CMP_GE": return .greaterOrEqual(index, value)
    case "SCMP_CMP_GT": return .greater(index, value)
    case "SCMP_CMP_MASKED_EQ":
      return .masked(index, value, equals: try number("valueTwo"))
    default: throw failure("an argument has no comparison that is known")
    }
  }
}
