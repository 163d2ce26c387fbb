import Source

extension FaultFinder {
  /// useradd and adduser: names and numbers that are taken.
  mutating func newUser(_ use: CommandUse, _ state: StageState) {
    guard let creation = UserCreation(use, family: state.family) else { return }
    let accounts = state.accounts
    if let user = accounts.users[creation.name] {
      // Where a user may have been made, or the base leaves the number open, the name is still taken.
      if user.isCertain {
        add(
          .userNameTaken(name: creation.name), at: creation.nameArgument.range, user: state.user,
          origin: user.range)
      }
      return
    }
    if let uid = creation.uid, let number = uid.value.flatMap({ Int($0) }),
      !use.hasOption("-o", "--non-unique"), let other = accounts.user(uid: number), other.isCertain
    {
      add(
        .uidTaken(uid: number, by: other.name), at: uid.range, user: state.user,
        origin: other.range)
    }
    if let group = creation.group, let name = group.value, Int(name) == nil,
      accounts.hasGroup(name) == false
    {
      add(.groupMissing(name: name), at: group.range, user: state.user)
    }
    if creation.isShadow, creation.makesGroup, let group = accounts.groups[creation.name],
      group.isCertain
    {
      add(
        .ownGroupTaken(name: creation.name), at: creation.nameArgument.range, user: state.user,
        origin: group.range)
    }
  }

  /// groupadd and addgroup: names and numbers that are taken.
  mutating func newGroup(_ use: CommandUse, _ state: StageState) {
    let operands = use.operands(valued: Effects.groupOptions)
    guard operands.count == 1, let operand = operands.first, let name = operand.value,
      !use.hasOption("-f", "--force")
    else { return }
    if let group = state.accounts.groups[name] {
      if group.isCertain {
        add(
          .groupNameTaken(name: name), at: operand.range, user: state.user, origin: group.range)
      }
      return
    }
    guard let gid = use.value(of: "-g", "--gid"), let number = gid.value.flatMap({ Int($0) }),
      !use.hasOption("-o", "--non-unique"), let other = state.accounts.group(gid: number),
      other.isCertain
    else { return }
    add(
      .gidTaken(gid: number, by: other.name), at: gid.range, user: state.user, origin: other.range)
  }
}
