public import Source

/// The files among which configuration is looked for: a disk, or a table in a test.
public protocol ConfigurationFiles {
  /// The bytes of a file; nil where there is none. Throws a `Failure` where it cannot be read.
  func bytes(at path: String) throws(Failure) -> [UInt8]?
  /// Whether a file or a folder is there.
  func exists(_ path: String) -> Bool
}
