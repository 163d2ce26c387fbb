public import Source

/// The profiles that the binary brings.
public enum ProfileCatalog {
  /// The names of the profiles, the weakest first.
  public static let names = [
    "default", "production", "platform", "distroless", "chainguard", "strict",
  ]

  /// The profile of a name or an alias, in any case.
  ///
  /// Throws a `Failure` that lists the names where there is none.
  public static func profile(named name: String) throws(Failure) -> Profile {
    let wanted = name.lowercased()
    if let bytes = bytes(of: wanted) { return try read(wanted, bytes) }
    var known = names
    for profile in try all() {
      if profile.aliases.contains(wanted) { return profile }
      known += profile.aliases
    }
    let nearest = nearestName(to: wanted, in: known)
    throw Failure(
      "there is no profile `\(name)`",
      because: ["the profiles are \(names.joined(separator: ", "))"],
      hint: nearest.map { "Write `\($0)`" })
  }

  /// A profile with all that it extends, the farthest first.
  ///
  /// Throws a `Failure` where the name or one that it extends stands for nothing.
  public static func chain(named name: String) throws(Failure) -> [Profile] {
    var chain = [try profile(named: name)]
    while let next = chain[0].extends {
      guard !chain.contains(where: { $0.name == next }) else {
        throw Failure("the profile `\(name)` extends itself")
      }
      chain.insert(try profile(named: next), at: 0)
    }
    return chain
  }

  /// Every profile, in the order of `names`.
  public static func all() throws(Failure) -> [Profile] {
    var profiles: [Profile] = []
    for name in names {
      if let bytes = bytes(of: name) { profiles.append(try read(name, bytes)) }
    }
    return profiles
  }

  private static func read(_ name: String, _ bytes: [UInt8]) throws(Failure) -> Profile {
    try Profile(reading: SourceText(name: "\(name).yaml", bytes: bytes))
  }

  private static func bytes(of name: String) -> [UInt8]? {
    switch name {
    case "default": PackageResources.default_yaml
    case "production": PackageResources.production_yaml
    case "platform": PackageResources.platform_yaml
    case "distroless": PackageResources.distroless_yaml
    case "chainguard": PackageResources.chainguard_yaml
    case "strict": PackageResources.strict_yaml
    default: nil
    }
  }
}
