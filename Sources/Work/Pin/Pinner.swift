import Dockerfile
import Documents
import Evidence
import Facts
public import Lint
public import OCI
import Repair
import Source

/// Decides what to write into files so that their images are held by digests.
///
/// It asks nobody: `queries(for:)` says what is to be looked up, and `outcome(of:_:)` makes a text of
/// the answers.
public struct Pinner: Sendable {
  /// What decides which waivers hold.
  public let check: FileCheck
  /// What is done about pins.
  public let mode: PinMode
  /// The platforms that images must be there for.
  public let platforms: [Platform]

  /// A pinner.
  public init(check: FileCheck, mode: PinMode = .pin, platforms: [Platform] = []) {
    self.check = check
    self.mode = mode
    self.platforms = platforms
  }

  /// What is to be looked up for a file; each image once.
  public func queries(for document: PinDocument) -> [PinQuery] {
    queries(for: document.places.places, in: document.source)
  }

  func queries(for places: [PinPlace], in source: SourceText) -> [PinQuery] {
    places.compactMap { place in
      place.query(mode).map { reference in
        PinQuery(
          reference: reference, wantsPlatforms: !place.platforms(asked: platforms).isEmpty,
          place: Failure.Place(
            name: source.name, position: source.position(at: place.range.lowerBound)))
      }
    }.merged
  }

  /// What a file becomes by what registries say.
  public func outcome(of document: PinDocument, _ answers: PinAnswers) -> PinOutcome {
    var entries = document.places.obstacles.map { obstacle in
      PinOutcome.Entry(
        role: obstacle.role, text: obstacle.text, range: obstacle.range,
        status: .left(obstacle.reason))
    }
    var bytes = document.source.bytes
    var decided = decide(document.places.places, answers)
    if mode != .check {
      switch document.kind {
      case .dockerfile: bytes = write(document.source, answers, &decided)
      case .compose: bytes = write(document, &decided)
      }
    }
    for decision in decided {
      entries.append(
        PinOutcome.Entry(
          role: decision.place.role, text: decision.place.text, range: decision.place.range,
          status: decision.status,
          result: mode == .check ? nil : decision.status.digest.map { decision.place.pinned($0) }))
    }
    entries.sort { $0.range < $1.range }
    return PinOutcome(source: document.source, kind: document.kind, bytes: bytes, entries: entries)
  }

  private struct Decision {
    let place: PinPlace
    var status: PinStatus
    /// What is written; nil for nothing.
    var edit: TextEdit? { status.digest.flatMap { place.edit($0) } }
  }

  private func decide(_ places: [PinPlace], _ answers: PinAnswers) -> [Decision] {
    var decisions = places.map {
      Decision(place: $0, status: $0.status(mode, asked: platforms, answers))
    }
    // What several stages share is written for all of them or for none.
    for index in decisions.indices where decisions[index].status.digest != nil {
      let written = decisions[index].place.written.sourceRange
      let other = decisions.first {
        $0.place.written.sourceRange == written && $0.status.digest == nil
      }
      if let other, case .lacking = other.status { decisions[index].status = other.status }
      if decisions[index].status.digest != nil, decisions[index].edit == nil {
        decisions[index].status = .left("its digest is written in pieces; write it on one line")
      }
    }
    return decisions
  }

  // MARK: - Dockerfiles

  /// The edits of a Dockerfile as a repairer takes them, each with its place.
  func repairs(in facts: DockerfileFacts, _ answers: PinAnswers) -> [(place: PinPlace, fix: Fix)] {
    let decisions = decide(PinDocument.places(in: facts, check).places, answers)
    var seen: Set<SourceRange> = []
    return decisions.compactMap { decision in
      guard let edit = decision.edit, seen.insert(edit.range).inserted else { return nil }
      let changes: [Fix.Change] = decision.place.role == .frontend ? [] : [.digest]
      let fix = Fix(
        "Hold `\(decision.place.text)` by the digest that its tag stands for", .safe, [edit],
        changes: changes)
      return (decision.place, fix)
    }
  }

  private func write(
    _ source: SourceText, _ answers: PinAnswers, _ decisions: inout [Decision]
  ) -> [UInt8] {
    let repairer = Repairer(amendsContext: false) { facts in
      let findings = repairs(in: facts, answers).map { place, fix in
        Finding(
          rule: "pin", severity: .info, message: fix.title, range: place.range, fixes: [fix])
      }
      return Verdict(source: facts.source, findings: findings)
    }
    let outcome = repairer.repair(source)
    for index in decisions.indices where decisions[index].status.digest != nil {
      if let untouched = outcome.untouched {
        decisions[index].status = .left(untouched)
        continue
      }
      let place = decisions[index].place
      let line = source.line(at: place.range.lowerBound)
      let rejection = outcome.rejected.first {
        $0.line == line && $0.title.contains("`\(place.text)`")
      }
      if let rejection { decisions[index].status = .left(rejection.reason) }
    }
    return outcome.bytes
  }

  // MARK: - Compose files

  private func write(_ document: PinDocument, _ decisions: inout [Decision]) -> [UInt8] {
    let source = document.source
    guard let documents = try? YAMLNode.documents(of: source) else { return source.bytes }
    let gate = ComposeGate(documents)
    func holds(_ decisions: [Decision]) -> [UInt8]? {
      var images: [String: String] = [:]
      for decision in decisions {
        if let digest = decision.status.digest {
          images[decision.place.text] = decision.place.pinned(digest)
        }
      }
      let bytes = source.applying(decisions.compactMap(\.edit))
      let after = SourceText(name: source.name, bytes: bytes)
      return gate.accepts(after, images: images) ? bytes : nil
    }
    if let bytes = holds(decisions) { return bytes }
    // Those that do not stand alone are left; an image may be used elsewhere by its anchor.
    for index in decisions.indices where decisions[index].status.digest != nil {
      if holds([decisions[index]]) == nil {
        decisions[index].status = .left("its anchor is used for something else too")
      }
    }
    return holds(decisions) ?? source.bytes
  }
}

extension [PinQuery] {
  /// The queries, each image once; its platforms are wanted where any query wants them.
  public var merged: [PinQuery] {
    var places: [String: Int] = [:]
    var result: [PinQuery] = []
    for query in self {
      if let index = places[query.key] {
        if query.wantsPlatforms { result[index].wantsPlatforms = true }
      } else {
        places[query.key] = result.count
        result.append(query)
      }
    }
    return result
  }
}
