public import Archive
import Host
public import Source

extension LayerWriter {
  /// Which times the files of a layer get.
  public enum Times: Hashable, Sendable {
    /// Those that they have.
    case kept
    /// All the same, in seconds since 1970.
    case all(Int64)
    /// Those that they have, but none later than this, in seconds since 1970.
    case atMost(Int64)

    /// The time that a file gets.
    public func applied(to time: TarEntry.Time) -> TarEntry.Time {
      switch self {
      case .kept: time
      case .all(let seconds): TarEntry.Time(seconds: seconds)
      case .atMost(let seconds):
        time.seconds >= seconds ? TarEntry.Time(seconds: seconds) : time
      }
    }
  }

  /// Writes all steps; what hides something is written as the marks that OCI has for it.
  /// - Returns: How many entries were written.
  @discardableResult
  public func write(_ steps: any LayerSteps, _ times: Times = .kept) throws(Failure) -> Int {
    var count = 0
    while let step = try steps.next() {
      count += 1
      let parent = step.path.parent
      switch step.action {
      case .hide:
        guard let name = step.path.last, let mark = RawName(Whiteout.mark + name.bytes) else {
          continue
        }
        try archive.add(
          TarEntry(
            .file, parent.appending(mark).raw, mode: 0,
            modified: times.applied(to: TarEntry.Time(seconds: 0))))
      case .empty:
        guard let mark = RawName(Whiteout.opaque) else { continue }
        try archive.add(
          TarEntry(
            .file, step.path.appending(mark).raw, mode: 0,
            modified: times.applied(to: TarEntry.Time(seconds: 0))))
      case .put(var entry):
        entry.path = step.path.raw
        entry.ownerName = ""
        entry.groupName = ""
        entry.modified = times.applied(to: entry.modified)
        try archive.add(entry)
        if entry.kind == .file {
          while let piece = try steps.read() { try archive.write(piece) }
        }
      }
    }
    return count
  }
}
