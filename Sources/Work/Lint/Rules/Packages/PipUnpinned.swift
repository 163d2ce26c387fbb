import Evidence
import Facts
import Source

extension Rule {
  static let pipUnpinned = Rule(
    "pip-unpinned", .packages, .warning, isDefault: false, aliases: ["DL3013"],
    requirements: ["S1-I-04"],
    summary: "pip, uv or pipx installs packages without a version.",
    why: """
      Without a version the build takes the newest release, and with it whatever its dependencies \
      bring. A version, a requirements or constraints file, a local path, a wheel, or a commit or tag \
      behind a repository's address count as pinned; `.[extra]` is the project itself. \
      What a variable holds is not judged, nor what comes from a local folder with `--no-index`; \
      hadolint reports both.
      """,
    references: ["https://pip.pypa.io/en/stable/topics/repeatable-installs/"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        RUN pip install --no-cache-dir ‹flask› gunicorn==23.0.0 && \\
            python3 -m pip install --upgrade ‹pip›
        """),
      .flags(
        """
        FROM python:3.13-slim
        RUN pip install --no-cache-dir ‹git+https://github.com/pallets/flask›
        RUN uv pip install --system ‹ruff› && pipx install ‹poetry›
        """),
      .accepts(
        """
        FROM python:3.13-slim
        ARG FLASK=3.1
        RUN pip install -r requirements.txt extra && pip install -c constraints.txt flask
        RUN pip install . ./lib .[dev] dist/app.whl "flask>=3,<4" flask==$FLASK[async]
        RUN pip install git+https://github.com/pallets/flask@3.1.0 https://example.com/a.zip
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands where command.verb == .install {
        switch command.manager {
        case .pip, .pipx: break
        case .uv: if command.verbArgument?.best == "sync" { continue }
        default: continue
        }
        if command.use.hasOption(
          "-r", "--requirement", "--requirements", "-c", "--constraint", "--constraints",
          "--no-index")
        {
          continue
        }
        var found = subject.unpinned(command).filter {
          !$0.name.hasPrefix(".") && !$0.name.contains("/") && !$0.name.contains("*")
        }
        for operand in command.operands where isOpenRepository(operand.best) {
          found.append(Subject.Unpinned(name: operand.best, range: operand.range))
        }
        found.sort { $0.range < $1.range }
        subject.reportUnpinned(
          found, of: command, help: "Write `name==version`, or install from a lock file", &findings)
      }
    })

  /// Whether a text is the address of a repository without a commit, tag or branch.
  private static func isOpenRepository(_ text: String) -> Bool {
    guard text.hasPrefix("git+") else { return false }
    let address = text.prefix { $0 != "#" }
    guard let slash = address.lastIndex(of: "/") else { return false }
    return !address[slash...].contains("@")
  }
}
