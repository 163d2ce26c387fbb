public import Dockerfile
public import Source

/// A build context as it would be with more lines in its ignore file.
public struct AmendedContext: BuildContext {
  private let base: any BuildContext
  /// The ignore file with the lines.
  public let ignore: IgnoreFile?
  /// The text of the ignore file with the lines.
  public let ignoreSource: SourceText?

  /// A context with lines that are not written yet.
  public init(_ base: any BuildContext, _ amendment: IgnoreAmendment) {
    self.base = base
    let source = SourceText(name: amendment.path, bytes: amendment.bytes)
    ignoreSource = source
    ignore = IgnoreFile.parse(source: source)
  }

  /// The name of the ignore file.
  public var ignoreName: String { base.ignoreName }

  /// The ignore file as a path that the user would write.
  public var ignorePath: String { base.ignorePath }

  /// What stands at a path.
  public func kind(of path: String) -> ContextEntryKind? { base.kind(of: path) }

  /// The names in a folder, sorted.
  public func names(in folder: String) -> [String] { base.names(in: folder) }

  /// At most `limit` bytes from the start of a file; of the ignore file those with the lines.
  public func contents(of path: String, limit: Int) -> [UInt8]? {
    if path == ignoreName, let ignoreSource { return Array(ignoreSource.bytes.prefix(limit)) }
    return base.contents(of: path, limit: limit)
  }
}
