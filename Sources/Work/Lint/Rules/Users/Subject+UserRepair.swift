import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Policy
import Source

extension Subject {
  /// The repair that lets the image end with a user without privileges, made in the way of its base
  /// where there is none yet.
  func endingWithUser(_ stage: StageFacts, replacing range: SourceRange? = nil) -> [Fix] {
    guard let (commands, user) = userWithoutPrivileges(of: stage) else { return [] }
    let risk =
      "Folders that the program writes to must belong to the user, and it may not open ports below 1024."
    let title = "Run as `\(user)`"
    let work: Set<InstructionKind> = [.run, .copy, .add, .workdir]
    if let range, text(range) == stage.end.user.text.value,
      let step = stage.steps.last(where: { $0.instruction.range.contains(range) }),
      !stage.steps[step.index...].contains(where: { $0.kind.map { work.contains($0) } ?? false })
    {
      // Nothing behind it needs root.
      var edits = [TextEdit(range, user)]
      if !commands.isEmpty {
        edits.append(inserting(lines: commands, above: step.instruction))
      }
      return [Fix(title, .unsafe, edits, risk: risk)]
    }
    // A user that a variable names at the end would take the place of the one put before it.
    if let range, text(range) != stage.end.user.text.value { return [] }
    let lower = stage.fromInstruction?.keyword.value == "from"
    let keyword = lower ? "user" : "USER"
    guard
      let edit = inserting(lines: commands + ["\(keyword) \(user)"], afterTheWorkOf: stage)
    else { return [] }
    return [Fix(title, .unsafe, [edit], risk: risk)]
  }

  /// A user of the image in the form that the policy asks for, and the lines that make one.
  private func userWithoutPrivileges(of stage: StageFacts) -> (lines: [String], user: String)? {
    let accounts = stage.end.accounts
    if let made = accounts.made.last(where: { $0.uid != 0 }) {
      return ([], written(made.name, made.uid, made.gid))
    }
    if let own = stage.baseFacts?.reference.familiarRepository.split(separator: "/").last,
      let user = accounts.users[own == "sdk" || own == "aspnet" ? "app" : String(own)],
      let uid = user.uid, uid != 0, values.user.ids.accepts(uid)
    {
      return ([], written(user.name, uid, user.gid))
    }
    // Many small bases bring a user for this.
    if let user = accounts.users["nonroot"], user.isCertain, let uid = user.uid,
      values.user.ids.accepts(uid)
    {
      return ([], written(user.name, uid, user.gid))
    }
    if stage.hasShell == false {
      return ([], "65532:65532")
    }
    guard stage.hasShell == true, stage.end.user.isRoot == true,
      accounts.users["app"] == nil, accounts.groups["app"] == nil, let id = acceptedID,
      accounts.user(uid: id) == nil, accounts.group(gid: id) == nil
    else { return nil }
    guard let lines = creation(of: "app", id: id, in: stage) else { return nil }
    return (lines, written("app", id, id))
  }

  /// A user as the policy wants it behind USER.
  private func written(_ name: String, _ uid: Int?, _ gid: Int?) -> String {
    guard let uid, values.user.form != .name else { return name }
    return gid.map { "\(uid):\($0)" } ?? "\(uid)"
  }

  /// A number that the policy accepts for a user, and that neither system nor people have.
  private var acceptedID: Int? {
    let ids = values.user.ids
    if ids.accepts(10001) { return 10001 }
    return ids.bounds.lazy.map { bound in
      switch bound {
      case .exactly(let id), .atLeast(let id): id
      }
    }.first { $0 > 0 }
  }

  /// The lines that make a user and a group, with a home directory where the policy asks for one.
  private func creation(of name: String, id: Int, in stage: StageFacts) -> [String]? {
    let lower = stage.fromInstruction?.keyword.value == "from"
    let run = lower ? "run" : "RUN"
    let escape = Character(Unicode.Scalar(facts.syntax.escape))
    let hasHome = values.user.home == .required
    switch stage.end.family {
    case .alpine, .busybox, .wolfi:
      let home = hasHome ? "" : " -H"
      return [
        "\(run) addgroup -g \(id) \(name) \(escape)",
        "    && adduser -D\(home) -u \(id) -G \(name) -s /sbin/nologin \(name)",
      ]
    case .debian, .ubuntu, .redhat, .amazonlinux:
      let home =
        hasHome
        ? [
          "    && useradd --uid \(id) --gid \(id) --no-log-init --create-home \(escape)",
          "        --shell /usr/sbin/nologin \(name)",
        ]
        : [
          "    && useradd --uid \(id) --gid \(id) --no-log-init --no-create-home \(escape)",
          "        --home-dir /tmp --shell /usr/sbin/nologin \(name)",
        ]
      return ["\(run) groupadd --gid \(id) \(name) \(escape)"] + home
    default: return nil
    }
  }
}
