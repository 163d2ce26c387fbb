public import BaseImages

/// What a useradd or adduser command makes.
public struct UserCreation: Sendable {
  /// The name.
  public let name: String
  /// Where the name stands.
  public let nameArgument: CommandUse.Argument
  /// The number where one is given.
  public let uid: CommandUse.Argument?
  /// The primary group where one is given.
  public let group: CommandUse.Argument?
  /// The login shell where one is given.
  public let shell: CommandUse.Argument?
  /// The home directory in the account; nil where it is not known.
  public let home: String?
  /// Whether the home directory is made; nil where that is not known.
  public let makesHome: Bool?
  /// Whether a group of the same name is made.
  public let makesGroup: Bool
  /// Whether it is an account of the system.
  public let isSystem: Bool
  /// Whether it is the useradd of shadow, also under the name of adduser.
  public let isShadow: Bool

  /// What a command makes; nil where it makes no user, or none whose name is known.
  public init?(_ use: CommandUse, family: BaseImageFacts.Family?) {
    let operands = use.operands(valued: Effects.userOptions)
    guard let first = operands.first, let name = first.value, !name.isEmpty,
      !name.contains(" ")
    else { return nil }
    let isAdduser = use.program == "adduser"
    if isAdduser, operands.count >= 2 { return nil }
    self.name = name
    nameArgument = first
    // On Red Hat's systems adduser is another name of useradd.
    isShadow =
      !isAdduser
      || family == .redhat || family == .amazonlinux || family == .azurelinux
      || use.hasOption("-m", "-M", "-r", "-d", "-U", "-N")
    let isShadow = isShadow
    uid = use.value(of: "-u", "--uid")
    shell = use.value(of: "-s", "--shell")
    group =
      isShadow
      ? use.value(of: "-g", "--gid")
      : use.value(of: "--gid", "--ingroup") ?? use.value(of: "-G")
    isSystem = isShadow ? use.hasOption("-r", "--system") : use.hasOption("-S", "--system")
    let given =
      isShadow ? use.value(of: "-d", "--home-dir", "--home") : use.value(of: "--home", "-h")
    let base = isShadow ? use.value(of: "-b", "--base-dir") : nil
    if let given {
      home = given.value.map(FilePaths.clean)
    } else if let base {
      home = base.value.map { FilePaths.clean($0 + "/" + name) }
    } else {
      // Debian's adduser gives users of the system no home of their own.
      home = !isShadow && isSystem && family != .alpine ? nil : "/home/\(name)"
    }
    makesHome = Self.makesHome(use, isShadow: isShadow, isSystem: isSystem, family: family)
    makesGroup =
      isShadow
      ? group == nil && !use.hasOption("-N", "--no-user-group")
      : group == nil && (!isSystem || use.hasOption("--group"))
  }

  private static func makesHome(
    _ use: CommandUse, isShadow: Bool, isSystem: Bool, family: BaseImageFacts.Family?
  ) -> Bool? {
    if !isShadow {
      if use.hasOption("-H", "--no-create-home") { return false }
      // BusyBox makes it for users of the system too; Debian has changed its mind about that.
      return isSystem && family != .alpine ? nil : true
    }
    if use.hasOption("-m", "--create-home") { return true }
    if use.hasOption("-M", "--no-create-home") { return false }
    // CREATE_HOME in /etc/login.defs decides.
    switch family {
    case .debian, .ubuntu, .alpine, .wolfi: return false
    case .redhat, .amazonlinux, .azurelinux: return isSystem ? false : true
    default: return nil
    }
  }
}
