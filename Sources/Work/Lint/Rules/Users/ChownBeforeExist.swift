import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let chownBeforeExist = Rule(
    "chown-before-exist", .users, .error, fix: .safe,
    requirements: ["S2-H-02", "S3-NR-04", "S3-NR-05"],
    summary: "chown or chmod names a path that is not there yet.",
    why: """
      chown and chmod end with “No such file or directory” where nothing is at the path, and the build \
      stops. COPY and WORKDIR further down would make it, but only then, and what COPY brings later gets \
      the owner that COPY says.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -m -u 10001 app && \\
            chown -R app:app ‹/app›
        USER app
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN useradd -m -u 10001 app && \\
              mkdir -p /app && chown -R app:app /app
          USER app
          """),
      .flags(
        """
        FROM alpine:3.24
        RUN chmod 755 ‹/start.sh›
        COPY start.sh /start.sh
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        WORKDIR /app
        COPY a.sh b.sh /scripts/
        RUN mkdir -p /data/{a,b} && chown -R 1000 /app /data && chmod +x /scripts/a.sh
        RUN chown 1000 /var/lib/thing /opt/thing; chown 1000 /nowhere || true
        RUN if [ -d /nowhere ]; then chown 1000 /nowhere; fi
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        ADD rootfs.tar.xz /
        RUN chown 1000 /app
        """),
    ],
    check: { subject, findings in
      for (_, step, fault) in FaultReports.all(subject) {
        guard case .pathMissing(let path) = fault.cause,
          let use = FaultReports.command(of: fault, in: step), let program = use.program
        else { continue }
        findings.report(
          fault.range, "`\(path)` is not there when \(program) runs",
          help: "Make it first, such as with `mkdir -p \(path)`, or move this below what makes it",
          fixes: repair(use, path: path, subject))
      }
    })

  private static func repair(_ use: CommandUse, path: String, _ subject: Subject) -> [Fix] {
    let change = PermissionChange(use)
    let isPlain = path.utf8.allSatisfy {
      $0 == 0x2F || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D || (0x30...0x39).contains($0)
        || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
    }
    guard use.command != nil, use.wrappers.isEmpty, isPlain,
      change.isRecursive || use.program == "chown" && !FilePath.looksLikeFile(path),
      use.context?.pipelineCount == 1, use.context?.depth == 0,
      use.context?.operatorBefore != .or, use.context?.isNegated == false,
      use.command?.assignments.isEmpty == true
    else { return [] }
    let edit = ScriptEdit(
      [.insert("mkdir -p \(path) && ", at: use.range.lowerBound)],
      adds: ["mkdir", "-p", path, "&&"])
    return [subject.fix("Make `\(path)` first", .safe, edit, at: use)]
  }
}
