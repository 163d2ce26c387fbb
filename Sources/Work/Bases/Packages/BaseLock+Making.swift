public import Apt
import Crypto
import Debian
import Documents
import OCI
public import Source

extension BaseLock {
  /// A lock with what a person should know of its making.
  public struct Made: Sendable {
    /// The lock.
    public let lock: BaseLock
    /// What a person should know.
    public let notes: [String]
  }

  /// Finds the packages that a specification asks for, in the archives of today.
  /// - Parameters:
  ///   - spec: The specification.
  ///   - architectures: Debian's names of the architectures.
  ///   - archives: Where packages are.
  /// - Throws: `Failure` when an archive is not to be believed, or a demand cannot be met.
  public static func make(
    _ spec: BaseSpec, architectures: [String], _ archives: Archives
  ) throws(Failure) -> Made {
    var suites: [Archives.Suite] = []
    for name in spec.suites { suites.append(try archives.suite(name)) }
    let without = Set(spec.without).union(
      spec.hasPackageManager ? [] : MaintainerPackages.names)
    var lock = BaseLock(
      base: spec.name, date: suites.compactMap(\.release.date).max() ?? 0,
      request: request(of: spec), packages: [:])
    var notes: [String] = []
    for architecture in architectures {
      var indexes: [PackageIndex] = []
      for suite in suites {
        for component in spec.components {
          indexes += try archives.index(suite, component: component, architecture: architecture)
        }
      }
      let resolver = Resolver(indexes, without: without)
      var names = spec.packages
      if spec.hasPackageManager {
        names = Array(Set(indexes.flatMap(\.essentialNames))).sorted() + ["apt"] + names
        // Bases are laid out with merged folders, so nothing is needed that merges them.
        if resolver.has("usr-is-merged") { names.append("usr-is-merged") }
      }
      let outcome = try resolver.resolve(names)
      for note in outcome.notes where !notes.contains(note) { notes.append(note) }
      lock.packages[architecture] = outcome.packages.map { Package($0) }
      do throws(Failure) {
        let debug = try resolver.resolve(names + BaseSpec.debugPackages)
        let known = Set(outcome.packages.map(\.package.name))
        lock.debug[architecture] =
          debug.packages.filter { !known.contains($0.package.name) }.map { Package($0) }
      } catch {
        notes.append("there is no variant for debugging, as hardstand \(error.what)")
      }
    }
    return Made(lock: lock, notes: notes)
  }

  /// What of a specification decides about packages, as a digest.
  public static func request(of spec: BaseSpec) -> String {
    let json: JSON = [
      "distribution": .string(spec.distribution),
      "suites": .array(spec.suites.map { .string($0) }),
      "components": .array(spec.components.map { .string($0) }),
      "packages": .array(spec.packages.map { .string($0) }),
      "without": .array(spec.without.map { .string($0) }),
      "packageManager": .bool(spec.hasPackageManager),
    ]
    return Digest(of: json.bytes()).description
  }
}

extension BaseLock.Package {
  init(_ chosen: Resolver.Chosen) {
    let package = chosen.package
    var source = ""
    if package.source.version != package.version {
      source = "\(package.source.name) (\(package.source.version))"
    } else if package.source.name != package.name {
      source = package.source.name
    }
    self.init(
      name: package.name, version: package.version.text, architecture: package.architecture,
      source: source, sha256: package.sha256, size: package.size, file: package.file,
      origin: chosen.origin)
  }
}
