import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let unknownUserName = Rule(
    "unknown-user-name", .users, .error, fix: .safe,
    aliases: ["tally/named-identity-in-passwdless-stage"],
    requirements: ["S3-CK-U1", "S1-M-04"],
    summary: "USER, `--chown` or chown names a user or group that is not there.",
    why: """
      A name is looked up in `/etc/passwd` and `/etc/group` of the stage as it is at that step; accounts \
      of other stages do not count. Where it is missing, the build stops with “unable to find user” or \
      “invalid user”, or the container does not start. `scratch` has no accounts at all, so only numbers \
      work there. Names that the base may have, or that a script may have made, are let pass.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#user"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim AS build
        RUN useradd -u 10001 app
        FROM debian:trixie-slim
        COPY --from=build --chown=‹app:app› /srv /srv
        USER ‹app›
        """),
      .flags(
        """
        FROM scratch
        COPY server /server
        USER ‹nonroot›
        ENTRYPOINT ["/server"]
        """),
      .flags(
        """
        FROM debian:trixie-slim AS build
        RUN groupadd -g 10001 app && useradd -u 10001 -g app app
        FROM scratch
        COPY --from=build /srv/server /server
        USER ‹app›
        ENTRYPOINT ["/server"]
        """,
        fixed: """
          FROM debian:trixie-slim AS build
          RUN groupadd -g 10001 app && useradd -u 10001 -g app app
          FROM scratch
          COPY --from=build /srv/server /server
          USER 10001:10001
          ENTRYPOINT ["/server"]
          """, note: "Another stage tells the number."),
      .flags(
        """
        FROM alpine:3.24
        RUN mkdir /data && chown ‹www-data› /data
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN groupadd -g 10001 staffers && useradd -u 10001 -g staffers app
        COPY --chown=app:staffers . /srv
        RUN chown www-data:www-data /srv && chown 4711:4711 /srv
        USER app
        """),
      .accepts(
        """
        FROM golang:1.27-trixie AS build
        RUN useradd -u 10001 app
        FROM scratch
        COPY --from=build /etc/passwd /etc/passwd
        USER app
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get update && apt-get install -y postgresql
        RUN chown postgres /srv
        COPY setup.sh /
        RUN /setup.sh
        USER made-by-script
        """),
    ],
    check: { subject, findings in
      var told: SourceRange?
      for (stage, step, fault) in FaultReports.all(subject) {
        let kind: String
        let name: String
        switch fault.cause {
        case .userMissing(let missing): (kind, name) = ("user", missing)
        case .groupMissing(let missing): (kind, name) = ("group", missing)
        default: continue
        }
        let later =
          kind == "user" ? stage.end.accounts.hasUser(name) : stage.end.accounts.hasGroup(name)
        // Nothing may run between a USER and what makes it.
        if step.kind == .user, later != false { continue }
        let isMadeLater = later == true
        if told == fault.range { continue }
        told = fault.range
        let isEmpty: Bool = if case .scratch = stage.rootBase { true } else { false }
        findings.report(
          fault.range,
          isEmpty
            ? "`scratch` has no \(kind) `\(name)`: it has no accounts at all"
            : isMadeLater
              ? "\(kind) `\(name)` is not there yet: it is made further down"
              : "there is no \(kind) `\(name)`: neither the base nor this stage makes one",
          help: isEmpty
            ? "Write a number such as `65532`, or copy `/etc/passwd` from a stage that has the \(kind)"
            : kind == "user"
              ? "Make the user first, such as `RUN useradd --uid 10001 \(name)`, or write a number"
              : "Make the group first, such as `RUN groupadd --gid 10001 \(name)`, or write a number",
          fixes: isEmpty && step.kind == .user
            ? numbers(of: fault.range, subject).map {
              [
                Fix(
                  "Write `USER \($0)`", .safe, [TextEdit(fault.range, $0)], changes: [.user])
              ]
            } ?? [] : [],
          cause: "\(stage.index) \(name)")
      }
    })

  /// The numbers of a user that other stages make, where all of them agree.
  private static func numbers(of range: SourceRange, _ subject: Subject) -> String? {
    let parts = subject.text(range).split(separator: ":", omittingEmptySubsequences: false)
      .map(String.init)
    guard let name = parts.first, parts.count <= 2 else { return nil }
    let users = subject.stages.compactMap { $0.end.accounts.users[name] }
      .filter { $0.range != nil }
    guard let uid = users.first?.uid, users.allSatisfy({ $0.uid == uid }) else { return nil }
    guard parts.count == 2 else {
      let gid = users.first?.gid
      return gid.map { "\(uid):\($0)" } ?? "\(uid)"
    }
    let gids = Set(subject.stages.compactMap { $0.end.accounts.groups[parts[1]]?.gid })
    guard let gid = Int(parts[1]) ?? (gids.count == 1 ? gids.first : nil) else { return nil }
    return "\(uid):\(gid)"
  }
}
