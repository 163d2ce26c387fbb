import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let installNotApart = Rule(
    "install-not-apart", .caching, .info, isDefault: false, fix: .unsafe,
    summary: "A RUN installs system packages and fetches something of a fixed version.",
    why: """
      A RUN is one entry of the build cache. Where the version in a download is raised, everything in \
      front of it runs again too, and the packages of the system are what takes longest. In a RUN of \
      their own they stay in the cache; the image gets one layer more. Only what belongs together is \
      taken apart: the index and caches of the package manager are deleted in the part that made them, \
      so a RUN that deletes them at its very end, or removes packages again, is let through. So is one \
      whose second half needs the shell of the first: its folder, variables, functions or a status. \
      `set -e` and flags such as `--mount` are repeated. A version that comes from ARG or ENV changes \
      the environment of both parts, so that nothing is won. Whether fewer layers or fewer repetitions \
      matter more is for the author to say, and so the rule is off unless asked for.
      """,
    references: ["https://docs.docker.com/build/cache/optimize/"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        ‹RUN› apt-get update \\
            && apt-get install -y --no-install-recommends curl ca-certificates \\
            && rm -rf /var/lib/apt/lists/* \\
            && curl -fsSL -o /tmp/x.tgz https://example.com/x-1.2.3.tgz \\
            && tar -xzf /tmp/x.tgz -C /opt \\
            && rm /tmp/x.tgz
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN apt-get update \\
              && apt-get install -y --no-install-recommends curl ca-certificates \\
              && rm -rf /var/lib/apt/lists/*
          RUN curl -fsSL -o /tmp/x.tgz https://example.com/x-1.2.3.tgz \\
              && tar -xzf /tmp/x.tgz -C /opt \\
              && rm /tmp/x.tgz
          """),
      .flags(
        """
        FROM alpine:3.22
        ‹RUN› --mount=type=cache,target=/root/.cache/pip set -eux; \\
            apk add --no-cache python3 py3-pip; \\
            cd /opt; \\
            pip install --break-system-packages flask==3.1.0 || exit 1
        """,
        fixed: """
          FROM alpine:3.22
          RUN --mount=type=cache,target=/root/.cache/pip set -eux; \\
              apk add --no-cache python3 py3-pip
          RUN --mount=type=cache,target=/root/.cache/pip set -eux; \\
              cd /opt; \\
              pip install --break-system-packages flask==3.1.0 || exit 1
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get update && apt-get install -y curl \\
            && curl -fsSLO https://example.com/x-1.2.3.tgz \\
            && rm -rf /var/lib/apt/lists/*
        RUN apt-get update && apt-get install -y gcc && pip install x==1.0 && apt-get purge -y gcc
        RUN cd /opt && apt-get update && apt-get install -y curl && curl -O https://example.com/x-1.2
        ARG VERSION=1.2.3
        RUN apt-get update && apt-get install -y curl && curl -O https://example.com/x-$VERSION
        RUN apt-get update && apt-get install -y curl && useradd app
        RUN apt-get update; apt-get install -y curl; curl -fsSLO https://example.com/x-1.2.3.tgz
        """,
        note:
          "In the last one the shell goes on after a failure, which a RUN of its own would not do."),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.run) {
        guard let parts = InstallParts(step, subject) else { continue }
        findings.report(
          step.instruction.keywordRange,
          "a new version of what `\(parts.fetcher)` fetches installs the packages again",
          help: "Install the packages in a RUN of their own",
          related: [Finding.Related(parts.second, "what changes more often begins here")],
          fixes: parts.fix(subject).map { [$0] } ?? [])
      }
    })
}
