import Shell
import Source

/// Looks for what a command certainly cannot do, before its effects are known.
struct FaultFinder {
  let effects: Effects
  /// The commands of the step, so that a missing path may be one that came with them.
  private(set) var faults: [Fault] = []

  init(effects: Effects) { self.effects = effects }

  /// The ranges of a script in which a failure is put up with: what stands before `||`.
  static func tolerated(in script: ShellScript) -> [SourceRange] {
    script.statements.compactMap { statement in
      guard let last = statement.list.rest.last(where: { $0.operator == .or }) else { return nil }
      return SourceRange(statement.list.range.lowerBound, last.operatorRange.lowerBound)
    }
  }

  /// Takes one command with what holds before it.
  mutating func look(
    at use: CommandUse, index: Int, state: StageState, tolerated: [[SourceRange]]
  ) {
    guard use.isCertain, let program = use.program, !Self.isTolerated(use, tolerated) else {
      return
    }
    let before = faults.count
    switch program {
    case "chown", "chgrp", "chmod": permissions(use, state)
    case "useradd", "adduser": newUser(use, state)
    case "groupadd", "addgroup": newGroup(use, state)
    case "install": owners(use.value(of: "-o", "--owner"), use.value(of: "-g", "--group"), state)
    default: break
    }
    writes(use, state)
    for place in before..<faults.count {
      let fault = faults[place]
      faults[place] = Fault(
        cause: fault.cause, range: fault.range, command: index, user: state.user,
        origin: fault.origin)
    }
  }

  private static func isTolerated(_ use: CommandUse, _ tolerated: [[SourceRange]]) -> Bool {
    guard let context = use.context else { return false }
    if context.isNegated || context.operatorAfter == .or
      || context.surroundings.contains(.condition) || context.isConditional
    {
      return true
    }
    guard tolerated.indices.contains(use.script) else { return false }
    return tolerated[use.script].contains { $0.contains(use.range) }
  }

  /// Records a fault.
  mutating func add(
    _ cause: Fault.Cause, at range: SourceRange, user: UserFact, origin: SourceRange? = nil
  ) {
    faults.append(Fault(cause: cause, range: range, command: nil, user: user, origin: origin))
  }

  /// Looks at a text such as `app:app` that names an owner.
  mutating func owner(_ text: String, at range: SourceRange, state: StageState) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    if let name = parts.first.map(String.init), !name.isEmpty, name != "root",
      Int(name) == nil, state.accounts.hasUser(name) == false
    {
      add(.userMissing(name: name), at: range, user: state.user)
    }
    if parts.count > 1 { group(String(parts[1]), at: range, state: state) }
  }

  private mutating func group(_ name: String, at range: SourceRange, state: StageState) {
    guard !name.isEmpty, name != "root", Int(name) == nil, state.accounts.hasGroup(name) == false
    else { return }
    add(.groupMissing(name: name), at: range, user: state.user)
  }

  private mutating func owners(
    _ user: CommandUse.Argument?, _ group: CommandUse.Argument?, _ state: StageState
  ) {
    if let user, let name = user.value, !name.contains(":") {
      owner(name, at: user.range, state: state)
    }
    if let group, let name = group.value { self.group(name, at: group.range, state: state) }
  }

  /// Whether something else than the user in force may do the work.
  static func isElevated(_ use: CommandUse) -> Bool {
    use.wrappers.contains {
      [
        "sudo", "doas", "su", "su-exec", "gosu", "runuser", "setpriv", "fakeroot", "chroot",
        "unshare", "setuidgid",
      ].contains($0)
    } || use.context?.surroundings.contains(.nestedScript) == true
  }

  /// Whether a path, or with `-R` something below it, certainly belongs to another user.
  private func isForeign(_ path: String, _ change: PermissionChange, _ state: StageState) -> Bool {
    if state.owns(path, state.user) == false { return true }
    guard change.isRecursive, let copied = state.files.entry(path)?.copiedOwner else {
      return false
    }
    switch copied {
    case .root: return true
    case .user(let owner):
      return state.user.name.map { state.accounts.isSameUser(owner, $0) == false } ?? false
    case .unknown: return false
    }
  }

  private mutating func permissions(_ use: CommandUse, _ state: StageState) {
    let change = PermissionChange(use)
    let isElevated = Self.isElevated(use)
    if let subject = change.subject, let text = subject.value {
      if use.program == "chown" { owner(text, at: subject.range, state: state) }
      if use.program == "chgrp" { group(text, at: subject.range, state: state) }
    }
    for operand in change.operands {
      guard let path = effects.absolute(operand, use) else { continue }
      if state.files.exists(path) == false {
        add(.pathMissing(path: path), at: operand.range, user: state.user)
      } else if !isElevated, state.user.isRoot == false, isForeign(path, change, state) {
        add(
          .changeDenied(path: path), at: use.range, user: state.user,
          origin: state.files.entry(path)?.range)
        return
      }
    }
    guard !isElevated, use.program == "chown", state.user.isRoot == false,
      let name = state.user.name, let text = change.subject?.value
    else { return }
    let owner = String(text.prefix { $0 != ":" })
    if !owner.isEmpty, state.accounts.isSameUser(owner, name) == false {
      add(.giftDenied(owner: owner), at: use.range, user: state.user)
    }
  }
}
