import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let userCannotWrite = Rule(
    "user-cannot-write", .users, .error,
    requirements: ["S0-2-15", "S3-NR-08"],
    summary: "A command writes where the user in force has no permission.",
    why: """
      After USER, commands run with the rights of that user. WORKDIR before USER, `mkdir` as root and \
      COPY without `--chown` leave folders that belong to root, and so does the base with `/`, `/usr` \
      and `/etc`. Making, replacing or removing a file there ends with “Permission denied”, and the \
      build stops. A folder that exists keeps its owner when `COPY --chown` puts files into it.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#user"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app
        WORKDIR /app
        USER app
        RUN echo hello > ‹/app/greeting›
        """),
      .flags(
        """
        FROM debian:trixie-slim
        USER 65532:65532
        COPY app.whl /app/
        RUN rm -rf ‹/app›
        """),
      .flags(
        """
        FROM node:24-trixie-slim
        WORKDIR /srv/app
        COPY --chown=node:node . .
        USER node
        RUN ‹npm ci›
        """, note: "`COPY --chown` gives away the files, not the folder that WORKDIR made."),
      .flags(
        """
        FROM node:24-trixie-slim
        USER node
        RUN ‹npm install -g pm2@6.0.8›
        """),
      .accepts(
        """
        FROM node:24-trixie-slim
        USER node
        RUN npm config set prefix /home/node/.npm && npm install -g pm2@6.0.8
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app
        USER app
        WORKDIR /app
        RUN echo hello > /app/greeting && mkdir -p /tmp/cache && touch /tmp/x
        """, note: "WORKDIR after USER makes the folder as that user."),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app && mkdir /data && chown app /data
        USER app
        RUN touch /data/seed; rm -f /missing; mkdir /opt/x || true
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN mkdir /data && chmod 1777 /data
        COPY setup.sh /
        RUN mkdir /state && /setup.sh
        USER 1000
        RUN touch /data/seed /state/seed
        """, note: "A script may have given anything away."),
    ],
    check: { subject, findings in
      for (stage, step, fault) in FaultReports.all(subject) {
        guard case .writeDenied(let path, let folder) = fault.cause else { continue }
        let user = FaultReports.user(fault)
        var related = FaultReports.switching(fault.user)
        if let origin = fault.origin {
          related.append(Finding.Related(origin, "`\(folder)` is made here"))
        }
        findings.report(
          fault.range,
          path == folder
            ? "user `\(user)` may not write to `\(path)`, which belongs to root"
            : "user `\(user)` may not write `\(path)`: `\(folder)` belongs to root",
          help: fault.user.range == nil
            ? "Put `USER root` above, and go back to `\(user)` afterwards"
            : "Do this before USER, or give `\(folder == "/" ? path : folder)` to `\(user)` with chown before USER",
          related: related, cause: "\(stage.index) \(step.index) \(folder)")
      }
    })
}
