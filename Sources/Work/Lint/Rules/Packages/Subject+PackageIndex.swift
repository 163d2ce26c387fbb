import Facts
import Source

extension Subject {
  /// Whether a later instruction installs with an index that an earlier one fetched, so that taking
  /// the index away would break it.
  func needsIndex(of manager: Installations.Manager, after use: CommandUse) -> Bool {
    packageCommands.contains { other in
      // apk asks the index for what it tells of packages as well: `search`, `list`, `policy`.
      guard other.manager == manager,
        other.verb == .install || other.verb == .upgrade || manager == .apk && other.verb == .other,
        other.use.range.lowerBound > use.range.lowerBound,
        other.use.stage != use.stage || other.use.step != use.step,
        !other.use.hasOption("--no-cache", "-U", "--update-cache", "--no-network")
      else { return false }
      return !packageCommands.contains {
        $0.manager == manager && $0.verb == .update && $0.use.stage == other.use.stage
          && $0.use.step == other.use.step
      }
    }
  }
}
