import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let pid1NoInit = Rule(
    "pid1-no-init", .runtime, .info, isDefault: false,
    requirements: ["S0-2-17", "S0-KP-04"],
    summary: "The program is process 1 without an init before it.",
    why: """
      Process 1 inherits every process whose parent ends and has to collect it, and signals without a \
      handler do nothing to it. Programs that start others, and those that do not handle SIGTERM, need \
      an init such as tini, in the image or by `docker run --init`.
      """,
    references: ["https://docs.docker.com/reference/cli/docker/container/run/#init"],
    examples: [
      .flags(
        """
        FROM node:22
        CMD ["‹node›", "server.js"]
        """),
      .accepts(
        """
        FROM node:22
        RUN apt-get update && apt-get install -y tini
        ENTRYPOINT ["tini", "--"]
        CMD ["node", "server.js"]
        """),
      .accepts(
        """
        FROM alpine:3.20
        COPY entrypoint.sh /
        ENTRYPOINT ["/entrypoint.sh"]
        """, note: "The script may use one."),
    ],
    check: { subject, findings in
      guard subject.values.initProcess != .runtime, let stage = subject.facts.finalStage,
        let start = stage.startCommand, start.isCertain, let main = start.main,
        let path = main.path,
        !path.range.isEmpty, !start.wrappers.contains(where: inits.contains),
        !inits.contains(main.program ?? "")
      else { return }
      let place = start.bare(path.range)
      findings.report(
        place, "`\(main.program ?? path.best)` is process 1, and no init stands before it",
        help: "Run containers with `--init`, or begin with `ENTRYPOINT [\"tini\", \"--\"]`")
    })

  private static let inits: Set<String> = [
    "tini", "tini-static", "dumb-init", "catatonit", "docker-init", "init", "s6-svscan", "runsvdir",
    "supervisord", "systemd", "pm2-runtime",
  ]
}
