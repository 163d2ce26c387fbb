import Evidence
import Facts
import Source

extension Rule {
  static let uidClash = Rule(
    "uid-clash", .users, .error,
    requirements: ["S3-NR-03", "S3-OW-05"],
    summary: "A new user or group takes a name or number that is taken.",
    why: """
      useradd and groupadd refuse names and numbers that exist, and the build stops. Many bases bring a \
      user already: `node` images have `node` as 1000, Ubuntu from 23.04 on has `ubuntu` as 1000, Debian \
      has `www-data` as 33. useradd also makes a group of the user's name, and refuses when that group \
      is there and `-g` does not name it.
      """,
    examples: [
      .flags(
        """
        FROM node:24-trixie-slim
        RUN groupadd -g ‹1000› app && useradd -u ‹1000› -g app -m app
        """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN groupadd app && useradd ‹app›
        """),
      .flags(
        """
        FROM alpine:3.24
        RUN addgroup -g 101 web && addgroup -g ‹101› other
        """),
      .accepts(
        """
        FROM node:24-trixie-slim
        RUN userdel -r node && groupadd -g 1000 app && useradd -u 1000 -g app app
        """),
      .accepts(
        """
        FROM ubuntu:22.04
        RUN groupadd app && useradd -u 1000 -g app app
        RUN groupadd -o -g 1000 other || true
        FROM example.com/team/base:1
        RUN groupadd -g 1000 app && useradd -u 1000 -g app app
        """),
    ],
    check: { subject, findings in
      for (_, step, fault) in FaultReports.all(subject) {
        guard let use = FaultReports.command(of: fault, in: step), let program = use.program else {
          continue
        }
        let message: String
        let help: String
        switch fault.cause {
        case .userNameTaken(let name):
          message = "\(program) fails: there is a user `\(name)` already"
          help = "Leave it out, or remove the other user first"
        case .uidTaken(let uid, let other):
          message = "\(program) fails: number \(uid) belongs to user `\(other)`"
          help = "Take another number such as 10001, or use `\(other)` itself"
        case .groupNameTaken(let name):
          message = "\(program) fails: there is a group `\(name)` already"
          help = "Leave it out: the group is there"
        case .gidTaken(let gid, let other):
          message = "\(program) fails: number \(gid) belongs to group `\(other)`"
          help = "Take another number such as 10001, or use `\(other)` itself"
        case .ownGroupTaken(let name):
          message = "\(program) fails: it would make a group `\(name)`, which is there already"
          help = "Add `-g \(name)`, which takes the group that is there"
        default: continue
        }
        findings.report(
          fault.range, message, help: help,
          related: fault.origin.map { [Finding.Related($0, "it is made here")] } ?? [])
      }
    })
}
