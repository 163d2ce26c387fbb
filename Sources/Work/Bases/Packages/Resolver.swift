public import Apt
public import Debian
public import Source

/// Finds the packages that a list of packages needs.
///
/// Of each package the highest version of all suites is taken, unless a demand excludes it. Demands that
/// only one package can meet are met first, so that a choice among several falls on what is there
/// anyway; where a choice leads nowhere, the next one is tried.
public struct Resolver: Sendable {
  /// A package that was chosen.
  public struct Chosen: Hashable, Sendable {
    /// What the index says of it.
    public let package: DebianPackage
    /// Where it is from.
    public let origin: PackageOrigin
    /// Which package needs it; nil where it was asked for.
    public let neededBy: String?
  }

  /// What came out.
  public struct Outcome: Sendable {
    /// The packages, each after those that it needs, as far as that goes.
    public let packages: [Chosen]
    /// What a person should know, such as demands that were not followed.
    public let notes: [String]
  }

  private let indexes: [PackageIndex]
  private let without: Set<String>

  /// A resolver.
  /// - Parameters:
  ///   - indexes: The packages that there are.
  ///   - without: The names that are not followed.
  public init(_ indexes: [PackageIndex], without: Set<String>) {
    self.indexes = indexes
    self.without = without
  }

  /// Whether a suite has a package.
  func has(_ name: String) -> Bool { indexes.contains { $0.has(name) } }

  /// The packages that a list needs, with those of the list.
  /// - Throws: `Failure` when a package is not there, or the demands cannot be met together.
  public func resolve(_ names: [String]) throws(Failure) -> Outcome {
    var search = Search(indexes: indexes, without: without.subtracting(names))
    for name in names {
      guard let best = try search.candidates(name).first else { throw try search.unknown(name) }
      try search.choose(best, neededBy: nil)
    }
    try search.run()
    return Outcome(packages: search.ordered(), notes: search.notes)
  }
}

/// The state of a search.
private struct Search {
  typealias Candidate = (package: DebianPackage, origin: PackageOrigin)

  /// A demand that is still to be met.
  struct Demand {
    let relation: PackageRelation
    let by: String
  }

  let indexes: [PackageIndex]
  let without: Set<String>
  var chosen: [String: Resolver.Chosen] = [:]
  var order: [String] = []
  /// What chosen packages go by beside their names, with the version of that.
  var provided: [String: [(by: String, bound: VersionBound?)]] = [:]
  /// The chosen packages that exclude a name.
  var excluded: [String: [(by: String, alternative: PackageRelation.Alternative, isBreak: Bool)]] =
    [:]
  var pending: [Demand] = []
  var notes: [String] = []
  /// Shared by all branches, so that the whole search ends.
  let patience = Patience()

  init(indexes: [PackageIndex], without: Set<String>) {
    self.indexes = indexes
    self.without = without
  }

  /// How many choices may still be taken back.
  final class Patience {
    var left = 2000
  }

  // MARK: Looking

  /// The packages of a name, the highest version first; of equal ones that of the first suite.
  func candidates(_ name: String) throws(Failure) -> [Candidate] {
    var found: [Candidate] = []
    for index in indexes {
      for package in try index.packages(name) { found.append((package, index.origin)) }
    }
    // The sort is stable in practice only for short lists, so places decide between equal versions.
    return found.enumerated().sorted { left, right in
      left.element.package.version == right.element.package.version
        ? left.offset < right.offset : left.element.package.version > right.element.package.version
    }.map(\.element)
  }

  /// The packages that could meet an alternative, the best one first.
  func options(_ alternative: PackageRelation.Alternative) throws(Failure) -> [Candidate] {
    var found = try candidates(alternative.name).filter { candidate in
      alternative.bound?.admits(candidate.package.version) ?? true
    }
    var providers: [Candidate] = []
    var seen: Set<String> = [alternative.name]
    for index in indexes {
      for name in index.providers(of: alternative.name) where seen.insert(name).inserted {
        // Only the version that would be taken anyway stands in for another package.
        guard let best = try candidates(name).first,
          best.package.provides.contains(where: { provides($0, alternative) })
        else { continue }
        providers.append(best)
      }
    }
    let ranks = ["required", "important", "standard", "optional"]
    func rank(_ candidate: Candidate) -> Int {
      ranks.firstIndex(of: candidate.package.priority) ?? ranks.count
    }
    found += providers.sorted { (rank($0), $0.package.name) < (rank($1), $1.package.name) }
    return found
  }

  private func provides(
    _ provided: PackageRelation.Alternative, _ wanted: PackageRelation.Alternative
  ) -> Bool {
    guard provided.name == wanted.name else { return false }
    guard let bound = wanted.bound else { return true }
    // What is provided without a version meets no demand for one (Debian Policy 7.5).
    return provided.bound.map { bound.admits($0.version) } ?? false
  }

  /// Whether a chosen package meets an alternative.
  func isMet(_ alternative: PackageRelation.Alternative) -> Bool {
    if let there = chosen[alternative.name],
      alternative.bound?.admits(there.package.version) ?? true
    {
      return true
    }
    return (provided[alternative.name] ?? []).contains { entry in
      guard let bound = alternative.bound else { return true }
      return entry.bound.map { bound.admits($0.version) } ?? false
    }
  }

  // MARK: Choosing

  /// Takes a package.
  /// - Throws: `Failure` when a chosen one excludes it, or is excluded by it.
  mutating func choose(_ candidate: Candidate, neededBy: String?) throws(Failure) {
    let package = candidate.package
    if let there = chosen[package.name] {
      if there.package.version == package.version { return }
      throw Failure(
        "cannot take two versions of `\(package.name)`",
        because: [
          "\(neededBy.map { "`\($0)`" } ?? "the specification") needs \(package.version), and "
            + "\(there.package.version) was taken"
        ])
    }
    for entry in excluded[package.name] ?? []
    where entry.alternative.bound?.admits(package.version) ?? true {
      throw clash(entry.by, package.name, entry.alternative, entry.isBreak)
    }
    for (alternatives, isBreak) in [(package.conflicts, false), (package.breaks, true)] {
      for alternative in alternatives {
        if let other = chosen[alternative.name],
          alternative.bound?.admits(other.package.version) ?? true
        {
          throw clash(package.name, other.package.name, alternative, isBreak)
        }
        // A conflict with a name that others go by excludes them too, but for the package itself.
        for entry in provided[alternative.name] ?? []
        where entry.by != package.name && alternative.bound == nil && !isBreak {
          throw clash(package.name, entry.by, alternative, isBreak)
        }
      }
    }
    for virtual in package.provides {
      for entry in excluded[virtual.name] ?? []
      where entry.by != package.name && entry.alternative.bound == nil && !entry.isBreak {
        throw clash(entry.by, package.name, entry.alternative, false)
      }
    }
    chosen[package.name] = Resolver.Chosen(
      package: package, origin: candidate.origin, neededBy: neededBy)
    order.append(package.name)
    for virtual in package.provides {
      provided[virtual.name, default: []].append((package.name, virtual.bound))
    }
    for alternative in package.conflicts {
      excluded[alternative.name, default: []].append((package.name, alternative, false))
    }
    for alternative in package.breaks {
      excluded[alternative.name, default: []].append((package.name, alternative, true))
    }
    pending += (package.preDepends + package.depends).map { Demand(relation: $0, by: package.name) }
  }

  private func clash(
    _ one: String, _ other: String, _ alternative: PackageRelation.Alternative, _ isBreak: Bool
  ) -> Failure {
    Failure(
      "cannot take `\(one)` and `\(other)` together",
      because: ["`\(one)` \(isBreak ? "breaks" : "conflicts with") `\(alternative)`"],
      hint: "leave one of them out of the specification")
  }

  /// Meets all demands.
  mutating func run() throws(Failure) {
    var open: [Demand] = []
    while true {
      // First those that leave no choice.
      while let demand = pending.popLast() {
        if try settle(demand) { continue }
        let found = try allOptions(demand)
        if found.isEmpty { throw unmet(demand) }
        if found.count == 1 {
          try choose(found[0], neededBy: demand.by)
        } else {
          open.append(demand)
        }
      }
      guard let demand = open.first else { return }
      open.removeFirst()
      if try settle(demand) { continue }
      let found = try allOptions(demand)
      if found.isEmpty { throw unmet(demand) }
      var first: Failure?
      for option in found.prefix(16) {
        var branch = self
        branch.pending = open
        do throws(Failure) {
          try branch.choose(option, neededBy: demand.by)
          if found.count == 1 {
            self = branch
            first = nil
            break
          }
          try branch.run()
          self = branch
          return
        } catch {
          first = first ?? error
          patience.left -= 1
          if patience.left < 0 { break }
        }
      }
      if let first { throw first }
      open = []
    }
  }

  /// Whether a demand is met, or is one that is not followed.
  private mutating func settle(_ demand: Demand) throws(Failure) -> Bool {
    if demand.relation.alternatives.contains(where: isMet) { return true }
    if demand.relation.alternatives.contains(where: { without.contains($0.name) }) {
      notes.append("\(demand.by) names \(demand.relation), which was left out")
      return true
    }
    return false
  }

  private func allOptions(_ demand: Demand) throws(Failure) -> [Candidate] {
    var found: [Candidate] = []
    var seen: Set<String> = []
    for alternative in demand.relation.alternatives {
      for option in try options(alternative) {
        // A package that was taken in another version cannot be taken in this one too.
        if chosen[option.package.name] != nil { continue }
        if seen.insert("\(option.package.name) \(option.package.version)").inserted {
          found.append(option)
        }
      }
    }
    return found
  }

  // MARK: Order

  /// The chosen packages, each after those that it needs, in an order that depends on their names alone.
  func ordered() -> [Resolver.Chosen] {
    var result: [Resolver.Chosen] = []
    var seen: Set<String> = []
    // What has no place of its own in the way here goes in the order of names.
    var stack: [(name: String, rest: [String])] = []
    func needs(_ name: String) -> [String] {
      guard let package = chosen[name]?.package else { return [] }
      var names: Set<String> = []
      for relation in package.preDepends + package.depends {
        for alternative in relation.alternatives {
          if chosen[alternative.name] != nil {
            names.insert(alternative.name)
          } else {
            for entry in provided[alternative.name] ?? [] { names.insert(entry.by) }
          }
        }
      }
      return names.sorted().reversed()
    }
    for name in chosen.keys.sorted() where seen.insert(name).inserted {
      stack.append((name, needs(name)))
      while var top = stack.popLast() {
        if let next = top.rest.popLast() {
          stack.append(top)
          if seen.insert(next).inserted { stack.append((next, needs(next))) }
        } else if let one = chosen[top.name] {
          result.append(one)
        }
      }
    }
    return result
  }

  // MARK: Failures

  func unknown(_ name: String) throws(Failure) -> Failure {
    var providers: Set<String> = []
    for index in indexes { providers.formUnion(index.providers(of: name)) }
    if !providers.isEmpty {
      return Failure(
        "cannot find the package `\(name)`",
        because: ["it is a name that other packages go by"],
        hint: "name one of them: " + providers.sorted().prefix(8).joined(separator: ", "))
    }
    let near = indexes.compactMap { $0.nearestName(to: name) }.first
    return Failure(
      "cannot find the package `\(name)`", because: ["none of the suites has it"],
      hint: near.map { "write `\($0)`, or add the suite or component that has it" }
        ?? "check its name, or add the suite or component that has it")
  }

  private func unmet(_ demand: Demand) -> Failure {
    var reasons = [chain(demand.by) + " needs \(demand.relation)"]
    for alternative in demand.relation.alternatives {
      if let there = chosen[alternative.name] {
        reasons.append("`\(alternative.name)` \(there.package.version) was taken already")
      } else if let best = try? candidates(alternative.name).first {
        reasons.append(
          "of `\(alternative.name)` there is \(best.package.version) in \(best.origin.suite)")
      } else {
        reasons.append("no suite has `\(alternative.name)`")
      }
    }
    return Failure(
      "cannot meet what the package `\(demand.by)` needs", because: reasons,
      hint: "add the suite that has it, or list the name under `without` if only scripts need it")
  }

  /// How a package came in, from the one that was asked for.
  private func chain(_ name: String) -> String {
    var names = [name]
    while let by = chosen[names[0]]?.neededBy, !names.contains(by), names.count < 8 {
      names.insert(by, at: 0)
    }
    return names.map { "`\($0)`" }.joined(separator: " → ")
  }
}
