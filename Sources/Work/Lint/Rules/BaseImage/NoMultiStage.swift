import BaseImages
import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let noMultiStage = Rule(
    "no-multi-stage", .baseImage, .info, isDefault: false, fix: .unsafe,
    aliases: ["tally/prefer-multi-stage-build"],
    requirements: ["S0-2-01", "S1-D-04", "S1-R-02", "S2-CL-03", "S4-MS-01"],
    summary: "The file builds something and ships the tools for it.",
    why: """
      Compilers, headers and build caches make an image larger, and hand an attacker tools. In a \
      file with one stage they stay. A stage that builds and one that takes only the result leave \
      them behind.
      """,
    references: ["https://docs.docker.com/build/building/multi-stage/"],
    examples: [
      .flags(
        """
        FROM golang:1.27
        COPY . .
        RUN ‹go build› -o /app .
        CMD ["/app"]
        """),
      .flags(
        """
        FROM golang:1.27
        WORKDIR /src
        COPY go.mod go.sum ./
        RUN go mod download
        COPY . .
        RUN ‹go build› -o /app ./cmd/app
        EXPOSE 8080
        # the server
        ENTRYPOINT ["/app"]
        CMD ["serve"]
        """,
        fixed: """
          FROM golang:1.27 AS builder
          ENV CGO_ENABLED=0
          WORKDIR /src
          COPY go.mod go.sum ./
          RUN go mod download
          COPY . .
          RUN go build -o /app ./cmd/app
          FROM gcr.io/distroless/static-debian13:nonroot
          WORKDIR /src
          COPY --from=builder /app /app
          EXPOSE 8080
          # the server
          ENTRYPOINT ["/app"]
          CMD ["serve"]
          """),
      .flags(
        """
        FROM golang:1.27
        WORKDIR /src
        COPY . .
        RUN ‹go build› -o /app ./cmd/app
        ENTRYPOINT ["/app", "--config", "config.yaml"]
        """, note: "The program reads a file that the second stage would lack."),
      .flags(
        """
        FROM golang:1.27
        WORKDIR /src
        COPY . .
        RUN ‹go build› -o /app ./cmd/app && mkdir -p /data && cp -r static /data
        ENTRYPOINT ["/app"]
        """),
      .flags(
        """
        FROM python:3.13-slim
        WORKDIR /app
        RUN apt-get update && apt-get install -y ‹gcc› libpq-dev
        COPY requirements.txt .
        RUN pip install -r requirements.txt
        COPY . .
        USER 10001
        CMD ["python", "app.py"]
        """,
        fixed: """
          FROM python:3.13-slim AS builder
          RUN python -m venv /opt/venv
          ENV PATH="/opt/venv/bin:$PATH"
          WORKDIR /app
          RUN apt-get update && apt-get install -y gcc libpq-dev
          COPY requirements.txt .
          RUN pip install -r requirements.txt

          FROM python:3.13-slim
          COPY --from=builder /opt/venv /opt/venv
          ENV PATH="/opt/venv/bin:$PATH"
          WORKDIR /app
          COPY . .
          USER 10001
          CMD ["python", "app.py"]
          """),
      .flags(
        """
        FROM python:3.13-slim
        RUN apt-get update && apt-get install -y ‹build-essential› libpq-dev && pip install psycopg2
        CMD ["python"]
        """),
      .accepts(
        """
        FROM golang:1.27 AS build
        RUN go build -o /app .
        FROM debian:13-slim
        COPY --from=build /app /app
        """),
      .accepts(
        """
        FROM alpine:3.24
        RUN apk add --no-cache --virtual .build gcc musl-dev && make && apk del .build
        CMD ["/app"]
        """),
    ],
    check: { subject, findings in
      guard subject.stages.count(where: { $0.from != nil }) == 1,
        let stage = subject.facts.finalStage,
        stage.from != nil
      else { return }
      if let tools = compilers(in: subject) {
        findings.report(
          tools.range, "`\(tools.name)` is for building, and stays in the image",
          help: "Build in a stage of its own, and copy the result from there", fixes: split(subject)
        )
        return
      }
      for step in stage.steps where step.kind == .run {
        for use in step.commands {
          guard let verb = build(use), let path = use.path else { continue }
          findings.report(
            path.range.union(verb.range),
            "the image ships what `\(use.program ?? "") \(verb.best)` needs, besides what it makes",
            help: "Build in a stage of its own, and copy the result from there",
            fixes: split(subject))
          return
        }
      }
    })

  /// The repair, where the file has a form that can be split.
  private static func split(_ subject: Subject) -> [Fix] {
    guard let split = StageSplit(subject), let fix = split.forPrograms ?? split.forPython else {
      return []
    }
    return [fix]
  }

  private static let tools: Set<String> = [
    "build-essential", "build-base", "gcc", "g++", "clang", "cmake", "cargo", "rustc", "golang",
    "musl-dev", "libc6-dev", "gcc-c++", "base-devel",
  ]

  /// The first package with a compiler that is installed and not removed.
  private static func compilers(in subject: Subject) -> (name: String, range: SourceRange)? {
    let removes = subject.packageCommands.contains {
      $0.manager.isSystem && $0.verb == .remove
    }
    if removes { return nil }
    for command in subject.packageCommands
    where command.manager.isSystem && command.verb == .install {
      for package in command.packages where tools.contains(package.name) {
        return (package.name, package.range)
      }
    }
    return nil
  }

  /// The word of a command that compiles a program; nil for other commands.
  private static func build(_ use: CommandUse) -> CommandUse.Argument? {
    let verbs: Set<String>
    switch use.program {
    case "go": verbs = ["build", "install"]
    case "cargo", "swift": verbs = ["build", "install"]
    case "mvn", "mvnw": verbs = ["package", "install", "verify"]
    case "gradle", "gradlew": verbs = ["build", "assemble", "bootJar", "installDist"]
    case "dotnet": verbs = ["publish", "build"]
    default: return nil
    }
    return use.arguments.first { verbs.contains($0.best) }
  }
}
