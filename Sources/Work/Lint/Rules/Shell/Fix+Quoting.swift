import Evidence
import Source

extension Fix {
  /// The repair that puts a quote on both sides of a range.
  static func quoting(_ range: SourceRange, with quote: String, _ applicability: Applicability)
    -> Fix
  {
    Fix(
      "Put quotes around it", applicability,
      [.insert(quote, at: range.lowerBound), .insert(quote, at: range.upperBound)])
  }
}
