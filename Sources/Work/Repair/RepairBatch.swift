import Dockerfile
import Source

/// Repairs that can be made at once, since none of them touches what another one does.
struct RepairBatch {
  /// The repairs, in the order of the source.
  private(set) var repairs: [Repair] = []
  private var taken: [SourceRange] = []

  /// As many of the repairs as fit together, the first of those that do not; those left out are
  /// found again in the text after.
  ///
  /// - Parameter sharesPlaces: whether several may insert at one place, one after the other: a file that
  ///   is refused for several reasons is taken only once all of them are mended.
  init(
    choosingFrom candidates: [Repair], in syntax: DockerfileSyntax, sharesPlaces: Bool = false
  ) {
    let starts = syntax.instructions.map(\.range)
    for repair in candidates.sorted(by: { ($0.span, $0.rule) < ($1.span, $1.rule) }) {
      let claims = Self.claims(of: repair, starts)
      let isTaken = claims.contains { claim in
        taken.contains { other in
          if sharesPlaces, claim.isEmpty, claim == other { return false }
          return Self.meet(claim, other)
        }
      }
      if isTaken { continue }
      repairs.append(repair)
      taken.append(contentsOf: claims)
    }
  }

  init(_ repairs: [Repair]) { self.repairs = repairs }

  /// The edits of all repairs, in the order of the source.
  var edits: [TextEdit] { repairs.flatMap(\.fix.edits).sorted { $0.range < $1.range } }

  /// What a repair needs for itself: its edits, and around instructions that come or go all that lies
  /// between.
  private static func claims(of repair: Repair, _ instructions: [SourceRange]) -> [SourceRange] {
    guard repair.isStructural else { return repair.fix.edits.map(\.range) }
    let span = repair.span
    let touched = instructions.filter { meet($0, span) }
    return [touched.reduce(span) { $0.union($1) }]
  }

  /// Whether two edits share a byte or a place to insert at.
  private static func meet(_ left: SourceRange, _ right: SourceRange) -> Bool {
    left.overlaps(right) || left.lowerBound == right.lowerBound
      || left.isEmpty && right.lowerBound <= left.lowerBound
        && left.lowerBound < right.upperBound
      || right.isEmpty && left.lowerBound <= right.lowerBound
        && right.lowerBound < left.upperBound
      || left.isEmpty && left.lowerBound == right.upperBound
      || right.isEmpty && right.lowerBound == left.upperBound
  }
}
