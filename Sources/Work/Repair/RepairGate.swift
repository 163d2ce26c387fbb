import Dockerfile
import Facts
import Lint
import Plan
import Source

/// Decides whether a text may take the place of another: what the frontend makes of both is compared.
struct RepairGate {
  /// Why a batch is turned down.
  struct Refusal: Error {
    let reason: String
    /// Whether the rule promised what does not hold.
    var isBug = true

    /// A line would be longer than the builder reads.
    static let noRoom = Refusal(
      reason:
        "with the repairs its line would be longer than \(DockerfileSyntax.longestLine) bytes, which BuildKit refuses; divide the line and run it again",
      isBug: false)
    /// Finding out which repairs of many stand would take too long.
    static let tooMany = Refusal(
      reason:
        "too many repairs of the file do not stand together; name one rule with `--rule` and run it again",
      isBug: false)
  }

  /// The text before with its plan.
  struct State {
    let facts: DockerfileFacts
    /// The plan, once somebody asked for it.
    private(set) var plan: BuildPlan?

    init(_ facts: DockerfileFacts) { self.facts = facts }

    /// Makes the plan, unless it is there.
    mutating func planned() -> BuildPlan {
      if let plan { return plan }
      let made = BuildPlan(of: facts)
      plan = made
      return made
    }

    /// Whether the frontend refuses the file in every build.
    var isRefused: Bool {
      facts.syntax.refusal != nil || facts.planProblems.contains { $0.condition == .always }
    }
  }

  let facts: DockerfileFacts
  let plan: BuildPlan
  let isRefused: Bool

  init(before: inout State) {
    facts = before.facts
    plan = before.planned()
    isRefused = before.isRefused
  }

  /// Turns a batch down unless the plan after it is as declared.
  func check(_ batch: RepairBatch, _ after: inout State) throws(Refusal) {
    if after.isRefused {
      let problem = after.facts.refusal?.message ?? "it is not read any more"
      throw Refusal(reason: "the file would be refused: \(problem)")
    }
    let planned = after.planned()
    if planned.problems.count > plan.problems.count {
      let problem = planned.problems.last?.message ?? "a new problem"
      throw Refusal(reason: "the frontend would refuse more: \(problem)")
    }
    try checkComments(batch, after)
    try checkContext(batch, after)
    if isRefused { return try checkInstructions(after) }
    let isSafe = batch.repairs.allSatisfy { $0.fix.applicability == .safe }
    if isSafe { try checkDifferences(batch, planned) } else { try checkSplits(batch, planned) }
  }

  /// A comment goes only where a repair takes the whole of it away and it is one for linters.
  private func checkComments(_ batch: RepairBatch, _ after: State) throws(Refusal) {
    let old = CommentList(facts.syntax)
    let new = CommentList(after.facts.syntax)
    let gone = old.texts(missingIn: new)
    if gone.isEmpty { return }
    var covered: [String: Int] = [:]
    for comment in old.comments where comment.isDirective {
      if batch.edits.contains(where: { $0.range.overlaps(comment.range) }) {
        covered[comment.text, default: 0] += 1
      }
    }
    for (text, count) in gone where covered[text, default: 0] < count {
      throw Refusal(reason: "the comment `\(text)` would be lost")
    }
  }

  /// What the ignore file leaves out more than before is what its new lines say, and nothing that a build
  /// from the context names.
  private func checkContext(_ batch: RepairBatch, _ after: State) throws(Refusal) {
    let lines = batch.repairs.flatMap { $0.fix.ignore?.lines ?? [] }
    if lines.isEmpty { return }
    if batch.repairs.contains(where: { $0.fix.ignore != nil && $0.fix.applicability == .safe }) {
      throw Refusal(reason: "what the build sends would change, which is never safe")
    }
    guard let needs = ContextNeeds(facts), let ignore = after.facts.context?.ignore else {
      throw Refusal(reason: "the build context is not known")
    }
    if let pattern = ignore.firstMalformed, facts.context?.ignore?.firstMalformed == nil {
      throw Refusal(reason: "the builder refuses the line `\(pattern.text)` of an ignore file")
    }
    for line in lines {
      if !ignore.isIgnored(line.sample) {
        throw Refusal(reason: "the line `\(line.pattern)` would leave out nothing")
      }
    }
    if let path = needs.firstLost(under: ignore) {
      throw Refusal(
        reason: "`\(path)` would no longer be sent to the builder, which the build needs")
    }
  }

  /// A file that was refused has no plan to compare; its instructions stay what they are.
  private func checkInstructions(_ after: State) throws(Refusal) {
    var old = facts.syntax.instructions.compactMap(\.kind)[...]
    for instruction in after.facts.syntax.instructions where instruction.kind == old.first {
      old.removeFirst()
    }
    if !old.isEmpty { throw Refusal(reason: "an instruction would no longer be read") }
  }

  /// Whether each RUN that was divided does in two what it did in one.
  private func checkSplits(_ batch: RepairBatch, _ after: BuildPlan) throws(Refusal) {
    guard batch.repairs.contains(where: { $0.fix.changes.contains(.splitRun) }) else { return }
    var declared = DeclaredChanges(batch, facts.syntax)
    for difference in plan.differences(to: after) { _ = declared.take(difference) }
    if declared.lacks(.splitRun) {
      throw Refusal(reason: "the two parts of a RUN do not do what the whole did")
    }
  }

  private func checkDifferences(_ batch: RepairBatch, _ after: BuildPlan) throws(Refusal) {
    if batch.repairs.contains(where: { $0.fix.changes.contains(.digest) }) {
      try checkDigests(batch, after)
    }
    var declared = DeclaredChanges(batch, facts.syntax)
    for difference in plan.differences(to: after) {
      guard declared.take(difference) else {
        throw Refusal(reason: "\(difference), which the repair does not declare")
      }
    }
    if let missing = declared.missing {
      throw Refusal(reason: "the plan does not change as declared: \(missing)")
    }
  }

  /// Whether images differ in nothing but their digests, where no repair declares more.
  private func checkDigests(_ batch: RepairBatch, _ after: BuildPlan) throws(Refusal) {
    let isMore = batch.repairs.contains { repair in
      repair.fix.changes.contains { [.base, .transfer, .mounts].contains($0) }
    }
    if isMore { return }
    let old = plan.imageNames
    let new = after.imageNames
    guard old.count == new.count else {
      throw Refusal(reason: "the build would take another number of images")
    }
    for (before, after) in zip(old, new) where before != after {
      guard let name = Self.undigested(before), name == Self.undigested(after) else {
        throw Refusal(
          reason: "the image `\(before.description)` would become `\(after.description)`")
      }
    }
  }

  /// The name and the tag of an image; nil where they are not known.
  private static func undigested(_ text: PlannedText) -> String? {
    guard let known = text.known else { return nil }
    let name = String(known.prefix { $0 != "@" })
    let last = name.split(separator: "/").last ?? ""
    return last.contains(":") ? name : name + ":latest"
  }
}
