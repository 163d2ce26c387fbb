import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let sourceBeforeDependencies = Rule(
    "source-before-dependencies", .caching, .info, fix: .unsafe,
    requirements: ["S0-2-06", "S1-D-08", "S2-L-01", "S2-L-04", "S2-CL-04", "S3-CK-B4"],
    summary: "The sources are copied before the dependencies are installed.",
    why: """
      A step is taken from the cache only while nothing above it changed. Sources change with every \
      commit, lists of dependencies seldom: where the sources come first, each build installs all \
      dependencies again. Copy the list or lock file, install, and copy the rest after it. A step \
      with a cache mount is accepted.
      """,
    references: ["https://docs.docker.com/build/cache/optimize/#order-your-layers"],
    examples: [
      .flags(
        """
        FROM python:3.11-slim
        COPY ‹.› /app/
        RUN apt-get update && pip install -r requirements.txt
        """,
        fixed: """
          FROM python:3.11-slim
          WORKDIR /app
          COPY requirements.txt /app/
          RUN apt-get update && pip install -r requirements.txt
          COPY . /app/
          """, note: "In `/` there is no such list, so the folder is set too."),
      .flags(
        """
        FROM python:3.13-slim
        COPY ‹app› /app/
        RUN cd /app && poetry install --no-root
        """,
        fixed: """
          FROM python:3.13-slim
          COPY app/pyproject.toml app/poetry.lock /app/
          RUN cd /app && poetry install --no-root
          COPY app /app/
          """),
      .flags(
        """
        FROM node:22
        WORKDIR /app
        COPY ‹src› ./src
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        """,
        fixed: """
          FROM node:22
          WORKDIR /app
          COPY package.json package-lock.json ./
          RUN npm ci --omit=dev
          COPY src ./src
          """),
      .flags(
        """
        FROM python:3.13-slim
        WORKDIR /app
        COPY --chown=1000 ‹.› .
        ENV LEVEL=info
        RUN pip install -r requirements.txt
        CMD ["python", "app.py"]
        """,
        fixed: """
          FROM python:3.13-slim
          WORKDIR /app
          COPY --chown=1000 requirements.txt ./
          ENV LEVEL=info
          RUN pip install -r requirements.txt
          COPY --chown=1000 . .
          CMD ["python", "app.py"]
          """),
      .flags(
        """
        FROM python:3.13-slim
        COPY ‹.› /app
        RUN make generate
        RUN pip install -r /app/requirements/base.txt
        """,
        note: "What runs between the two may need the sources, so a person has to decide."),
      .flags(
        """
        FROM node:22
        WORKDIR /app
        COPY ‹.› .
        RUN npm ci && npm run build
        """,
        note: "The build needs the sources, so the RUN has to be parted first."),
      .flags(
        """
        FROM python:3.13-slim
        WORKDIR /app
        COPY ‹.› .
        RUN pip install -r requirements.txt
        """,
        context: ["requirements.txt": "-r base.txt\n", "base.txt": "six\n", "app.py": ""],
        note: "The list names another file, so a person has to say what is copied first."),
      .accepts(
        """
        FROM node:22 AS one
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci
        COPY . .
        RUN npm run build && npm install -g serve
        FROM python:3.12 AS two
        COPY . .
        RUN pip install .
        FROM python:3.12 AS three
        COPY --from=two / /
        RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt
        """),
    ],
    check: { subject, findings in
      var told: Set<Int> = []
      var seen: Set<String> = []
      for use in DependencyInstall.all(in: subject) {
        let stage = subject.stage(of: use)
        // An install that comes first may be finished by a second one after the sources.
        let isFirst = seen.insert("\(use.stage) \(use.program ?? "")").inserted
        guard isFirst, case .run(let run)? = stage.steps[use.step].instruction.body,
          !run.mounts.contains(where: { $0.type == "cache" }),
          let (step, copy) = sources(before: use.step, of: stage, subject),
          told.insert(copy.lowerBound).inserted
        else { continue }
        let program = [use.program, use.subcommand?.value].compactMap(\.self).joined(separator: " ")
        findings.report(
          copy, "every change to these files repeats `\(program)` below",
          help: "Copy only the list of dependencies before it, and the rest after it",
          related: [Finding.Related(use.range, "the dependencies are installed here")],
          fixes: [DependenciesFirst.fix(copy: step, before: use, in: stage, subject)].compactMap(
            \.self))
      }
    })

  /// The first source folder, or the whole context, that is copied before a step.
  private static func sources(
    before step: Int, of stage: StageFacts, _ subject: Subject
  ) -> (Step, SourceRange)? {
    for earlier in stage.steps.prefix(step) {
      guard let transfer = earlier.transfer, transfer.from == nil, !transfer.parents else {
        continue
      }
      for source in transfer.paths where transfer.excludes.isEmpty {
        let path = earlier.before.scope.expand(source, escape: subject.facts.syntax.escape).value
        guard let path = path.value else { continue }
        let name = FilePaths.clean("/" + path)
        if name == "/" || folders.contains(String(name.dropFirst())) {
          return (earlier, source.range)
        }
      }
    }
    return nil
  }

  private static let folders: Set<String> = ["src", "app", "lib", "source", "sources"]
}
