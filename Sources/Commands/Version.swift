/// The version of hardstand.
public enum Version {
  /// The number by semantic versioning (semver.org).
  public static let number = "0.1.0"
}
