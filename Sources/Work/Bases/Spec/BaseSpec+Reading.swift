import Documents
public import Source

extension BaseSpec {
  /// The keys that a specification may have, with what each says.
  static let keys: KeyValuePairs<String, String> = [
    "schema": "The form of the file, `hardstand.base/1`",
    "name": "The name of the base, which the image has unless another is given",
    "summary": "What the base is for, in one sentence",
    "distribution": "The distribution, `debian` or `ubuntu`",
    "suites": "The suites that packages are from; the highest version of a package wins",
    "components": "The components of the suites",
    "architectures": "The architectures, by Debian's names, that a lock is made for",
    "packages": "The packages; what they need comes with them",
    "without": "Packages that are not followed where others need them",
    "packageManager": "Whether dpkg, apt and all essential packages are part of it",
    "aptSources": "What apt in the image asks: `none`, or `machine` for what the builder asks",
    "drop": "Files that are left out, as patterns of paths; `**` goes over folders",
    "locales": "Languages whose messages are kept",
    "timezones": "`all`, or patterns of the time zones that are kept",
    "accounts": "Accounts beside root, nobody and nonroot",
    "user": "The account that it runs as, by name or as `uid:gid`",
    "directory": "The folder that it starts in",
    "environment": "The variables that are set",
    "entrypoint": "The program that it runs, and its first words",
    "command": "The words after the entrypoint",
    "labels": "Labels of the image",
    "annotations": "Annotations of the manifest",
  ]
  static let accountKeys = ["name", "uid", "gid", "home", "shell"]

  /// Reads a specification.
  /// - Throws: `Failure` at the place of what is wrong.
  public init(_ source: SourceText) throws(Failure) {
    let node = try YAMLNode(reading: source)
    let reader = DocumentReader(source, "the specification of a base")
    self.init()
    let schema = Array(BaseSpec.keys.map(\.key))
    for entry in try reader.mapping(node, keys: schema) {
      let value = entry.value
      switch entry.key {
      case "schema":
        let text = try reader.text(value)
        if text != BaseSpec.schemaName {
          throw reader.trouble(
            value.range, "`\(text)` is no form that is known", "Write `\(BaseSpec.schemaName)`")
        }
      case "name": name = try reader.text(value)
      case "summary": summary = try reader.text(value)
      case "distribution": distribution = try reader.text(value)
      case "suites": suites = try reader.texts(value)
      case "components": components = try reader.texts(value)
      case "architectures": architectures = try reader.texts(value)
      case "packages":
        for item in try reader.items(value) {
          let package = try reader.text(item)
          guard BaseSpec.isPackageName(package) else {
            throw reader.trouble(
              item.range, "`\(package)` is no name of a package",
              "Write the name alone; versions stand in the lock")
          }
          packages.append(package)
        }
      case "without": without = try reader.texts(value)
      case "packageManager": hasPackageManager = try reader.flag(value)
      case "aptSources":
        let text = try reader.text(value)
        guard ["none", "machine"].contains(text) else {
          throw reader.trouble(
            value.range, "`\(text)` is nothing that apt can ask", "Write `none` or `machine`")
        }
        usesMachineSources = text == "machine"
      case "drop": drop = try reader.texts(value)
      case "locales": locales = try reader.texts(value)
      case "timezones":
        let texts = try reader.texts(value)
        timezones = texts == ["all"] ? nil : texts
      case "accounts":
        for item in try reader.items(value) { accounts.append(try account(item, reader)) }
      case "user": user = try reader.text(value)
      case "directory": directory = try reader.text(value)
      case "environment": environment = try variables(value, reader)
      case "entrypoint": entrypoint = try reader.texts(value)
      case "command": command = try reader.texts(value)
      case "labels": labels = try variables(value, reader)
      case "annotations": annotations = try variables(value, reader)
      default: break
      }
    }
    if name.isEmpty { throw reader.trouble(node.range, "it has no `name`", "Add `name: NAME`") }
    if packages.isEmpty, !hasPackageManager {
      throw reader.trouble(node.range, "it names no packages", "List them under `packages`")
    }
    if suites.isEmpty {
      throw reader.trouble(
        node.range, "it names no suites", "Add them, as in `suites: [bookworm, bookworm-security]`")
    }
    if userNumbers.split(separator: ":").contains(where: { UInt32($0) == nil }) {
      throw reader.trouble(
        node["user"]?.range ?? node.range, "`\(user)` is neither a number nor one of the accounts",
        "Add it under `accounts`, or write numbers as in `65532:65532`")
    }
  }

  private func variables(
    _ node: YAMLNode, _ reader: DocumentReader
  ) throws(Failure) -> [Variable] {
    var variables: [Variable] = []
    for entry in try reader.mapping(node) {
      variables.append(Variable(entry.key, try reader.text(entry.value)))
    }
    return variables
  }

  private func account(_ node: YAMLNode, _ reader: DocumentReader) throws(Failure) -> Account {
    var texts: [String: String] = [:]
    for entry in try reader.mapping(node, keys: BaseSpec.accountKeys) {
      texts[entry.key] = try reader.text(entry.value)
    }
    guard let name = texts["name"], BaseSpec.isAccountName(name) else {
      throw reader.trouble(
        node.range, "an account has no name, or one that no system takes", "Add `name: NAME`")
    }
    guard let uid = texts["uid"].flatMap({ UInt32($0) }) else {
      throw reader.trouble(
        node.range, "the account `\(name)` has no number", "Add `uid: NUMBER`, such as 10001")
    }
    let home = texts["home"] ?? "/home/\(name)"
    guard home.hasPrefix("/"), !home.contains(":"), !home.contains("..") else {
      throw reader.trouble(node.range, "the home of `\(name)` is no absolute path", nil)
    }
    return Account(
      name: name, uid: uid, gid: texts["gid"].flatMap { UInt32($0) } ?? uid, home: home,
      shell: texts["shell"] ?? "/sbin/nologin")
  }

  static func isPackageName(_ text: String) -> Bool {
    text.utf8.count >= 2
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2B || $0 == 0x2D
          || $0 == 0x2E
      }
  }

  private static func isAccountName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 32
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
      }
  }
}
