public import OCI

/// Which images of an index are meant.
public enum PlatformChoice: Hashable, Sendable {
  /// The one for a platform.
  case one(Platform)
  /// All of them.
  case all
}
