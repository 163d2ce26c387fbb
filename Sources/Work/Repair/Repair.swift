public import Source

/// One repair of one finding.
public struct Repair: Sendable {
  /// The rule that found what is repaired.
  public let rule: String
  /// Where the finding is, in the text that the repair was made for.
  public let range: SourceRange
  /// What is done.
  public let fix: Fix

  init(rule: String, range: SourceRange, fix: Fix) {
    self.rule = rule
    self.range = range
    self.fix = fix
  }

  /// From the first to the last byte that it touches.
  var span: SourceRange {
    let lower = fix.edits.map(\.range.lowerBound).min() ?? range.lowerBound
    let upper = fix.edits.map(\.range.upperBound).max() ?? range.upperBound
    return SourceRange(lower, upper)
  }

  /// Whether an instruction comes or goes, so that nothing else may touch those around it.
  var isStructural: Bool {
    fix.changes.contains {
      switch $0 {
      case .joinedRuns, .droppedRun, .splitRun: true
      default: false
      }
    }
  }
}
