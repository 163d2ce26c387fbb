import BaseImages
import Source

extension Effects {
  /// The options of useradd, adduser and usermod that take a value.
  static let userOptions: Set<String> = [
    "-b", "--base-dir", "-c", "--comment", "-d", "--home-dir", "--home", "-e", "--expiredate", "-f",
    "--inactive", "-g", "--gid", "-G", "--groups", "-k", "--skel", "-K", "--key", "-p",
    "--password",
    "-s", "--shell", "-u", "--uid", "-Z", "--selinux-user", "-R", "--root", "-h", "--gecos",
    "--ingroup", "--firstuid", "--lastuid", "--conf",
  ]

  /// useradd of shadow, adduser of Debian and of BusyBox.
  func addUser(_ use: CommandUse, _ state: inout StageState) {
    guard let creation = UserCreation(use, family: state.family) else {
      // `adduser user group` only adds an existing user to a group.
      if use.operands(valued: Self.userOptions).first?.value == nil {
        state.accounts.isComplete = false
      }
      return
    }
    let name = creation.name
    let isNew = state.accounts.hasUser(name) == false
    state.accounts.add(
      Accounts.User(
        name: name, uid: creation.uid?.value.flatMap { Int($0) },
        gid: creation.group?.value.flatMap { Int($0) ?? state.accounts.groups[$0]?.gid },
        home: creation.home, createsHome: use.isCertain ? creation.makesHome : nil,
        shell: creation.shell?.value, range: use.range, step: use.step,
        isSystem: creation.isSystem, isCertain: use.isCertain))
    if creation.makesGroup, state.accounts.groups[name] == nil {
      state.accounts.add(
        Accounts.Group(name: name, gid: nil, range: use.range, isCertain: use.isCertain))
    }
    if let path = creation.home, creation.makesHome != false {
      // Nobody has a home before there is an account.
      if isNew, FilePaths.parent(path) == "/home" { state.files.assumeMissing(path) }
      state.files.set(
        path, .directory, owner: .user(name), unknownContent: true, range: use.range,
        step: use.step, certain: use.isCertain && creation.makesHome == true)
    }
  }

  /// groupadd of shadow, addgroup of Debian and of BusyBox.
  func addGroup(_ use: CommandUse, _ state: inout StageState) {
    let operands = use.operands(valued: Self.groupOptions)
    guard let name = operands.first?.value else {
      state.accounts.isComplete = false
      return
    }
    if use.program == "addgroup", operands.count == 2 { return }
    state.accounts.add(
      Accounts.Group(
        name: name, gid: use.value(of: "-g", "--gid")?.value.flatMap { Int($0) }, range: use.range,
        isCertain: use.isCertain))
  }

  /// The options of groupadd and addgroup that take a value.
  static let groupOptions: Set<String> = [
    "-g", "--gid", "-K", "--key", "-p", "--password", "-R", "--root",
  ]

  func removeUser(_ use: CommandUse, _ state: inout StageState) {
    guard let name = use.operands().first?.value else {
      state.accounts.open()
      return
    }
    let accounts = state.accounts
    if use.isCertain {
      state.accounts.users[name] = nil
      state.accounts.groups[name] = nil
    } else if let user = accounts.users[name] {
      // It may be gone, and its number free.
      state.accounts.users[name] = Accounts.User(
        name: name, uid: nil, gid: nil, home: user.home, createsHome: nil, shell: user.shell,
        range: user.range, isCertain: false)
    }
  }

  func removeGroup(_ use: CommandUse, _ state: inout StageState) {
    guard let name = use.operands().first?.value else {
      state.accounts.open()
      return
    }
    if use.isCertain {
      state.accounts.groups[name] = nil
    } else if state.accounts.groups[name] != nil {
      state.accounts.groups[name] = Accounts.Group(
        name: name, gid: nil, range: nil, isCertain: false)
    }
  }

  func modifyAccount(_ use: CommandUse, _ state: inout StageState) {
    let valued = Self.userOptions.union(["-l", "--login", "-n", "--new-name"])
    guard let name = use.operands(valued: valued).last?.value else {
      state.accounts.open()
      return
    }
    let renamed = use.value(of: "-l", "--login", "-n", "--new-name")?.value
    let numberText = use.value(of: "-u", "--uid")
    let number = numberText?.value.flatMap { Int($0) }
    if use.program == "usermod", let user = state.accounts.users[name] {
      state.accounts.users[name] = nil
      state.accounts.add(
        Accounts.User(
          name: renamed ?? name, uid: numberText == nil ? user.uid : number, gid: user.gid,
          home: use.value(of: "-d", "--home")?.value ?? user.home, createsHome: user.createsHome,
          shell: use.value(of: "-s", "--shell")?.value ?? user.shell,
          range: renamed == nil ? user.range : use.range, step: user.step))
    } else if use.program == "groupmod", let group = state.accounts.groups[name] {
      let gidText = use.value(of: "-g", "--gid")
      state.accounts.groups[name] = nil
      state.accounts.add(
        Accounts.Group(
          name: renamed ?? name,
          gid: gidText == nil ? group.gid : gidText?.value.flatMap { Int($0) },
          range: group.range))
    } else if let renamed {
      state.accounts.add(
        Accounts.User(
          name: renamed, uid: number, gid: nil, home: nil, createsHome: nil, shell: nil,
          range: use.range))
      state.accounts.add(Accounts.Group(name: renamed, gid: nil, range: use.range))
    }
  }
}
