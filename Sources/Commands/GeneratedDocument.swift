public import Source

/// A file of the documentation that is made by the program.
public struct GeneratedDocument: Hashable, Sendable {
  /// Its path below the folder of the documentation, with slashes.
  public let path: String
  /// What it holds.
  public let content: String

  /// A file from its path and content.
  public init(path: String, content: String) {
    self.path = path
    self.content = content
  }
}

/// A part of the documentation that is made by the program.
public struct GeneratedDocuments: Sendable {
  /// The folder that holds nothing else, so that other files of this ending in it are stale; nil
  /// where it is shared.
  public let folder: String?
  /// The ending of its files, with the dot.
  public let ending: String
  /// Makes the files.
  public let documents: @Sendable () throws(Failure) -> [GeneratedDocument]

  /// A part from its folder and the way to make it.
  public init(
    folder: String?, ending: String,
    documents: @escaping @Sendable () throws(Failure) -> [GeneratedDocument]
  ) {
    self.folder = folder
    self.ending = ending
    self.documents = documents
  }
}
