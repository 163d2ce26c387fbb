import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let entryCwd = Rule(
    "entry-cwd", .runtime, .error, fix: .unsafe,
    requirements: ["S1-D-13", "S1-D-09"],
    summary: "The container starts in another folder than the one that holds the project.",
    why: """
      `cd` in a RUN holds for that RUN only. Without WORKDIR the container starts in `/`, where \
      `poetry run`, `npm start`, `bundle exec` and `python app.py` look for pyproject.toml, \
      package.json, Gemfile or the script, and find nothing.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#workdir"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        COPY app/ /app/
        RUN cd /app && poetry install
        ENTRYPOINT ["‹poetry›", "run"]
        CMD ["uvicorn", "main:app"]
        """,
        fixed: """
          FROM alpine:3.20
          COPY app/ /app/
          RUN cd /app && poetry install
          WORKDIR /app
          ENTRYPOINT ["poetry", "run"]
          CMD ["uvicorn", "main:app"]
          """),
      .flags(
        """
        FROM node:22
        COPY package.json package-lock.json /srv/
        RUN cd /srv && npm ci
        CMD ‹npm› start
        """,
        fixed: """
          FROM node:22
          COPY package.json package-lock.json /srv/
          RUN cd /srv && npm ci
          WORKDIR /srv
          CMD npm start
          """),
      .flags(
        """
        FROM python:3.13-slim
        COPY app.py /app/app.py
        CMD ["python", "‹app.py›"]
        """,
        fixed: """
          FROM python:3.13-slim
          COPY app.py /app/app.py
          WORKDIR /app
          CMD ["python", "app.py"]
          """),
      .accepts(
        """
        FROM alpine:3.20
        COPY app/ /app/
        RUN cd /app && poetry install
        WORKDIR /app
        ENTRYPOINT ["poetry", "run"]
        """),
      .accepts(
        """
        FROM alpine:3.20
        COPY . .
        RUN cd /app && poetry install
        ENTRYPOINT ["poetry", "run"]
        """, note: "The context goes to the folder that the container starts in."),
      .accepts(
        """
        FROM python:3.13-slim
        COPY app.py /app/app.py
        CMD ["sh", "-c", "cd /app && exec python app.py"]
        """),
      .accepts(
        """
        FROM node:22
        COPY . /srv
        RUN cd /srv && npm ci
        CMD ["npm", "--prefix", "/srv", "start"]
        """),
    ],
    check: { subject, findings in
      for stage in subject.facts.startedStages {
        guard let start = stage.startCommand, start.isCertain,
          let directory = stage.end.workingDirectory.value, !start.isOpaque || start.program != nil,
          !start.commands.contains(where: { $0.program == "cd" || $0.program == "pushd" })
        else { continue }
        if let (tool, home, place) = project(of: start, stage, subject), home != directory,
          !mayHold(directory, stage, subject)
        {
          findings.report(
            tool,
            "`\(subject.text(tool))` starts in `\(directory)`, and its project is in `\(home)`",
            help: "Write `WORKDIR \(home)` before it",
            related: [Finding.Related(place, "the project is used here")],
            fixes: repair(home, before: tool, stage, subject))
        } else if let (word, path, place) = script(of: start, directory, stage),
          !mayHold(directory, stage, subject)
        {
          findings.report(
            word,
            "`\(subject.text(word))` is looked for in `\(directory)`, and the file is `\(path)`",
            help: "Write `WORKDIR \(FilePaths.parent(path))` before it, or name `\(path)`",
            related: [Finding.Related(place, "the file comes here")],
            fixes: repair(FilePaths.parent(path), before: word, stage, subject))
        }
      }
    })

  /// Starts the container in the folder, where nothing behind the start goes by the one it has now.
  private static func repair(
    _ home: String, before word: SourceRange, _ stage: StageFacts, _ subject: Subject
  ) -> [Fix] {
    let starts = stage.steps.filter { $0.kind == .cmd || $0.kind == .entrypoint }
    guard let first = starts.first, starts.contains(where: { $0.instruction.range.contains(word) }),
      !home.contains(where: { " $\"'\\".contains($0) }),
      !stage.steps[first.index...].contains(where: {
        $0.kind == .run || $0.kind == .copy || $0.kind == .add || $0.kind == .workdir
      })
    else { return [] }
    let keyword = first.instruction.keyword.value.first?.isLowercase == true ? "workdir" : "WORKDIR"
    return [
      Fix(
        "Set the working directory", .unsafe,
        [subject.inserting(lines: ["\(keyword) \(home)"], above: first.instruction)],
        risk: "Relative paths of the program count from that folder.")
    ]
  }

  private static let tools: Set<String> = [
    "poetry", "pipenv", "pdm", "npm", "yarn", "pnpm", "bundle", "rails", "mix", "uv",
  ]

  private static let elsewhere = [
    "-C", "--directory", "--project", "--prefix", "--cwd", "--dir", "--gemfile", "-P",
  ]

  /// The tool that starts, the folder in which a RUN used it on the project, and where.
  private static func project(
    of start: StartCommand, _ stage: StageFacts, _ subject: Subject
  ) -> (tool: SourceRange, home: String, place: SourceRange)? {
    let words = start.words
    let tool: String
    let range: SourceRange
    let flags: [String]
    if start.script == nil {
      guard let index = words.firstIndex(where: { tools.contains(FilePaths.name($0.value)) }),
        index <= start.wrappers.count * 2, !words[index].text.isEmpty
      else { return nil }
      tool = FilePaths.name(words[index].value)
      range = words[index].text.sourceRange
      flags = words.dropFirst(index + 1).map(\.value)
    } else {
      guard let use = start.commands.first(where: { tools.contains($0.program ?? "") }),
        let path = use.path, use.isCertain
      else { return nil }
      tool = use.program ?? ""
      range = path.range
      flags = use.arguments.map(\.best)
    }
    if flags.contains(where: { flag in elsewhere.contains { flag == $0 || flag.hasPrefix($0 + "=") }
    }) {
      return nil
    }
    var homes: [(String, SourceRange)] = []
    for step in stage.steps where step.kind == .run {
      for use in step.commands where use.program == tool {
        guard let home = use.directory.value else { return nil }
        if use.hasOption("-g", "--global") || use.subcommand?.value == "config" { continue }
        homes.append((home, use.range))
      }
    }
    guard let first = homes.first, homes.allSatisfy({ $0.0 == first.0 }) else { return nil }
    return (range, first.0, first.1)
  }

  /// The relative script that starts, the only place where a file of that name was copied to, and where.
  private static func script(
    of start: StartCommand, _ directory: String, _ stage: StageFacts
  ) -> (word: SourceRange, path: String, place: SourceRange)? {
    guard let main = start.main, let name = main.program,
      name == "node" || name == "python" || name == "python3", let first = main.arguments.first,
      let file = first.value, !file.hasPrefix("/"), !file.hasPrefix("-"),
      file.hasSuffix(".py") || file.hasSuffix(".js"), !file.contains("$"), !first.range.isEmpty,
      stage.end.files.entry(FilePaths.absolute(file, in: directory)) == nil
    else { return nil }
    let suffix = FilePaths.clean("/" + file)
    let places = stage.end.files.entries.filter {
      $0.key.hasSuffix(suffix) && $0.value.exists == true && $0.value.kind == .file
    }
    guard places.count == 1, let found = places.first, let place = found.value.range else {
      return nil
    }
    return (start.bare(first.range), found.key, place)
  }

  /// Whether files of the project may be in the folder that the container starts in.
  private static func mayHold(_ directory: String, _ stage: StageFacts, _ subject: Subject) -> Bool
  {
    if let entry = stage.end.files.entry(directory), entry.range != nil || directory != "/" {
      return true
    }
    var index: Int? = stage.index
    var left = subject.stages.count
    while let current = index, subject.stages.indices.contains(current), left >= 0 {
      let lower = subject.stages[current]
      for step in lower.steps {
        switch step.instruction.body {
        case .copy(let transfer), .add(let transfer):
          let escape = subject.facts.syntax.escape
          guard
            let target = step.before.scope.expand(transfer.destination, escape: escape).value.value,
            let folder = target.hasPrefix("/") ? "/" : step.before.workingDirectory.value
          else { return true }
          if FilePaths.absolute(target, in: folder) == directory { return true }
        case .run:
          for use in step.commands
          where [
            "git", "unzip", "tar", "cp", "mv", "ln", "npm", "rails", "django-admin", "cat", "tee",
          ]
          .contains(use.program ?? "") {
            // These may put a project where they run, or where they are told.
            if use.directory.value == nil || use.directory.value == directory { return true }
            if use.arguments.contains(where: { $0.value == directory || $0.value == nil }) {
              return true
            }
          }
        default: break
        }
      }
      if case .stage(let below) = lower.base { index = below } else { index = nil }
      left -= 1
    }
    return false
  }
}
