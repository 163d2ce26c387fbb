/// What the names of files say of Dockerfiles.
public enum DockerfileName {
  /// Whether a file is a Dockerfile by its name.
  public static func matches(_ name: String) -> Bool {
    if name == "Dockerfile" || name == "Containerfile" { return true }
    let lower = name.lowercased()
    if lower.hasSuffix(".dockerignore") || lower.hasSuffix("~") || lower.hasSuffix(".md") {
      return false
    }
    return name.hasPrefix("Dockerfile.") || name.hasPrefix("Containerfile.")
      || lower.hasSuffix(".dockerfile") || lower.hasSuffix(".containerfile")
  }
}
