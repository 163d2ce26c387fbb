import Source

/// Ranges that can be asked whether one of them meets another range.
struct SourceRanges {
  /// The ranges without overlaps, in order.
  private var merged: [SourceRange] = []

  /// A set of ranges in any order.
  init(_ ranges: [SourceRange]) {
    for range in ranges.sorted() {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.union(range)
      } else {
        merged.append(range)
      }
    }
  }

  /// Whether one of the ranges shares a byte with another.
  func overlap(_ range: SourceRange) -> Bool {
    var low = 0
    var high = merged.count
    while low < high {
      let middle = (low + high) / 2
      if merged[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < merged.count && merged[low].overlaps(range)
  }
}
