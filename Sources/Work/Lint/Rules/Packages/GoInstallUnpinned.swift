import Evidence
import Facts
import Source

extension Rule {
  static let goInstallUnpinned = Rule(
    "go-install-unpinned", .packages, .warning, isDefault: false, aliases: ["DL3062"],
    requirements: ["S1-I-04"],
    summary: "go installs a program without a fixed version.",
    why: """
      `go install path@latest`, or a branch behind the `@`, takes what is newest on the day of the \
      build. A version or a commit makes it the same each time. Where a `go.mod` was copied to the \
      working directory a path without `@` takes the version from there, which hadolint reports all \
      the same.
      """,
    references: ["https://go.dev/ref/mod#go-install"],
    examples: [
      .flags(
        """
        FROM golang:1.25
        RUN go install ‹github.com/air-verse/air@latest› && go install ‹golang.org/x/tools/gopls›
        """),
      .accepts(
        """
        FROM golang:1.25
        RUN go install github.com/air-verse/air@v1.63.0 && go install ./... && go install std
        WORKDIR /src
        COPY go.mod go.sum ./
        RUN go install github.com/air-verse/air
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands
      where command.manager == .go && command.verb == .install {
        var found: [Subject.Unpinned] = []
        for package in command.packages {
          let host = package.name.prefix { $0 != "/" }
          guard host.contains("."), !host.hasPrefix("."), !package.name.hasPrefix("-") else {
            continue
          }
          if let version = package.version {
            guard
              ["latest", "upgrade", "patch", "main", "master", "head"].contains(
                version.lowercased())
            else { continue }
          } else if hasModule(command.use, subject) {
            continue
          }
          found.append(Subject.Unpinned(name: package.name, range: package.range))
        }
        subject.reportUnpinned(
          found, of: command, help: "Write `path@v1.2.3`", &findings)
      }
    })

  /// Whether a module may be where the command runs.
  private static func hasModule(_ use: CommandUse, _ subject: Subject) -> Bool {
    guard let directory = use.directory.value else { return true }
    let files = subject.facts.step(of: use).before.files
    if files.entry(FilePaths.absolute("go.mod", in: directory)) != nil { return true }
    // The folder of the base image, which holds no module, was set by no step.
    guard let entry = files.entry(directory) else { return false }
    return entry.step != nil && entry.hasUnknownContent
  }
}
