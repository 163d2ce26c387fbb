import BaseImages
import Dockerfile
import Evidence
import Facts
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

  /// A user of the image by number, and the lines that make one.
  private func userWithoutPrivileges(of stage: StageFacts) -> (lines: [String], user: String)? {
    let accounts = stage.end.accounts
    if let made = accounts.made.last(where: { $0.uid != 0 }) {
      guard let uid = made.uid else { return ([], made.name) }
      return ([], made.gid.map { "\(uid):\($0)" } ?? "\(uid)")
    }
    if let own = stage.baseFacts?.reference.familiarRepository.split(separator: "/").last,
      let user = accounts.users[own == "sdk" || own == "aspnet" ? "app" : String(own)],
      let uid = user.uid, uid != 0
    {
      return ([], user.gid.map { "\(uid):\($0)" } ?? "\(uid)")
    }
    if stage.hasShell == false { return ([], "65532:65532") }
    guard stage.hasShell == true, stage.end.user.isRoot == true,
      accounts.users["app"] == nil, accounts.groups["app"] == nil,
      accounts.user(uid: 10001) == nil, accounts.group(gid: 10001) == nil
    else { return nil }
    let lower = stage.fromInstruction?.keyword.value == "from"
    let run = lower ? "run" : "RUN"
    let escape = Character(Unicode.Scalar(facts.syntax.escape))
    switch stage.end.family {
    case .alpine, .busybox, .wolfi:
      return (
        [
          "\(run) addgroup -g 10001 app \(escape)",
          "    && adduser -D -H -u 10001 -G app -s /sbin/nologin app",
        ], "10001:10001"
      )
    case .debian, .ubuntu, .redhat, .amazonlinux:
      return (
        [
          "\(run) groupadd --gid 10001 app \(escape)",
          "    && useradd --uid 10001 --gid 10001 --no-log-init --no-create-home \(escape)",
          "        --home-dir /tmp --shell /usr/sbin/nologin app",
        ], "10001:10001"
      )
    default: return nil
    }
  }
}
