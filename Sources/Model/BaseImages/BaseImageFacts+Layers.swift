import Documents

extension BaseImageFacts {
  /// Puts a layer of data over what is known: lists grow, single values are replaced.
  mutating func apply(_ layer: JSON?, shape: TagShape?) {
    guard let members = layer?.object else { return }
    if layer?["only"]?.bool ?? false { forgetSystem() }
    if layer?["toolsOpen"]?.bool ?? false { absentTools = [] }
    for name in layer?["forget"]?.strings ?? [] { forget(name) }
    for member in members { apply(member.key, member.value, shape) }
  }

  private mutating func apply(_ key: String, _ value: JSON, _ shape: TagShape?) {
    switch key {
    case "shell": shell = Self.shell(value)
    case "user": defaultUser = value.string.map { Self.account($0) }
    case "accounts": for text in value.strings { add(Self.account(text)) }
    case "possibleAccounts": possibleAccounts.formUnion(value.strings)
    case "groups": for text in value.strings { add(Self.group(text)) }
    case "possibleGroups": possibleGroups.formUnion(value.strings)
    case "renumber": renumber(value.strings)
    case "accountsComplete": accountsAreComplete = value.bool ?? false
    case "packageManager": packageManager = value.string
    case "libc": libc = value.string
    case "has":
      presentTools.formUnion(value.strings)
      absentTools.subtract(value.strings)
    case "lacks":
      absentTools.formUnion(value.strings)
      if absentTools.contains("*") { presentTools = [] }
      presentTools.subtract(value.strings)
    case "unknown":
      presentTools.subtract(value.strings)
      absentTools.subtract(value.strings)
    case "env":
      for variable in value.object ?? [] {
        let text = variable.value.string.flatMap { Self.filled($0, shape) }
        environment.updateValue(text, forKey: variable.key)
      }
    case "envComplete": environmentIsComplete = value.bool ?? false
    case "workdir": workingDirectory = value.string
    case "entrypoint": entrypoint = value.strings
    case "cmd": command = value.strings
    case "expose": exposedPorts = value.strings
    case "volumes": volumes = value.strings
    case "stopSignal": stopSignal = value.string
    case "onbuild": hasOnbuildTriggers = value.bool
    case "directories":
      directories += value.strings.filter { !directories.contains($0) }
    case "role": roles = value.strings.compactMap { Role(rawValue: $0) }
    case "devPair": devPair = value.string
    case "pitfalls": pitfalls += value.strings
    default: break
    }
  }

  private mutating func forget(_ name: String) {
    switch name {
    case "user": defaultUser = nil
    case "command": command = nil
    case "entrypoint": entrypoint = nil
    case "workingDirectory": workingDirectory = nil
    case "shell": shell = nil
    case "volumes": volumes = []
    case "accounts":
      accounts = []
      groups = []
      accountsAreComplete = false
    default: break
    }
  }

  /// Drops what a distribution would bring, for an image that holds only a part of it.
  private mutating func forgetSystem() {
    shell = nil
    defaultUser = nil
    accounts = []
    groups = []
    possibleAccounts = []
    possibleGroups = []
    accountsAreComplete = false
    packageManager = nil
    libc = nil
    presentTools = []
    absentTools = []
    environment = [:]
    environmentIsComplete = false
    directories = []
    pitfalls = []
    command = nil
    entrypoint = nil
    workingDirectory = nil
  }

  /// Drops what an image adds to its distribution or may change of it.
  mutating func forgetImage() {
    accountsAreComplete = false
    environment = [:]
    environmentIsComplete = false
    workingDirectory = nil
    entrypoint = nil
    command = nil
    hasOnbuildTriggers = nil
    pitfalls = []
  }

  private mutating func add(_ account: Account) {
    accounts.removeAll { $0.name == account.name }
    accounts.append(account)
  }

  private mutating func add(_ group: Group) {
    groups.removeAll { $0.name == group.name }
    groups.append(group)
  }

  private mutating func renumber(_ texts: [String]) {
    for text in texts {
      let account = Self.account(text)
      add(account)
      add(Group(name: account.name, gid: account.gid))
    }
  }

  private static func shell(_ value: JSON) -> Shell? {
    switch value.string {
    case "none": return .some(.none)
    case "windows": return .windows
    default: break
    }
    guard let program = value["sh"]?.string else { return nil }
    return .sh(program, bash: value["bash"]?.bool)
  }

  private static func account(_ text: String) -> Account {
    let parts = fields(of: text)
    return Account(
      name: parts.first ?? "", uid: parts.count > 1 ? Int(parts[1]) : nil,
      gid: parts.count > 2 ? Int(parts[2]) : nil)
  }

  private static func group(_ text: String) -> Group {
    let parts = fields(of: text)
    return Group(name: parts.first ?? "", gid: parts.count > 1 ? Int(parts[1]) : nil)
  }

  /// The parts between colons.
  private static func fields(of text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: ":")).map { String(Substring($0)) }
  }

  /// A value of the data with `{version}` and `{major}` taken from the tag;
  /// nil where the tag does not give them in full.
  private static func filled(_ text: String, _ shape: TagShape?) -> String? {
    switch text {
    case "{version}":
      guard let shape, shape.pinning() == .patch else { return nil }
      return shape.version.map(String.init).joined(separator: ".") + shape.suffix
    case "{major}": return shape?.cycle(1)
    default: return text
    }
  }
}
