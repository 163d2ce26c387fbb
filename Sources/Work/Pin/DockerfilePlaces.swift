import BaseImages
import Dockerfile
import Facts
import OCI
import Source

/// Finds the images that a Dockerfile takes from registries.
struct DockerfilePlaces {
  /// Why a place is left.
  struct Reason: Error {
    let text: String
    init(_ text: String) { self.text = text }
  }

  let facts: DockerfileFacts
  private(set) var found = PinPlaces()

  init(_ facts: DockerfileFacts) {
    self.facts = facts
    addFrontend()
    addBases()
    for use in facts.imageUses where use.place != .base { add(use) }
    found.sort()
  }

  // MARK: - `# syntax=`

  private mutating func addFrontend() {
    guard let directive = facts.syntax.directive("syntax") else { return }
    let text = MappedText(facts.source, directive.valueRange)
    // What stands after a blank is for the frontend.
    let end = text.bytes.firstIndex { $0 == 0x20 || $0 == 0x09 } ?? text.count
    let written = text.slice(0..<end)
    do throws(ImageReferenceProblem) {
      found.places.append(
        PinPlace(
          .frontend, try ImageReference(parsing: written.text), text: written.text,
          range: written.sourceRange, written: written, platforms: .builder))
    } catch {
      found.obstacles.append(
        PinObstacle(.frontend, written.text, directive.range, error.message))
    }
  }

  // MARK: - FROM

  private mutating func addBases() {
    var anchors: [(stage: StageFacts, anchor: Anchor)] = []
    for stage in facts.stages {
      guard let from = stage.from else { continue }
      do throws(Reason) {
        guard let anchor = try anchor(of: stage, from) else { continue }
        anchors.append((stage, anchor))
      } catch {
        leave(stage, from.base.range, error.text)
      }
    }
    // Two stages may get their base from one ARG, which is then written once.
    var written: Set<SourceRange> = []
    for (stage, anchor) in anchors {
      guard let from = stage.from else { continue }
      if let argument = anchor.argument {
        let others = anchors.filter {
          $0.anchor.argument == argument && $0.anchor.text == anchor.text
        }
        if let use = otherUse(of: argument, besides: Set(others.map(\.stage.index))) {
          leave(stage, from.base.range, use)
          continue
        }
        // Of stages for several platforms each must be looked at, but only one is written.
        if !written.insert(anchor.written.sourceRange).inserted,
          others.contains(where: {
            $0.stage.index < stage.index && platforms(of: $0.stage) == platforms(of: stage)
          })
        {
          continue
        }
      }
      found.places.append(
        PinPlace(
          .base, anchor.reference, text: anchor.text, range: from.base.range,
          written: anchor.written, platforms: platforms(of: stage)))
    }
  }

  private mutating func leave(_ stage: StageFacts, _ range: SourceRange, _ reason: String) {
    let text = stage.baseText.value.value ?? facts.source.text(range)
    found.obstacles.append(PinObstacle(.base, text, range, reason))
  }

  /// The platforms that the base of a stage must be there for.
  private func platforms(of stage: StageFacts) -> PinPlace.Platforms {
    guard let platform = stage.platform else { return .asked }
    if let text = platform.value.value { return Platform(text).map { .only($0) } ?? .builder }
    return platform.references.contains { $0.name.hasPrefix("BUILD") } ? .builder : .asked
  }

  // MARK: - COPY --from and mounts

  private mutating func add(_ use: ImageUse) {
    let role: PinPlace.Role = use.place == .copy ? .copy : .mount
    guard var written = use.written else { return }
    if let bare = written.withoutQuotes { written = bare }
    let isBareWord = !use.text.contains { $0 == "/" || $0 == ":" || $0 == "@" }
    if isBareWord, BaseImageCatalog.shared.facts(for: use.reference) == nil {
      found.obstacles.append(
        PinObstacle(
          role, use.text, use.range,
          "it may be a context of the build; write its tag if it is an image"))
      return
    }
    guard written.text == use.text else {
      found.obstacles.append(
        PinObstacle(role, use.text, use.range, "it is written with quotes or escapes within"))
      return
    }
    found.places.append(
      PinPlace(
        role, use.reference, text: use.text, range: use.range, written: written,
        platforms: platforms(of: facts.stages[use.stage])))
  }
}

extension MappedText {
  /// The text between quotes; nil where it does not stand between two of a kind.
  var withoutQuotes: MappedText? {
    guard count >= 2, let first = bytes.first, first == bytes.last,
      first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    else { return nil }
    return slice(1..<count - 1)
  }
}
