/// How files of an image are made on this machine.
public struct UnpackOptions: Hashable, Sendable {
  /// What becomes of devices.
  public enum Devices: Hashable, Sendable {
    /// They are made, which takes the superuser.
    case made
    /// They are left out; a container gets its own.
    case skipped
    /// They are a failure.
    case refused
  }

  /// What a link does that stands where a folder is needed.
  public enum Links: Hashable, Sendable {
    /// A folder takes its place, as in overlay file systems, which is how the layers of an image stack.
    case replaced
    /// It is followed inside of the target, as `tar` follows it.
    case followed
  }

  /// What becomes of marks by which a layer deletes what is below it.
  public enum Marks: Hashable, Sendable {
    /// What they mean is deleted.
    case obeyed
    /// They are kept as overlayfs has them, for a folder that is laid on others; with attributes of
    /// users where the file system is mounted in a user namespace.
    case kept(usesUserAttributes: Bool)
  }

  /// What becomes of marks of deletion.
  public var marks = Marks.obeyed
  /// What becomes of devices.
  public var devices = Devices.skipped
  /// What a link does that stands where a folder is needed.
  public var links = Links.replaced
  /// Whether files get the owners that the image says, which takes the superuser; else they are of
  /// this process.
  public var keepsOwners = true
  /// Whether the set-user-ID and set-group-ID bits and capabilities are kept.
  public var keepsPrivileges = true
  /// The most bytes of content to write.
  public var maximumBytes: Int64 = 128 << 30

  /// The usual options.
  public init() {}
}
