import Facts
import Source

extension Subject {
  /// A package without a version, with the words that name it.
  struct Unpinned {
    /// The name for messages.
    let name: String
    /// Where it stands.
    let range: SourceRange
  }

  /// Reports the packages of a command that name no version: one finding a command, with every place.
  func reportUnpinned(
    _ packages: [Unpinned], of command: PackageCommand, help: String, _ findings: inout Findings
  ) {
    guard let first = packages.first else { return }
    let names = packages.map { "`\($0.name)`" }
    let list =
      names.count <= 3
      ? names.joined(separator: ", ")
      : names.prefix(2).joined(separator: ", ") + " and \(names.count - 2) more"
    let verb = packages.count == 1 ? "names" : "name"
    var seen: Set<SourceRange> = []
    for package in [first] + packages.dropFirst() where seen.insert(package.range).inserted {
      findings.report(
        package.range, "\(list) \(verb) no version, so each build takes the newest one", help: help,
        cause: "\(command.use.range.lowerBound)")
    }
  }

  /// The packages of a command without a version, as its grammar reads them.
  func unpinned(_ command: PackageCommand) -> [Unpinned] {
    command.packages.compactMap { package in
      guard package.version == nil, !package.name.hasPrefix("-"), !package.name.isEmpty else {
        return nil
      }
      return Unpinned(name: package.name, range: package.range)
    }
  }
}
