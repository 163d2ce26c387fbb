import Host

/// By what a file is told to be the one that it was: its size, and when it was changed.
struct FileStamp: Hashable, Sendable {
  /// The bytes.
  let size: Int64
  /// When its content was last changed, in nanoseconds since 1970.
  let modified: Int64
  /// When anything of it was last changed, in nanoseconds since 1970.
  let changed: Int64

  init(size: Int64, modified: Int64, changed: Int64) {
    self.size = size
    self.modified = modified
    self.changed = changed
  }

  /// The stamp of a file of this machine.
  init(_ status: FileStatus) {
    size = Int64(status.size)
    modified = status.modified &* 1_000_000_000 &+ Int64(status.modifiedNanoseconds)
    changed = status.changedNanoseconds
  }
}
