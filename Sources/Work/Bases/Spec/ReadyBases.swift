import CReadyBases
public import Source

/// The specifications that hardstand brings, with their locks.
public enum ReadyBases {
  /// Their names, in order.
  public static var names: [String] {
    var names: [String] = []
    var index = 0
    while let pointer = unsafe hardstand_ready_base_name(index) {
      let file = unsafe String(cString: pointer)
      if file.hasSuffix(lockEnding) {
        names.append(String(file.dropLast(lockEnding.count)))
      }
      index += 1
    }
    return names
  }

  /// The file of a specification; nil where none has that name.
  public static func specification(_ name: String) -> SourceText? { file(name + ".yaml") }

  /// The file of the lock of a specification; nil where none has that name.
  public static func lock(_ name: String) -> SourceText? { file(name + lockEnding) }

  /// What stands behind the name of a specification in that of its lock.
  public static let lockEnding = ".lock.yaml"

  private static func file(_ name: String) -> SourceText? {
    var count = 0
    guard let start = unsafe hardstand_ready_base(name, &count) else { return nil }
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    return SourceText(name: "bases/\(name)", bytes: bytes)
  }
}
