import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let cleanupInLaterLayer = Rule(
    "cleanup-in-later-layer", .caching, .info, requirements: ["S0-2-15"],
    summary: "A command removes what an earlier layer holds.",
    why: """
      Layers only add up: what COPY or an earlier RUN put into the image stays in its layer when a \
      later command removes it, and everybody who pulls the image downloads it still. Remove a file \
      in the RUN that makes it, use it through a bind mount, or make it in a stage that is not shipped.
      """,
    references: [
      "https://docs.docker.com/build/building/best-practices/#minimize-the-number-of-layers"
    ],
    examples: [
      .flags(
        """
        FROM python:3.12
        COPY --from=build /app/out/*.whl /app/
        RUN python -m pip install /app/*.whl && rm -rf ‹/app›
        """),
      .flags(
        """
        FROM debian:bookworm
        WORKDIR /tmp/build
        COPY archive.tar.gz .
        RUN tar -xf archive.tar.gz -C /opt
        RUN rm ‹archive.tar.gz›
        """),
      .accepts(
        """
        FROM debian:bookworm AS build
        COPY big.bin /tmp/big.bin
        RUN rm /tmp/big.bin
        FROM debian:bookworm
        RUN curl -o /tmp/a https://example.com/a && install /tmp/a /usr/bin/a && rm /tmp/a
        RUN rm -rf /var/lib/apt/lists/* /usr/share/doc
        WORKDIR /empty
        RUN rm -rf /empty
        """),
    ],
    check: { subject, findings in
      let removals = subject.facts.commands("rm")
      guard !removals.isEmpty else { return }
      let shipped = subject.finalStages
      let places = subject.stages.flatMap { stage in
        stage.steps.map {
          (range: $0.instruction.range, place: (stage: stage.index, step: $0.index))
        }
      }
      for use in removals where use.kind == .run {
        guard shipped.contains(use.stage) else { continue }
        let step = subject.facts.step(of: use)
        for operand in use.operands() {
          guard let path = path(operand, use), let place = origin(of: path, step, places, subject)
          else {
            continue
          }
          findings.report(
            operand.range, "`\(path)` stays in the layer that holds it, though it is removed here",
            help: "Remove it in the step that makes it, or use a bind mount or another stage",
            related: [Finding.Related(place, "the layer that holds it")])
        }
      }
    })

  private typealias Place = (range: SourceRange, place: (stage: Int, step: Int))

  private static func path(_ operand: CommandUse.Argument, _ use: CommandUse) -> String? {
    guard let value = operand.value, !value.isEmpty, !value.contains(where: { "*?[{".contains($0) })
    else { return nil }
    if value.hasPrefix("/") { return FilePaths.clean(value) }
    return use.directory.value.map { FilePaths.absolute(value, in: $0) }
  }

  /// The instruction that put a path with content into an earlier layer; nil where none certainly did.
  private static func origin(
    of path: String, _ step: Step, _ places: [Place], _ subject: Subject
  ) -> SourceRange? {
    guard let entry = step.before.files.entry(path), entry.exists == true, let range = entry.range,
      entry.kind == .file || entry.hasUnknownContent || hasFiles(below: path, step)
    else { return nil }
    // Stages and steps stand in the order of the source.
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].range.upperBound <= range.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < places.count, places[low].range.contains(range) else { return nil }
    let place = places[low].place
    let earlier = subject.stages[place.stage].steps[place.step]
    switch earlier.kind {
    case .copy, .add: return earlier.instruction.header
    case .run: return range
    default: return nil
    }
  }

  private static func hasFiles(below path: String, _ step: Step) -> Bool {
    let files = step.before.files
    return files.entries.contains {
      $0.value.exists == true && $0.value.kind == .file && FilePaths.isWithin($0.key, path)
    }
  }
}
