import Source

extension Effects {
  private static let userOptions: Set<String> = [
    "-b", "--base-dir", "-c", "--comment", "-d", "--home-dir", "--home", "-e", "--expiredate", "-f",
    "--inactive", "-g", "--gid", "-G", "--groups", "-k", "--skel", "-K", "--key", "-p",
    "--password",
    "-s", "--shell", "-u", "--uid", "-Z", "--selinux-user", "-R", "--root", "-h", "--gecos",
    "--ingroup", "--firstuid", "--lastuid", "--conf",
  ]

  /// useradd of shadow, adduser of Debian and of BusyBox.
  func addUser(_ use: CommandUse, _ state: inout StageState) {
    let operands = use.operands(valued: Self.userOptions)
    guard let name = operands.first?.value, !name.isEmpty else {
      state.accounts.isComplete = false
      return
    }
    if use.program == "adduser", operands.count == 2, let group = operands[1].value,
      state.accounts.hasUser(name) == true
        || !use.arguments.contains(where: { $0.best.hasPrefix("-") })
    {
      // `adduser user group` only adds an existing user to a group.
      _ = group
      return
    }
    let isShadow = use.program == "useradd"
    let home =
      use.value(of: "-d", "--home-dir", "--home")?.value
      ?? (isShadow ? nil : use.value(of: "-h")?.value)
    let makesHome =
      isShadow
      ? use.hasOption("-m", "--create-home")
      : !use.hasOption("-H", "--no-create-home")
    let isSystem = use.hasOption("-r", "--system") || !isShadow && use.hasOption("-S")
    let groupText =
      use.value(of: "--gid", "--ingroup")?.value ?? use.value(of: isShadow ? "-g" : "-G")?.value
    let path = home ?? (isSystem && !isShadow ? nil : "/home/\(name)")
    state.accounts.add(
      Accounts.User(
        name: name, uid: use.value(of: "-u", "--uid")?.value.flatMap { Int($0) },
        gid: groupText.flatMap { Int($0) ?? state.accounts.groups[$0]?.gid }, home: path,
        createsHome: use.isCertain ? makesHome : nil,
        shell: use.value(of: "-s", "--shell")?.value, range: use.range))
    let makesGroup =
      isShadow
      ? groupText == nil && !use.hasOption("-N", "--no-user-group")
      : groupText == nil && (!isSystem || use.hasOption("--group"))
    if makesGroup, state.accounts.groups[name] == nil {
      state.accounts.add(Accounts.Group(name: name, gid: nil, range: use.range))
    }
    if makesHome, let path {
      state.files.set(
        path, .directory, owner: .user(name), unknownContent: true, range: use.range,
        step: use.step, certain: use.isCertain)
    }
  }

  /// groupadd of shadow, addgroup of Debian and of BusyBox.
  func addGroup(_ use: CommandUse, _ state: inout StageState) {
    let operands = use.operands(valued: [
      "-g", "--gid", "-K", "--key", "-p", "--password", "-R", "--root",
    ])
    guard let name = operands.first?.value else {
      state.accounts.isComplete = false
      return
    }
    if use.program == "addgroup", operands.count == 2 { return }
    state.accounts.add(
      Accounts.Group(
        name: name, gid: use.value(of: "-g", "--gid")?.value.flatMap { Int($0) }, range: use.range))
  }

  func modifyAccount(_ use: CommandUse, _ state: inout StageState) {
    guard
      let name = use.operands(
        valued: Self.userOptions.union(["-l", "--login", "-n", "--new-name", "-a"])
      ).last?.value
    else { return }
    let renamed = use.value(of: "-l", "--login", "-n", "--new-name")?.value
    let number = use.value(of: "-u", "--uid")?.value.flatMap { Int($0) }
    if use.program == "usermod", let user = state.accounts.users[name] {
      state.accounts.users[name] = nil
      state.accounts.add(
        Accounts.User(
          name: renamed ?? name, uid: number ?? user.uid, gid: user.gid,
          home: use.value(of: "-d", "--home")?.value ?? user.home, createsHome: user.createsHome,
          shell: use.value(of: "-s", "--shell")?.value ?? user.shell, range: use.range))
    } else if use.program == "groupmod", let group = state.accounts.groups[name] {
      let gid = use.value(of: "-g", "--gid")?.value.flatMap { Int($0) }
      state.accounts.groups[name] = nil
      state.accounts.add(
        Accounts.Group(name: renamed ?? name, gid: gid ?? group.gid, range: use.range))
    } else if let renamed {
      state.accounts.add(
        Accounts.User(
          name: renamed, uid: number, gid: nil, home: nil, createsHome: nil, shell: nil,
          range: use.range))
    }
  }
}
