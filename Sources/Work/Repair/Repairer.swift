public import Dockerfile
public import Evidence
public import Facts
public import Lint
public import Source

/// Repairs one file until nothing is left that may be repaired.
///
/// After each batch the text is read again. A batch of safe repairs stands only where the plan of the
/// build is the same as before, or differs in exactly what the repairs declare; what a batch of other
/// repairs leaves must be accepted by the frontend. What does not stand is turned down and told.
public struct Repairer: Sendable {
  /// Finds what is wrong, with the repairs for it.
  public let verdict: @Sendable (DockerfileFacts) -> Verdict
  /// Whether repairs are made that may change behaviour.
  public let includesUnsafe: Bool
  /// The rules whose repairs are made; nil for all.
  public let rules: Set<String>?
  /// Whether repairs may add lines to the ignore file of the build context.
  public let amendsContext: Bool

  /// A repairer with its rules.
  public init(
    check: FileCheck, includesUnsafe: Bool = false, rules: Set<String>? = nil,
    amendsContext: Bool = true
  ) {
    self.init(includesUnsafe: includesUnsafe, rules: rules, amendsContext: amendsContext) {
      check.verdict(on: $0)
    }
  }

  /// A repairer of what a function finds in a file.
  public init(
    includesUnsafe: Bool = false, rules: Set<String>? = nil, amendsContext: Bool = true,
    verdict: @escaping @Sendable (DockerfileFacts) -> Verdict
  ) {
    self.verdict = verdict
    self.includesUnsafe = includesUnsafe
    self.rules = rules
    self.amendsContext = amendsContext
  }

  /// How often the text is read again before it is clear that repairs undo one another.
  static let mostPasses = 24

  /// What repairs make of a file.
  ///
  /// - Parameter context: gives the files that the build of a tree sends; nil where none are known.
  public func repair(
    _ source: SourceText,
    context: @escaping (DockerfileSyntax) -> (any BuildContext)? = { _ in nil }
  ) -> RepairOutcome {
    var run = RepairRun(self, source, context)
    run.work()
    return run.outcome()
  }
}

/// The repair of one file on its way.
private struct RepairRun {
  let repairer: Repairer
  let source: SourceText
  let context: (DockerfileSyntax) -> (any BuildContext)?
  var state: RepairGate.State
  var verdict: Verdict
  var applied: [RepairOutcome.Applied] = []
  var rejected: [RepairOutcome.Rejected] = []
  /// What the ignore file of the context gets; nil where that is nothing.
  var amendment: IgnoreAmendment?
  /// Repairs that were turned down, so that none is tried again.
  private var turnedDown: Set<String> = []
  /// Rules whose repairs never come to an end in this file.
  private var restless: Set<String> = []
  private var untouched: String?

  init(
    _ repairer: Repairer, _ source: SourceText,
    _ context: @escaping (DockerfileSyntax) -> (any BuildContext)?
  ) {
    self.repairer = repairer
    self.source = source
    self.context = context
    state = RepairGate.State(Self.facts(of: source, context, nil))
    verdict = repairer.verdict(state.facts)
  }

  private static func facts(
    of source: SourceText, _ context: (DockerfileSyntax) -> (any BuildContext)?,
    _ amendment: IgnoreAmendment?
  ) -> DockerfileFacts {
    let syntax = DockerfileSyntax.parse(source)
    guard let amendment, let base = context(syntax) else {
      return .of(syntax, context: context(syntax))
    }
    return .of(syntax, context: AmendedContext(base, amendment))
  }

  func outcome() -> RepairOutcome {
    RepairOutcome(
      source: source, bytes: state.facts.source.bytes, applied: applied, rejected: rejected,
      remaining: verdict.findings, result: state.facts.source, untouched: untouched,
      amendment: amendment, amendsContext: repairer.amendsContext,
      isContextKnown: state.facts.context != nil,
      facts: state.facts.context == nil || !repairer.includesUnsafe ? nil : state.facts)
  }

  mutating func work() {
    if let mark = state.facts.syntax.templateMark {
      untouched = "it is a template: `\(source.text(mark))` is replaced before it is built"
      return
    }
    let start = self
    while !settle() {
      // Of repairs that undo one another, the one made most often is left out.
      let counts = Dictionary(applied.map { ($0.rule, 1) }, uniquingKeysWith: +)
      guard let rule = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key else {
        break
      }
      let reasons = rejected.filter { !start.rejected.contains($0) && $0.reason == Self.restless }
      self = start
      rejected += reasons
      rejected.append(
        .init(
          rule: rule, title: "repair the file", line: 1, reason: Self.restless, isBug: true))
      restless = start.restless.union(rejected.map(\.rule))
    }
    if state.isRefused, !rejected.isEmpty || applied.isEmpty { untouched = refusal }
  }

  private static let restless = "it is undone by another repair, or by itself"

  /// What repairs work on: the same once more means that they go in circles.
  private struct Place: Hashable {
    let bytes: [UInt8]
    let ignored: [IgnoreAmendment.Line]
  }

  private var place: Place {
    Place(bytes: state.facts.source.bytes, ignored: amendment?.lines ?? [])
  }

  /// Makes repairs until none is left; returns false where the same text comes again and again.
  private mutating func settle() -> Bool {
    var seen: Set<Place> = [place]
    for _ in 0..<Repairer.mostPasses {
      if !step(.safe), !(repairer.includesUnsafe && step(.unsafe)) { return true }
      if !seen.insert(place).inserted { return false }
    }
    return false
  }

  private var refusal: String? {
    (state.facts.refusal?.message).map { "the frontend refuses it: \($0)" }
  }

  /// Makes the repairs of one kind that fit together; returns false where there are none.
  private mutating func step(_ applicability: Fix.Applicability) -> Bool {
    while true {
      let candidates = candidates(applicability)
      if candidates.isEmpty { return false }
      var batch = RepairBatch(
        choosingFrom: candidates, in: state.facts.syntax, sharesPlaces: state.isRefused)
      let tooLong = LineLengths.tooLong(batch.repairs, in: state.facts.source)
      if !tooLong.isEmpty {
        for index in tooLong.sorted() { turnDown(batch.repairs[index], .noRoom) }
        batch = RepairBatch(
          batch.repairs.indices.filter { !tooLong.contains($0) }.map { batch.repairs[$0] })
        if batch.repairs.isEmpty { continue }
      }
      if attempt(batch) { return true }
      if batch.repairs.count == 1 { continue }
      if attemptParts(batch) { return true }
    }
  }

  /// Finds out which repairs of a batch stand, by halves, and makes those together.
  private mutating func attemptParts(_ batch: RepairBatch) -> Bool {
    var trials = 0
    let good = standing(batch.repairs, &trials)
    if good.isEmpty { return false }
    if attempt(RepairBatch(good)) { return true }
    // Each stands alone, but not beside the others: one at a time then.
    return attempt(RepairBatch([good[0]]))
  }

  /// How often a batch that does not stand is divided and tried again, and how many bytes are read for
  /// that in all; what is left then is turned down together.
  private static let mostTrials = 256
  private static let mostBytes = 32 << 20

  /// The repairs that stand by themselves or beside their neighbours.
  private mutating func standing(_ repairs: [Repair], _ trials: inout Int) -> [Repair] {
    if repairs.isEmpty { return [] }
    trials += 1
    let bytes = trials * state.facts.source.bytes.count
    do throws(RepairGate.Refusal) {
      guard trials <= Self.mostTrials, bytes <= Self.mostBytes else {
        throw RepairGate.Refusal.tooMany
      }
      _ = try trial(RepairBatch(repairs))
      return repairs
    } catch {
      if repairs.count == 1 || trials > Self.mostTrials || bytes > Self.mostBytes {
        for repair in repairs { turnDown(repair, error) }
        return []
      }
      let middle = repairs.count / 2
      return standing(Array(repairs[..<middle]), &trials)
        + standing(Array(repairs[middle...]), &trials)
    }
  }

  private mutating func attempt(_ batch: RepairBatch) -> Bool {
    do throws(RepairGate.Refusal) {
      let (after, verdict, amendment) = try trial(batch)
      let source = state.facts.source
      for repair in batch.repairs {
        applied.append(
          .init(
            rule: repair.rule, title: repair.fix.title, applicability: repair.fix.applicability,
            risk: repair.fix.risk, line: source.line(at: repair.range.lowerBound)))
      }
      state = after
      self.amendment = amendment
      self.verdict = verdict
      return true
    } catch {
      if batch.repairs.count == 1 { turnDown(batch.repairs[0], error) }
      return false
    }
  }

  /// The text after a batch with what is found in it.
  private mutating func trial(
    _ batch: RepairBatch
  ) throws(RepairGate.Refusal) -> (RepairGate.State, Verdict, IgnoreAmendment?) {
    let source = state.facts.source
    let bytes = source.applying(Self.inStyle(of: source, batch.edits))
    let amendment = amendment(adding: batch)
    if bytes == source.bytes, amendment == self.amendment {
      throw RepairGate.Refusal(reason: "it changes nothing")
    }
    var after = RepairGate.State(
      Self.facts(of: SourceText(name: source.name, bytes: bytes), context, amendment))
    try RepairGate(before: &state).check(batch, &after)
    let verdict = repairer.verdict(after.facts)
    // A waiver that loses its place would bring back what somebody decided on.
    if verdict.waived < self.verdict.waived, Self.tellsMore(verdict, than: self.verdict) {
      throw RepairGate.Refusal(reason: "a waiver would no longer stand at what it waives")
    }
    return (after, verdict, amendment)
  }

  /// What the ignore file gets with the lines of a batch: they come behind those that it gets already,
  /// in the file as it was read first.
  private func amendment(adding batch: RepairBatch) -> IgnoreAmendment? {
    let additions = batch.repairs.compactMap(\.fix.ignore)
    guard let first = additions.first else { return amendment }
    var result = amendment ?? IgnoreAmendment(of: first.path, before: first.before)
    result.addUncovered(additions.flatMap(\.lines))
    return result
  }

  /// Whether some rule finds more than before.
  private static func tellsMore(_ after: Verdict, than before: Verdict) -> Bool {
    var counts: [String: Int] = [:]
    for finding in after.findings { counts[finding.rule, default: 0] += 1 }
    for finding in before.findings { counts[finding.rule, default: 0] -= 1 }
    return counts.contains { $0.key != "waiver-unused" && $0.value > 0 }
  }

  /// The edits with the line endings of a text whose lines all end in the same way.
  private static func inStyle(of source: SourceText, _ edits: [TextEdit]) -> [TextEdit] {
    guard source.lineEnding == "\r\n" else { return edits }
    return edits.map { edit in
      guard edit.replacement.utf8.contains(0x0A) else { return edit }
      var text: [UInt8] = []
      for byte in edit.replacement.utf8 {
        if byte == 0x0A, text.last != 0x0D { text.append(0x0D) }
        text.append(byte)
      }
      return TextEdit(edit.range, String(decoding: text, as: UTF8.self))
    }
  }

  private func candidates(_ applicability: Fix.Applicability) -> [Repair] {
    verdict.findings.compactMap { finding in
      if let rules = repairer.rules, !rules.contains(finding.rule) { return nil }
      if restless.contains(finding.rule) { return nil }
      guard let fix = finding.fixes.first(where: { $0.applicability == applicability }),
        !fix.isEmpty
      else { return nil }
      if fix.ignore != nil, !repairer.amendsContext { return nil }
      // A file that is refused is repaired by what declares to mend that, and by nothing else.
      if state.isRefused, !fix.changes.contains(.refusal) { return nil }
      let repair = Repair(rule: finding.rule, range: finding.range, fix: fix)
      return turnedDown.contains(key(of: repair)) ? nil : repair
    }
  }

  private mutating func turnDown(_ repair: Repair, _ refusal: RepairGate.Refusal) {
    guard turnedDown.insert(key(of: repair)).inserted else { return }
    rejected.append(
      .init(
        rule: repair.rule, title: repair.fix.title,
        line: state.facts.source.line(at: repair.range.lowerBound), reason: refusal.reason,
        isBug: refusal.isBug))
  }

  /// What stays the same of a repair while the text around it moves.
  private func key(of repair: Repair) -> String {
    let source = state.facts.source
    let edits =
      repair.fix.edits.map { "\(source.text($0.range))→\($0.replacement)" }
      + (repair.fix.ignore?.lines.map(\.pattern) ?? [])
    return "\(repair.rule) \(source.text(repair.range)) \(edits.joined(separator: " "))"
  }
}
