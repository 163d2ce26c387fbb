import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let userGroupDropsOthers = Rule(
    "user-group-drops-others", .users, .warning, fix: .unsafe,
    aliases: ["tally/user-explicit-group-drops-supplementary-groups"],
    requirements: ["S0-2-14"],
    summary: "USER with a group leaves out the other groups that the user was put into.",
    why: """
      `USER app` gives the process every group that `/etc/group` lists for `app`. `USER app:app` gives it \
      that group and no other, so that what the user was put into a group for does not work.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#user"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 -G video app
        USER ‹app:app›
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN useradd -u 10001 -G video app
          USER app
          """),
      .flags(
        """
        FROM alpine:3.24
        RUN adduser -D app && addgroup app dialout
        USER ‹app:app›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -G video app && useradd other
        USER app
        USER other:other
        USER app:video
        """),
    ],
    check: { subject, findings in
      for (stage, step) in subject.steps(.user) {
        guard case .user(let argument)? = step.instruction.body else { continue }
        let text = argument.value.split(separator: ":").map(String.init)
        guard text.count == 2 else { continue }
        var isFirst = true
        for earlier in stage.steps[..<step.index] where earlier.kind == .run {
          for use in earlier.commands where use.isCertain {
            guard let (user, groups) = groupMembership(use), user == text[0],
              let lost = groups.first(where: { $0 != text[1] }), !groups.contains(text[1])
            else { continue }
            findings.report(
              argument.range, "`\(argument.value)` leaves user `\(user)` without group `\(lost)`",
              help: "Write `USER \(user)`",
              related: [Finding.Related(use.range, "`\(user)` is put into `\(lost)` here")],
              fixes: argument.value == subject.text(argument.range) && isFirst
                ? [
                  Fix(
                    "Write `USER \(user)`", .unsafe, [TextEdit(argument.range, user)],
                    risk:
                      "The process gets all groups of the user, and its own one from the account.")
                ] : [],
              cause: "\(argument.range.lowerBound)")
            isFirst = false
          }
        }
      }
    })

  /// The user and the groups that a command puts it into besides its own.
  static func groupMembership(_ use: CommandUse) -> (user: String, groups: [String])? {
    func list(_ argument: CommandUse.Argument?) -> [String] {
      argument?.value?.split(separator: ",").map(String.init) ?? []
    }
    switch use.program {
    case "useradd":
      let operands = use.operands(valued: valued)
      guard let user = operands.first?.value else { return nil }
      return (user, list(use.value(of: "-G", "--groups")))
    case "usermod":
      guard let user = use.operands(valued: valued.union(["-aG", "-Ga"])).last?.value else {
        return nil
      }
      return (user, list(use.value(of: "-aG", "-G", "--groups")))
    case "adduser", "addgroup":
      let operands = use.operands(valued: valued)
      guard operands.count == 2, let user = operands[0].value, let group = operands[1].value else {
        return nil
      }
      return (user, [group])
    case "gpasswd":
      guard let user = use.value(of: "-a", "--add")?.value, let group = use.arguments.last?.value
      else {
        return nil
      }
      return (user, [group])
    default: return nil
    }
  }

  private static let valued: Set<String> = [
    "-b", "--base-dir", "-c", "--comment", "-d", "--home-dir", "--home", "-e", "-f", "-g", "--gid",
    "-G", "--groups", "-k", "-K", "-p", "--password", "-s", "--shell", "-u", "--uid", "-l",
  ]
}
