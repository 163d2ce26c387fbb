public import Source

#if os(Linux)
  import CNamespaces
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A mount that no path leads to: it is reached through its folder alone, and gone with the value,
/// or with the process, however that ends.
public final class DetachedMount: Sendable {
  let number: Int32
  private let label: String

  private init(number: Int32, label: String) {
    self.number = number
    self.label = label
  }

  deinit { FileDescriptor(number: number).close() }

  /// Folders on top of each other, as overlayfs shows them.
  public struct Overlay: Hashable, Sendable {
    /// The folders that stay as they are, the lowest first.
    public var lower: [String]
    /// The folder that takes changes, and a folder beside it that the kernel works in; nil for a view
    /// that cannot be changed.
    public var changes: Changes?
    /// Whether the kernel may leave out waiting for the disk, for files that nobody needs after a power
    /// cut.
    public var isVolatile = true
    /// Whether marks are `user.` attributes, as they must be in a user namespace.
    public var usesUserAttributes = !System.isFirstUserNamespace

    /// Where changes go.
    public struct Changes: Hashable, Sendable {
      /// The folder that holds them.
      public var upper: String
      /// An empty folder on the same file system.
      public var work: String

      /// Changes in a folder.
      public init(upper: String, work: String) {
        self.upper = upper
        self.work = work
      }
    }

    /// An overlay of folders, the lowest first.
    public init(_ lower: [String], changes: Changes? = nil) {
      self.lower = lower
      self.changes = changes
    }
  }

  /// Mounts an overlay.
  /// - Parameters:
  ///   - overlay: What lies on top of what; at most 500 folders.
  ///   - place: The absolute path of any folder, which nothing is seen of.
  /// - Throws: `Failure` when the kernel refuses, or this user may not mount.
  public static func overlay(_ overlay: Overlay, place: String) throws(Failure) -> DetachedMount {
    #if os(Linux)
      let names = overlay.lower.reversed().map { strdup($0) }
      defer { names.forEach { free($0) } }
      var options = ",index=off,redirect_dir=off,metacopy=off"
      if overlay.usesUserAttributes { options = ",userxattr,index=off" }
      if overlay.changes != nil, overlay.isVolatile { options += ",volatile" }
      let upper = overlay.changes.map { strdup($0.upper)! }
      let work = overlay.changes.map { strdup($0.work)! }
      defer {
        free(upper)
        free(work)
      }
      let (result, step) = names.map { UnsafePointer($0) }.withUnsafeBufferPointer { lower in
        options.withCString { options in
          place.withCString { place in
            var call = hardstand_overlay()
            call.lower = lower.baseAddress
            call.lower_count = lower.count
            call.upper = UnsafePointer(upper)
            call.work = UnsafePointer(work)
            call.options = options
            call.place = place
            let result = hardstand_overlay_mount(&call)
            return (result, call.failed_step.map { String(cString: $0) } ?? "")
          }
        }
      }
      if result >= 0 {
        return DetachedMount(number: result, label: overlay.changes?.upper ?? "the image")
      }
      let error = SystemError(code: -result)
      throw Failure(
        "cannot mount the layers of an image on top of each other",
        because: [step.isEmpty ? error.reason : "\(step): \(error.reason)"],
        hint: error.code == EPERM
          ? "run as root, or where user namespaces are allowed" : "see `dmesg` for the reason")
    #else
      throw Failure(
        "cannot mount the layers of an image", because: ["this system has no overlayfs"])
    #endif
  }

  /// A view of a folder, with the mounts in it.
  /// - Throws: `Failure` when the folder is not there, or this user may not mount.
  public static func folder(_ path: String) throws(Failure) -> DetachedMount {
    #if os(Linux)
      let result = hardstand_bind_mount(path)
      if result >= 0 { return DetachedMount(number: result, label: path) }
      throw SystemError(code: -result).failure("cannot mount the folder `\(path)`")
    #else
      throw Failure("cannot mount `\(path)`", because: ["this system cannot"])
    #endif
  }

  /// The folder at its top.
  /// - Throws: `Failure` when it cannot be opened.
  public func folder() throws(Failure) -> OpenFolder {
    let inner = openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if inner < 0 { throw SystemError.last.failure("cannot open the root of `\(label)`") }
    return OpenFolder(number: inner, label: "/")
  }
}
