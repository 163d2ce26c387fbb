public import Apt
import Debian
public import Source

extension LockChanges {
  /// The newer versions that wait for packages.
  /// - Parameters:
  ///   - lists: What bases were made of.
  ///   - archives: Where packages are.
  /// - Throws: `Failure` when an archive is not to be believed, or has not what is asked for.
  public static func waiting(
    for lists: [BasePackages], _ archives: Archives
  ) throws(Failure) -> LockChanges {
    var suites: [String: Archives.Suite] = [:]
    var found: [String: Change] = [:]
    for list in lists {
      var indexes: [PackageIndex] = []
      for name in list.suites {
        let suite: Archives.Suite
        if let known = suites[name] {
          suite = known
        } else {
          suite = try archives.suite(name)
          suites[name] = suite
        }
        for component in list.components {
          indexes += try archives.index(
            suite, component: component, architecture: list.architecture)
        }
      }
      for package in list.packages {
        guard let installed = DebianVersion(package.version) else { continue }
        var best: (version: DebianVersion, suite: String)?
        for index in indexes {
          for candidate in try index.packages(package.name)
          where candidate.version > best?.version ?? installed {
            best = (candidate.version, index.origin.suite)
          }
        }
        guard let best else { continue }
        let key = "\(package.name) \(package.version) \(best.version)"
        let architectures = (found[key]?.architectures ?? []) + [list.architecture]
        found[key] = Change(
          name: package.name, before: package.version, after: best.version.text,
          suite: best.suite, architectures: architectures)
      }
    }
    return LockChanges(found.sorted { $0.key < $1.key }.map(\.value))
  }
}
