import Documents
import OCI

/// The making of the facts of one image from the layers of the data: its kind
/// of system, the release of it, the repository, and the variants of the tag.
struct FactsAssembly {
  let reference: ImageReference
  let row: ImageRow
  let catalog: BaseImageCatalog
  private let condition: TagCondition
  private let shape: TagShape?

  init(reference: ImageReference, row: ImageRow, catalog: BaseImageCatalog) {
    self.reference = reference
    self.row = row
    self.catalog = catalog
    shape = reference.effectiveTag.map { TagShape($0) }
    condition = TagCondition(shape: shape, repository: row.repository)
  }

  func facts() -> BaseImageFacts {
    var facts = BaseImageFacts(reference: reference, provenance: row.provenance)
    facts.isOfficial = row.isOfficial
    facts.pinning = reference.pinning(wholeVersion: row.wholeVersion)
    let release = release()
    if let family = release.family {
      facts.family = family
      facts.apply(catalog.value("family-\(family.rawValue)", "facts"), shape: shape)
    }
    if let distribution = release.distribution {
      facts.distribution = distribution
      facts.apply(release.facts, shape: shape)
    }
    if row.toolsAreOpen || isOlderThanTheRow { facts.absentTools = [] }
    guard !isOlderThanTheRow else {
      facts.forgetImage()
      facts.cycles = cycles(release.distribution)
      return facts
    }
    facts.apply(row.facts, shape: shape)
    for variant in row.variants where condition.meets(variant["when"]) {
      for part in variant["include"]?.strings ?? [] {
        facts.apply(catalog.value("parts", part, "facts"), shape: shape)
      }
      facts.apply(variant["facts"], shape: shape)
    }
    // A variant without the tools of its system still has what the image is made for.
    if facts.absentTools.contains("*") {
      facts.presentTools.formUnion(row.facts["has"]?.strings ?? [])
    }
    // What a tag adds to the environment and the accounts is unknown where there is no tag.
    if shape == nil, !row.variants.isEmpty {
      facts.environmentIsComplete = false
      facts.accountsAreComplete = false
    }
    resolveDevPair(&facts)
    facts.cycles = cycles(release.distribution)
    return facts
  }

  /// Whether the version came before those that the row was written for, of
  /// which only the kind of system is certain.
  private var isOlderThanTheRow: Bool {
    guard let bound = row.holdsFrom, let shape else { return false }
    return !shape.version.isEmpty && shape.isBelow(bound)
  }

  /// The kind of system and, where it is certain, the release of it.
  private struct Release {
    var family: BaseImageFacts.Family?
    var distribution: BaseImageFacts.Distribution?
    var facts: JSON?
  }

  private func release() -> Release {
    if let named = releaseNamedByWord() { return named }
    let fitting = row.systems.first { condition.meets($0["when"]) }
    if shape == nil {
      // Without a tag only what the repository's name says, or all its images share, is certain.
      if let fitting, fitting["when"] != nil { return release(of: fitting) }
      let families = Set(row.systems.map { release(of: $0).family })
      return Release(family: families.count == 1 ? families.first ?? nil : nil)
    }
    return fitting.map { release(of: $0) } ?? Release()
  }

  private func release(of system: JSON) -> Release {
    let family = system["family"]?.string.flatMap { BaseImageFacts.Family(rawValue: $0) }
    guard var id = system["is"]?.string else { return Release(family: family) }
    if id.hasSuffix("{cycle}") {
      guard let cycle = shape?.cycle(2) else { return Release(family: family) }
      id = String(id.dropLast("{cycle}".count)) + cycle
    }
    let since = system["since"]?.string
    var release = self.release(id: id, since: since)
    if let family { release.family = family }
    // A tag that floats means this release today; a digest or a whole version may be older.
    if since != nil, !floats {
      release.distribution = nil
      release.facts = nil
    }
    return release
  }

  private var floats: Bool {
    switch reference.pinning(wholeVersion: row.wholeVersion) {
    case .tag(.floating), .tag(.major), .tag(.majorMinor): true
    default: false
    }
  }

  private func releaseNamedByWord() -> Release? {
    guard let shape, !shape.words.isEmpty else { return nil }
    let words = catalog.value("words", "words")
    for (index, word) in shape.words.enumerated() {
      let next = index + 1 < shape.words.count ? shape.words[index + 1] : ""
      for name in ["alpine", "debian", "ubuntu"] where word.hasPrefix(name) {
        let version = word == name ? next : String(word.dropFirst(name.utf8.count))
        if version.utf8.first?.isDigit ?? false {
          return release(id: "\(name):\(version)", since: nil)
        }
      }
      if let id = words?[word]?.string { return release(id: id, since: nil) }
    }
    return nil
  }

  /// The release of an id such as `debian:13`, or `redhat/ubi:9` where the
  /// family has another name than the distribution.
  private func release(id: String, since: String?) -> Release {
    let parts = id.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, let name = parts[0].split(separator: "/").last.map(String.init) else {
      return Release()
    }
    let familyName = String(parts[0].prefix { $0 != "/" })
    let json = catalog.value("family-\(familyName)", "releases", "\(name):\(parts[1])")
    return Release(
      family: BaseImageFacts.Family(rawValue: familyName),
      distribution: BaseImageFacts.Distribution(
        name: name, version: parts[1], codename: json?["codename"]?.string,
        glibc: json?["glibc"]?.string, meantSince: since),
      facts: json?["facts"])
  }

  private func resolveDevPair(_ facts: inout BaseImageFacts) {
    guard let kind = facts.devPair else { return }
    guard let tag = reference.effectiveTag else {
      facts.devPair = nil
      return
    }
    if kind == "dev" {
      facts.devPair = tag + "-dev"
    } else {
      facts.devPair = tag.hasSuffix("-dev") ? String(tag.dropLast(4)) : nil
    }
  }

  private func cycles(_ distribution: BaseImageFacts.Distribution?) -> [ProductCycle] {
    var cycles: [ProductCycle] = []
    let product = row.product
    if let key = product?["life"]?.string {
      var cycle: String?
      if product?["cycleOfRepository"]?.bool ?? false {
        cycle = row.repository.split(separator: "-").last.map(String.init)
      } else if let count = product?["parts"]?.int {
        cycle = shape?.cycle(count)
      }
      if let cycle { cycles.append(ProductCycle(product: key, cycle: cycle)) }
    }
    if let distribution {
      let key = distribution.name == "ubi" ? "rhel" : distribution.name
      let cycle = ProductCycle(product: key, cycle: distribution.version)
      if !cycles.contains(cycle) { cycles.append(cycle) }
    }
    return cycles
  }
}
