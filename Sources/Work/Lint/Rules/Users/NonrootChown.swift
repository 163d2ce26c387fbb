import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let nonrootChown = Rule(
    "nonroot-chown", .users, .error,
    requirements: ["S3-OW-06"],
    summary: "chown or chmod runs as a user who may not change the file.",
    why: """
      Only root may give files away, and only the owner of a file or root may change its mode. COPY \
      without `--chown` makes files of root whatever USER says, so a chmod of them after USER ends with \
      “Operation not permitted” and the build stops.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#copy---chown---chmod"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app
        USER app
        COPY ./static /srv/static
        RUN ‹chmod -R u=rwX,go=rX /srv/static›
        """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app
        COPY start.sh /start.sh
        USER app
        RUN set -e; ‹chown app /start.sh›
        """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app && useradd -u 10002 other
        USER app
        WORKDIR /work
        RUN touch a && ‹chown other a›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app
        USER app
        WORKDIR /work
        COPY --chown=app ./static ./static
        COPY --chown=10001 start.sh /opt/start.sh
        RUN chmod 755 ./static /opt/start.sh && chown app a
        RUN sudo chown root /opt/start.sh
        RUN chmod +x /opt/other || true
        """),
    ],
    check: { subject, findings in
      for (_, step, fault) in FaultReports.all(subject) {
        let user = FaultReports.user(fault)
        let program = FaultReports.command(of: fault, in: step)?.program ?? "chmod"
        var related = FaultReports.switching(fault.user)
        switch fault.cause {
        case .changeDenied(let path):
          if let origin = fault.origin {
            related.append(Finding.Related(origin, "`\(path)` comes from here"))
          }
          findings.report(
            fault.range,
            "\(program) of `\(path)` fails as user `\(user)`, who does not own it",
            help: program == "chmod"
              ? "Write `--chmod` at the COPY, or run chmod before USER"
              : "Write `--chown` at the COPY, or run \(program) before USER",
            related: related)
        case .giftDenied(let owner):
          findings.report(
            fault.range, "user `\(user)` may not give files to `\(owner)`: only root may",
            help: "Run \(program) before USER", related: related)
        default: continue
        }
      }
    })
}
