import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let homeMismatch = Rule(
    "home-mismatch", .users, .warning, fix: .unsafe,
    requirements: ["S2-CE-04"],
    summary:
      "Settings or programs go into the home of a user who is not the one that runs the image.",
    why: """
      `git config --global`, `pip install --user`, pipx and the installers of uv, Rust and Poetry write \
      below HOME. Run as root, that is `/root`, which no other user may enter: the user that the image \
      ends with sees neither the settings nor the programs.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹git config --global› user.name "CI"
        RUN useradd -m -u 10001 app
        USER app
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN git config --system user.name "CI"
          RUN useradd -m -u 10001 app
          USER app
          """),
      .flags(
        """
        FROM python:3.13-slim-trixie
        RUN ‹pip install --user› httpie
        USER 10001
        """,
        fixed: """
          FROM python:3.13-slim-trixie
          RUN pip install httpie
          USER 10001
          """),
      .accepts(
        """
        FROM python:3.13-slim-trixie AS build
        RUN git config --global user.name x && pip install --user httpie
        FROM python:3.13-slim-trixie
        RUN git config --system user.name "CI" && pip install httpie
        RUN useradd -m app
        USER app
        RUN git config --global user.name x && pip install --user httpie
        """),
      .accepts(
        """
        FROM python:3.13-slim-trixie
        ENV HOME=/srv
        RUN git config --global user.name x
        USER 10001
        """),
      .accepts(
        """
        FROM python:3.13-slim-trixie
        RUN git config --global user.name x && make && rm /root/.gitconfig
        USER 10001
        """),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, stage.end.user.isRoot == false,
        let runner = stage.end.user.text.value ?? stage.end.user.name
      else { return }
      for step in stage.steps where step.kind == .run && step.before.user.isRoot == true {
        guard step.before.scope.environmentValue("HOME").value == nil else { continue }
        for (index, use) in step.commands.enumerated() where use.isCertain && use.wrappers.isEmpty {
          guard let (range, instead) = homeWrite(use), use.locals["HOME"] == nil,
            use.command?.assignments.contains(where: {
              $0.name == "HOME" || $0.name == "PYTHONUSERBASE"
            }) != true,
            !isTakenUp(after: index, step, stage)
          else { continue }
          findings.report(
            range,
            "this goes to `/root`, where user `\(runner)`, whom the image runs as, does not see it",
            help: instead,
            related: stage.end.user.range.map {
              [Finding.Related($0, "the image runs as this user")]
            } ?? [],
            fixes: repair(use, subject), cause: use.program)
        }
      }
    })

  /// What writes below HOME, with what to write instead.
  private static func homeWrite(_ use: CommandUse) -> (range: SourceRange, instead: String)? {
    guard let path = use.path else { return nil }
    switch use.program {
    case "git":
      guard use.subcommand?.value == "config", let option = use.option(["--global"]),
        !use.hasOption("--unset", "--unset-all", "--get", "--list", "-l")
      else { return nil }
      return (path.range.union(option.range), "Write `git config --system`")
    case "pip", "pip3":
      guard use.subcommand?.value == "install", let option = use.option(["--user"]) else {
        return nil
      }
      return (
        path.range.union(option.range),
        "Install after USER, or into a virtual environment outside of `/root`"
      )
    default: return nil
    }
  }

  /// Writes it for all users.
  private static func repair(_ use: CommandUse, _ subject: Subject) -> [Fix] {
    guard use.command != nil else { return [] }
    switch use.program {
    case "git":
      guard let option = use.option(["--global"]), option.text == "--global" else { return [] }
      return [
        subject.fix(
          "Write it for all users", .unsafe,
          ScriptEdit(replacing: option.text, at: option.range, by: "--system"), at: use,
          risk: "Settings of root's own come before those of the system.")
      ]
    case "pip", "pip3":
      guard let option = use.option(["--user"]), option.text == "--user",
        let edit = use.removing(option, in: subject)
      else { return [] }
      return [
        subject.fix(
          "Install for all users", .unsafe, edit, at: use,
          risk: "The packages take the place of those that the system has of the same names.")
      ]
    default: return []
    }
  }

  /// Whether something after it uses, moves or removes what was written.
  private static func isTakenUp(after index: Int, _ step: Step, _ stage: StageFacts) -> Bool {
    let later =
      step.commands.dropFirst(index + 1).lazy
      + stage.steps[(step.index + 1)...].lazy.flatMap(\.commands)
    return later.contains { use in
      // As root again, it may be what a build needs.
      use.arguments.contains {
        $0.text.contains("/root") || $0.text.contains("~") || $0.text.contains("$HOME")
      }
    }
  }
}
