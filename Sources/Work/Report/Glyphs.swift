/// The signs that frames are drawn with, each one column wide.
public struct Glyphs: Hashable, Sendable {
  /// Stands between a line number and its line.
  public let bar: String
  /// Stands for lines left out, and for text cut off a line.
  public let gap, ellipsis: String

  /// Signs from Unicode's box drawing.
  public static let unicode = Glyphs(bar: "│", gap: "⋮", ellipsis: "…")
  /// Signs that every terminal can show.
  public static let ascii = Glyphs(bar: "|", gap: ":", ellipsis: "~")
}
