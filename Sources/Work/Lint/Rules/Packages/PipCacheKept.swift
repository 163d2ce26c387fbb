import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let pipCacheKept = Rule(
    "pip-cache-kept", .packages, .info, fix: .safe, aliases: ["DL3042"],
    requirements: ["S1-P-08", "S2-CL-06", "S3-CK-B7"],
    summary: "pip leaves its cache of downloads in a layer of the image.",
    why: """
      pip keeps every download below ~/.cache/pip, which nothing reads again once the layer is \
      finished. `--no-cache-dir` or PIP_NO_CACHE_DIR keeps nothing; a cache mount keeps the downloads \
      for the next build and out of the image. `pip cache purge` or deleting ~/.cache in the same RUN \
      does as well, though hadolint objects to it. Stages that are not part of the image are left alone. \
      A mount above the cache, `pip config`, an ARG and each value that pip takes for true count too, \
      and `--no-index` downloads nothing; hadolint reports those. It overlooks a pip that is called by \
      its path.
      """,
    references: ["https://pip.pypa.io/en/stable/topics/caching/"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        RUN ‹pip install› -r requirements.txt && \\
            ‹python -m pip install› \\
              gunicorn==23.0.0
        """,
        fixed: """
          FROM python:3.13-slim
          RUN pip install --no-cache-dir -r requirements.txt && \\
              python -m pip install --no-cache-dir \\
                gunicorn==23.0.0
          """),
      .flags(
        """
        FROM python:3.13-slim
        ENV PIP_NO_CACHE_DIR=0
        RUN ["pip3", ‹"install"›, "flask==3.1.0"]
        """,
        fixed: """
          FROM python:3.13-slim
          ENV PIP_NO_CACHE_DIR=0
          RUN ["pip3", "install", "--no-cache-dir", "flask==3.1.0"]
          """),
      .flags(
        """
        FROM python:3.13-slim
        ENV PIP_CACHE_DIR=/var/pip
        RUN ‹pip install› flask && ‹pip install› --dry-run django
        """, note: "The cache is in the image wherever it lies."),
      .accepts(
        """
        FROM python:3.13-slim
        ENV PIP_CACHE_DIR=/var/pip
        RUN pip install flask && rm -rf /var/pip
        RUN --mount=type=cache,target=/var/pip pip install django
        """),
      .accepts(
        """
        FROM python:3.13-slim AS build
        RUN pip install build
        FROM python:3.13-slim
        ARG PIP_NO_CACHE_DIR=1
        RUN pip install flask
        """),
      .accepts(
        """
        FROM python:3.13-slim
        RUN pip install --no-cache-dir flask && pip --no-cache-dir install gunicorn
        RUN PIP_NO_CACHE_DIR=off pip install --no-cache-dir flask
        RUN pip install flask && pip cache purge
        RUN pip install flask && rm -rf ~/.cache /tmp/*
        RUN --mount=type=cache,target=/root/.cache pip install flask
        RUN pip install --no-index --find-links=/wheels flask
        RUN export PIP_NO_CACHE_DIR=1 && pip install flask
        """),
    ],
    check: { subject, findings in
      let shipped = subject.shippedStages
      for command in subject.packageCommands
      where command.manager == .pip && command.verb == .install
        && shipped.contains(command.use.stage)
      {
        let use = command.use
        let step = subject.facts.step(of: use)
        if subject.values.pipCache == .cacheMount, !isMounted(step), use.command != nil {
          findings.report(
            use.range(to: command.verbArgument),
            "`pip install` runs without the cache mount that the policy asks for",
            help: "Add `--mount=type=cache,target=/root/.cache/pip` to the RUN")
          continue
        }
        guard
          !use.hasOption("--no-cache-dir", "--no-index", "--help"),
          !use.arguments.contains(where: {
            $0.value == nil && $0.text.uppercased().contains("CACHE")
          }),
          !isDiscarded(use, step, subject),
          !isSwitchedOff(use, subject), !isMounted(step), !step.removes("/root/.cache/pip"),
          !isPurged(step, after: use), !isConfigured(subject)
        else { continue }
        let verb = command.verbArgument
        findings.report(
          use.command == nil ? verb?.range ?? use.range : use.range(to: verb),
          "`pip install` leaves its downloads in this layer",
          help: "Add `--no-cache-dir`, or mount a cache at `/root/.cache/pip`",
          fixes: use.inserting("--no-cache-dir", after: verb).map {
            [subject.fix("Add `--no-cache-dir`", .safe, $0, at: use)]
          } ?? [])
      }
    })

  /// Whether PIP_NO_CACHE_DIR switches the cache off.
  private static func isSwitchedOff(_ use: CommandUse, _ subject: Subject) -> Bool {
    use.isSwitchedOn("PIP_NO_CACHE_DIR", in: subject)
      ?? !(use.variable("PIP_NO_CACHE_DIR", in: subject).isUnknown && !subject.knowsBase(of: use)
      && use.locals["PIP_NO_CACHE_DIR"] == nil)
  }

  /// Whether the cache lies in a folder that the step removes or mounts, or that is not known.
  private static func isDiscarded(_ use: CommandUse, _ step: Step, _ subject: Subject) -> Bool {
    switch use.cacheFolder(option: "--cache-dir", variable: "PIP_CACHE_DIR", in: subject) {
    case .known(let folder): step.discards(folder)
    case .absent: false
    case .unknown: subject.knowsBase(of: use)
    }
  }

  private static func isMounted(_ step: Step) -> Bool {
    step.mounts.contains { mount in
      guard mount.type == "cache" || mount.type == "tmpfs", let target = mount.target else {
        return false
      }
      return target.contains("cache") || target.contains("pip") || target.contains("$")
        || target == "/root"
    }
  }

  private static func isPurged(_ step: Step, after use: CommandUse) -> Bool {
    step.commands.contains { other in
      guard other.range.lowerBound > use.range.lowerBound, other.program?.hasPrefix("p") == true
      else {
        return false
      }
      let words = other.operands()
      return words.contains { $0.value == "cache" }
        && words.contains { $0.value == "purge" || $0.value == "remove" }
    }
  }

  private static func isConfigured(_ subject: Subject) -> Bool {
    subject.facts.commands("pip", "pip3").contains { use in
      use.subcommand?.value == "config" && use.arguments.contains { $0.best.contains("cache") }
    }
  }
}

extension Subject {
  /// Whether anything is known of the image that a command's stage begins from.
  func knowsBase(of use: CommandUse) -> Bool {
    let stage = stage(of: use)
    if case .fragment = stage.rootBase { return true }
    return stage.baseFacts != nil
  }
}
