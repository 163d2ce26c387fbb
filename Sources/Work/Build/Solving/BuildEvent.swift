import OCI

/// What happens in a build, for whoever shows it.
public enum BuildEvent: Sendable {
  /// A step is looked at or done; the number is that of its operation.
  case began(Int)
  /// A step wrote a piece of output.
  case output(Int, [UInt8])
  /// A step is over.
  case finished(Int, Ending, milliseconds: Int)
  /// Why a step is done anew.
  case explained(Int, String)
  /// Something that people should know.
  case warning(String)
  /// A layer is in the store: its step, and its bytes there.
  case stored(Int, Int64)
  /// A shell was opened in what a failed step left, or is over.
  case shell(isOpen: Bool)
  /// The image is being put together: what is done.
  case exporting(String)

  /// How a step ended.
  public enum Ending: Hashable, Sendable {
    /// It was done.
    case done
    /// It was done before.
    case cached
    /// It failed.
    case failed
  }
}

/// Takes the events of a build, on any thread.
public typealias BuildObserver = @Sendable (BuildEvent) -> Void
