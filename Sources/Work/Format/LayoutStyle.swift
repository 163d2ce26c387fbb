/// The measures of a layout.
public struct LayoutStyle: Hashable, Sendable {
  /// How far the lines that continue an instruction stand in, in columns; a tab counts as much.
  public let indentation: Int
  /// The longest line on which several arguments of a list may stand.
  public let columns: Int

  /// A style from its measures.
  public init(indentation: Int, columns: Int) {
    self.indentation = max(2, indentation)
    self.columns = max(20, columns)
  }

  /// Four columns in, lists broken after a hundred.
  public static let standard = LayoutStyle(indentation: 4, columns: 100)
}
