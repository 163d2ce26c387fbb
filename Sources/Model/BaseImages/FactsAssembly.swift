import Documents

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

  mutating func facts() -> BaseImageFacts {
    var facts = BaseImageFacts(reference: reference, provenance: row.provenance)
    facts.isOfficial = row.isOfficial
    facts.pinning = reference.pinning(wholeVersion: row.wholeVersion)
    let release = release()
    if let family = release.family {
      facts.family = family
      facts.apply(catalog.file("family-\(family.rawValue)")["facts"], shape: shape)
    }
    if let distribution = release.distribution {
      facts.distribution = distribution
      facts.apply(release.facts, shape: shape)
    }
    if row.toolsAreOpen { facts.absentTools = [] }
    facts.apply(row.facts, shape: shape)
    for variant in row.variants where condition.meets(variant["when"]) {
      for part in variant["include"]?.strings ?? [] {
        facts.apply(catalog.file("parts")[part]?["facts"], shape: shape)
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
    facts.lives = lives(release.distribution)
    return facts
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
    guard let shape else { return nil }
    for (index, word) in shape.words.enumerated() {
      if word == "alpine" || word.hasPrefix("alpine"), word.utf8.dropFirst(6).first?.isDigit ?? true
      {
        var version = String(word.dropFirst(6))
        if version.isEmpty, index + 1 < shape.words.count,
          shape.words[index + 1].utf8.first?.isDigit ?? false
        {
          version = shape.words[index + 1]
        }
        if !version.isEmpty { return release(id: "alpine:\(version)", since: nil) }
      }
      for distribution in catalog.distributions
      where distribution["words"]?.array?.contains(.string(word)) ?? false {
        return release(id: Self.id(distribution), since: nil)
      }
    }
    return nil
  }

  private static func id(_ json: JSON) -> String {
    "\(json["name"]?.string ?? ""):\(json["version"]?.string ?? "")"
  }

  private func release(id: String, since: String?) -> Release {
    let json = catalog.distributions.first { Self.id($0) == id }
    let parts = id.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return Release() }
    let family = BaseImageFacts.Family(rawValue: json?["family"]?.string ?? parts[0])
    return Release(
      family: family,
      distribution: BaseImageFacts.Distribution(
        name: parts[0], version: parts[1], codename: json?["codename"]?.string,
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

  private func lives(_ distribution: BaseImageFacts.Distribution?) -> [ProductLife] {
    var lives: [ProductLife] = []
    let calendar = LifeCalendar(catalog.file("life"))
    let product = row.product
    if let key = product?["life"]?.string {
      var cycle: String?
      if product?["cycleOfRepository"]?.bool ?? false {
        cycle = row.repository.split(separator: "-").last.map(String.init)
      } else if let count = product?["parts"]?.int {
        cycle = shape?.cycle(count)
      }
      if let cycle, let life = calendar.life(of: key, cycle: cycle) { lives.append(life) }
    }
    if let distribution {
      let key = distribution.name == "ubi" ? "rhel" : distribution.name
      if let life = calendar.life(of: key, cycle: distribution.version),
        !lives.contains(where: { $0.subject == life.subject })
      {
        lives.append(life)
      }
    }
    return lives
  }
}
