public import Source

/// What one profile asks of one rule, for `explain`.
public struct ProfileDemand: Hashable, Sendable {
  /// The name of the profile.
  public let profile: String
  /// The level.
  public let level: Level
  /// Why, where the profile says so.
  public let why: String?
}

extension ProfileCatalog {
  /// What each profile that names a rule asks of it, in the order of `names`.
  ///
  /// A profile that only extends one which names the rule is left out. Throws a
  /// `Failure` where a profile cannot be read.
  public static func demands(
    on rule: String, in rules: RuleIndex
  ) throws(Failure) -> [ProfileDemand] {
    guard let place = rules.place(of: rule) else { return [] }
    var demands: [ProfileDemand] = []
    for profile in try all() {
      for directive in profile.directives.reversed() {
        guard case .rule(let setting) = directive, let level = setting.level,
          rules.places(matching: setting.selector).contains(place)
        else { continue }
        demands.append(
          ProfileDemand(profile: profile.name, level: level, why: setting.why))
        break
      }
    }
    return demands
  }
}
