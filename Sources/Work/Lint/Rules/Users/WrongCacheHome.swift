import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let wrongCacheHome = Rule(
    "wrong-cache-home", .users, .warning, fix: .unsafe,
    requirements: ["S0-2-04"],
    summary: "A cache mount lies in the home of another user than the one who runs the command.",
    why: """
      pip, npm, uv and most other tools keep their caches below the home directory of whoever runs them. \
      A cache mounted at `/root/.cache` is never used by a command that runs as another user: that user \
      has another home and may not even enter `/root`. Everything is then fetched again at each build.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#run---mounttypecache"],
    examples: [
      .flags(
        """
        FROM cgr.dev/chainguard/python:latest-dev
        RUN ‹--mount=type=cache,target=/root/.cache› python -m pip install uv
        """, note: "The base runs as nonroot."),
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -m -u 10001 app
        RUN ‹--mount=type=cache,target=/home/app/.cache/pip› pip install -r requirements.txt
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN useradd -m -u 10001 app
          RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -m -u 10001 app
        USER app
        RUN ‹--mount=type=cache,target=/root/.cache/pip› pip install -r requirements.txt
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN useradd -m -u 10001 app
          USER app
          RUN --mount=type=cache,target=/home/app/.cache/pip,uid=10001 pip install -r requirements.txt
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -m -u 10001 app
        RUN --mount=type=cache,target=/root/.cache pip install -r requirements.txt
        RUN --mount=type=cache,target=/home/app/.cache/pip PIP_CACHE_DIR=/home/app/.cache/pip pip install x
        USER app
        RUN --mount=type=cache,target=/home/app/.cache,uid=10001 pip install -r requirements.txt
        RUN --mount=type=cache,target=/var/cache/x make
        ENV HOME=/srv
        RUN --mount=type=cache,target=/srv/.cache make
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -m -u 10001 app
        RUN --mount=type=cache,target=/home/app/.m2 su app -c 'mvn package'
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.run) {
        guard case .run(let run)? = step.instruction.body else { continue }
        for mount in run.mounts where mount.type == "cache" {
          report(mount, step, subject, &findings)
        }
      }
    })

  private static func report(
    _ mount: Mount, _ step: Step, _ subject: Subject, _ findings: inout Findings
  ) {
    guard let text = mount.target, text.hasPrefix("/"), !text.contains("$") else { return }
    let target = FilePaths.clean(text)
    let state = step.before
    guard let isRoot = state.user.isRoot, let user = state.user.text.value ?? state.user.name,
      let home = home(of: target), !mentions(home, step)
    else { return }
    if let name = home == "/root"
      ? "root" : state.accounts.users.values.first(where: { $0.home == home })?.name,
      home == "/root" ? !isRoot : isOther(name, home, state),
      state.scope.environmentValue("HOME").value.map({ FilePaths.isWithin(target, $0) }) != true
    {
      findings.report(
        mount.range,
        "the cache at `\(target)` is in the home of `\(name)`, but the command runs as `\(isRoot && user.isEmpty ? "root" : user)`",
        help: own(state).map {
          "Mount it below `\($0)`"
            + (isRoot ? "" : ", with `uid=` so that `\(user)` may write to it")
        } ?? "Mount it where `\(user)` keeps its caches, with `uid=` so that it may write there",
        related: FaultReports.switching(state.user),
        fixes: repair(mount, text, from: home, state, isRoot: isRoot, subject))
    }
  }

  /// Mounts the cache at the same place below the home of whoever runs the command.
  private static func repair(
    _ mount: Mount, _ target: String, from home: String, _ state: StageState, isRoot: Bool,
    _ subject: Subject
  ) -> [Fix] {
    let written = subject.text(mount.range)
    guard let own = own(state), own != home, own.hasPrefix("/"),
      !own.contains(where: { " ,$\"'\\".contains($0) }), target.hasPrefix(home),
      !written.contains("\""), let place = written.ranges(of: "=" + target).first,
      place.upperBound == written.endIndex
        || written[place.upperBound] == ","
    else { return [] }
    let lower = mount.range.lowerBound + written[..<place.lowerBound].utf8.count + 1
    var edits = [TextEdit(SourceRange(lower, lower + home.utf8.count), own)]
    if !isRoot, !written.contains("uid=") {
      guard let uid = state.user.uid else { return [] }
      edits.append(.insert(",uid=\(uid)", at: mount.range.upperBound))
    }
    return [
      Fix(
        "Mount it below `\(own)`", .unsafe, edits,
        risk: "What builds have put into the cache until now is not used any more.")
    ]
  }

  /// The home directory that a path lies in; nil where it lies in none.
  private static func home(of path: String) -> String? {
    if FilePaths.isWithin(path, "/root") { return "/root" }
    let names = path.split(separator: "/")
    guard names.count > 1, names[0] == "home" else { return nil }
    return "/home/\(names[1])"
  }

  /// Whether the home belongs to another user than the one in force.
  private static func isOther(_ name: String, _ home: String, _ state: StageState) -> Bool {
    guard let user = state.user.name else { return false }
    return state.accounts.isSameUser(name, user) == false
  }

  private static func own(_ state: StageState) -> String? {
    state.scope.environmentValue("HOME").value ?? state.user.home
  }

  /// Whether a command or a variable points to the home by name, or runs as somebody else.
  private static func mentions(_ home: String, _ step: Step) -> Bool {
    let environment = step.before.scope.environment.values.contains {
      $0.value.value?.contains(home) == true
    }
    if environment { return true }
    return step.commands.contains { use in
      !use.wrappers.isEmpty || use.program == "su"
        || use.arguments.contains {
          $0.text.contains(home) || $0.text.contains("~" + FilePaths.name(home))
        }
        || use.command?.assignments.contains { $0.value?.text.contains(home) == true } == true
        || use.locals.values.contains { $0.value?.contains(home) == true }
    }
  }
}
