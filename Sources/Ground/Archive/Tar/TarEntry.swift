/// What an archive says of one file (POSIX.1-2017 `pax`, "ustar Interchange Format").
public struct TarEntry: Hashable, Sendable {
  /// The kinds of files.
  public enum Kind: Hashable, Sendable {
    /// A regular file.
    case file
    /// Another name of a file that came before.
    case hardLink
    /// A symbolic link.
    case symbolicLink
    /// A character device.
    case characterDevice
    /// A block device.
    case blockDevice
    /// A folder.
    case folder
    /// A named pipe.
    case pipe
    /// A kind that only one program knows, by its letter.
    case other(UInt8)
  }

  /// A moment.
  public struct Time: Hashable, Sendable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public var seconds: Int64
    /// Nanoseconds after the second, 0 to 999 999 999.
    public var nanoseconds: Int32

    /// A moment from its parts.
    public init(seconds: Int64, nanoseconds: Int32 = 0) {
      self.seconds = seconds
      self.nanoseconds = nanoseconds
    }

    /// The order of time.
    public static func < (left: Time, right: Time) -> Bool {
      (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
  }

  /// A pair of an extended header.
  public struct Record: Hashable, Sendable {
    /// The keyword, such as `path`.
    public var key: String
    /// The value, which may be any bytes.
    public var value: [UInt8]

    /// A record from its parts.
    public init(_ key: String, _ value: [UInt8]) {
      self.key = key
      self.value = value
    }
  }

  /// The kind.
  public var kind: Kind
  /// The path as it stands in the archive.
  public var path: RawPath
  /// What a link leads to; empty for all else.
  public var link: RawPath
  /// The permission bits, 0 to 0o7777.
  public var mode: UInt32
  /// The numbers of the owner and the group.
  public var owner, group: UInt32
  /// Their names; often empty, and not to be trusted over the numbers.
  public var ownerName, groupName: String
  /// The length of the content in bytes, holes counted.
  public var size: Int64
  /// When the content was last changed.
  public var modified: Time
  /// The numbers of a device; 0 for all else.
  public var deviceMajor, deviceMinor: UInt32
  /// The extended attributes, by their names, in the order of the archive.
  public var attributes: [Record]
  /// The records of the extended header as they stand, those that are told above too.
  public var records: [Record]

  /// An entry with the usual values.
  public init(
    _ kind: Kind, _ path: RawPath, link: RawPath = "", mode: UInt32 = 0o644, owner: UInt32 = 0,
    group: UInt32 = 0, size: Int64 = 0, modified: Time = Time(seconds: 0),
    attributes: [Record] = []
  ) {
    self.kind = kind
    self.path = path
    self.link = link
    self.mode = mode
    self.owner = owner
    self.group = group
    self.size = size
    self.modified = modified
    self.attributes = attributes
    ownerName = ""
    groupName = ""
    deviceMajor = 0
    deviceMinor = 0
    records = []
  }
}
