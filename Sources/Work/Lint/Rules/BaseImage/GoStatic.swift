import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Shell
import Source

extension Rule {
  static let goStatic = Rule(
    "go-static", .baseImage, .info, fix: .unsafe,
    requirements: ["S1-M-02", "S1-M-04"],
    summary: "A Go program may be linked to a C library that the last stage lacks.",
    why: """
      With a C compiler at hand `go build` links programs that use `net`, `os/user` or cgo to \
      glibc. In `scratch` and `distroless/static` there is none, and the program does not start: \
      `no such file or directory`. `CGO_ENABLED=0` makes it static. Where the build context is at \
      hand its imports decide, and the finding is a warning; otherwise it is information, since a \
      program without such imports is static anyway.
      """,
    references: ["https://pkg.go.dev/cmd/cgo"],
    examples: [
      .flags(
        """
        FROM golang:1.27 AS build
        COPY . .
        RUN ‹go build› -o /bin/hello ./main.go
        FROM scratch
        COPY --from=build /bin/hello /bin/hello
        """,
        fixed: """
          FROM golang:1.27 AS build
          COPY . .
          RUN CGO_ENABLED=0 go build -o /bin/hello ./main.go
          FROM scratch
          COPY --from=build /bin/hello /bin/hello
          """),
      .flags(
        """
        FROM golang:1.27-trixie AS build
        COPY . .
        RUN cd cmd && ‹go build› -o /app .
        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /app /app
        """,
        context: [
          "go.mod": "module a", "cmd/main.go": "package main\nimport (\n\t\"net/http\"\n)\n",
        ]),
      .accepts(
        """
        FROM golang:1.27 AS build
        ENV CGO_ENABLED=0
        RUN go build -o /bin/a .
        FROM golang:1.27-alpine AS small
        RUN go build -o /bin/b .
        FROM golang:1.27 AS tags
        RUN go build -tags netgo,osusergo -ldflags '-extldflags "-static"' -o /bin/c .
        FROM scratch
        COPY --from=build /bin/a /a
        COPY --from=small /bin/b /b
        COPY --from=tags /bin/c /c
        """),
      .accepts(
        """
        FROM golang:1.27 AS build
        COPY . .
        RUN go build -o /bin/a .
        FROM scratch
        COPY --from=build /bin/a /a
        """, context: ["main.go": "package main\nimport \"fmt\"\n"]),
      .accepts(
        """
        FROM golang:1.27 AS build
        RUN go build -o /bin/a .
        FROM gcr.io/distroless/base-debian13
        COPY --from=build /bin/a /a
        """),
    ],
    check: { subject, findings in
      var imports: GoImports?
      for use in subject.facts.commands("go") where use.kind == .run && isDynamic(use, subject) {
        guard let target = staticTarget(of: use, subject) else { continue }
        let known = imports ?? GoImports(subject.context)
        imports = known
        if known.needsC == false { continue }
        guard let path = use.path, let verb = use.subcommand else { continue }
        findings.report(
          path.range.union(verb.range),
          known.needsC == true
            ? "the program imports \(known.reason), and so is linked to glibc, which `\(target.name)` lacks"
            : "the program is linked to glibc as soon as it imports `net` or `os/user`, and `\(target.name)` has none",
          help: "Build it with `CGO_ENABLED=0`",
          related: [.init(target.range, "there is no C library here")],
          fixes: use.command == nil || use.arguments.isEmpty
            ? []
            : [
              Fix(
                "Build without cgo", .unsafe,
                [.insert("CGO_ENABLED=0 ", at: path.range.lowerBound)],
                risk: "A program that needs a C library does not build any more."
              )
            ],
          severity: known.needsC == true ? .warning : nil)
      }
    })

  /// Whether a build may link to a C library.
  private static func isDynamic(_ use: CommandUse, _ subject: Subject) -> Bool {
    guard let verb = use.subcommand?.value, verb == "build" || verb == "install" else {
      return false
    }
    let stage = subject.stage(of: use)
    let step = subject.facts.step(of: use)
    // Without a C compiler Go links statically, as on Alpine before one is installed.
    guard stage.baseFacts?.libc == "glibc", stage.baseFacts?.reference.path == "library/golang"
    else { return false }
    let scope = step.before.scope
    for name in ["CGO_ENABLED", "GOOS", "GOARCH", "GOFLAGS"] {
      if scope.binding(name) != nil || use.locals[name] != nil { return false }
    }
    let names = (use.command?.assignments ?? []).map(\.name)
    if names.contains(where: { ["CGO_ENABLED", "GOOS", "GOARCH", "GOFLAGS"].contains($0) }) {
      return false
    }
    if use.isWrapped(by: "env") { return false }
    return !use.arguments.contains { $0.text.contains("-static") || $0.text.contains("netgo") }
  }

  /// The stage without a C library that takes something from the stage of a build.
  private static func staticTarget(of use: CommandUse, _ subject: Subject)
    -> (name: String, range: SourceRange)?
  {
    for (stage, step) in subject.steps(.copy) {
      guard case .copy(let transfer)? = step.instruction.body, let from = transfer.from,
        from.value.lowercased() == subject.stage(of: use).name || Int(from.value) == use.stage
      else { continue }
      switch stage.rootBase {
      case .scratch:
        return transfer.paths.contains { $0.value == "/" } ? nil : ("scratch", stage.markRange)
      case .image(let image) where image.path.contains("static") && stage.baseFacts?.libc == "none":
        return (image.familiarRepository, stage.markRange)
      default: continue
      }
    }
    return nil
  }
}
