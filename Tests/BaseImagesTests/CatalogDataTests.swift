import Documents
import OCI
import Testing

@testable import BaseImages

@Suite struct CatalogDataTests {
  private let catalog = BaseImageCatalog.shared

  @Test func everyFileParses() {
    #expect(BaseImageCatalog.fileNames.count > 30)
    for name in BaseImageCatalog.fileNames {
      #expect(BaseImageCatalog.file(name) != .null, "\(name)")
    }
  }

  /// Single values are found without a reading of the whole file, which takes the first of two keys.
  @Test func everyValueIsFound() {
    func check(_ json: JSON, _ file: String, _ keys: [String]) {
      for member in json.object ?? [] {
        let value = catalog.value(file, keys + [member.key])
        #expect(value == member.value, "\(file): \(keys) \(member.key)")
        if keys.count < 2 { check(member.value, file, keys + [member.key]) }
      }
    }
    for name in BaseImageCatalog.fileNames { check(BaseImageCatalog.file(name), name, []) }
  }

  @Test func whatIsMissingHasNoRow() {
    let index = BaseImageCatalog.file("index")
    for member in index["missing"]?["repositories"]?.object ?? [] {
      #expect(index["official"]?[member.key] == nil, "\(member.key)")
    }
  }

  @Test func everyRepositoryHasSourceAndDate() throws {
    #expect(catalog.repositories.count > 100)
    for repository in catalog.repositories {
      let reference = try ImageReference(parsing: repository)
      let facts = try #require(catalog.facts(for: reference), "\(repository)")
      #expect(!facts.provenance.source.isEmpty)
      #expect(facts.provenance.checked.year >= 2026)
    }
  }

  @Test func everyRowHasSourceAndDate() {
    func check(_ json: JSON?, _ name: String) {
      #expect(json?["source"]?.string?.isEmpty == false, "\(name)")
      #expect(json?["checked"]?.string.flatMap { Day($0) } != nil, "\(name)")
    }
    check(BaseImageCatalog.file("words"), "words")
    for member in BaseImageCatalog.file("parts").object ?? [] { check(member.value, member.key) }
    for member in BaseImageCatalog.file("life").object ?? [] { check(member.value, member.key) }
    for family in BaseImageFacts.Family.allCases {
      let file = BaseImageCatalog.file("family-\(family.rawValue)")
      check(file, family.rawValue)
      for release in file["releases"]?.object ?? [] { check(release.value, release.key) }
    }
    check(BaseImageCatalog.file("index")["missing"], "missing")
    for name in BaseImageCatalog.fileNames where name.hasPrefix("images-") {
      for row in BaseImageCatalog.file(name)["images"]?.array ?? [] {
        check(row, row["repositories"]?[0]?.string ?? name)
      }
    }
  }

  @Test func everyDateIsADay() {
    for product in BaseImageCatalog.file("life").object ?? [] {
      for cycle in (product.value["cycles"]?.object ?? [])
        + (product.value["extended"]?.object ?? [])
      {
        #expect(cycle.value.string.flatMap { Day($0) } != nil, "\(product.key) \(cycle.key)")
      }
    }
  }

  @Test func everyWordMeansARelease() {
    for word in BaseImageCatalog.file("words")["words"]?.object ?? [] {
      let parts = word.value.string?.split(separator: "/").map(String.init) ?? []
      #expect(parts.count == 2, "\(word.key)")
      let family = BaseImageCatalog.file("family-\(parts.first ?? "")")
      #expect(family["releases"]?[parts.last ?? ""] != nil, "\(word.key)")
    }
  }

  /// A word that the reader does not know would be left out in silence.
  @Test func everyKeyIsKnown() {
    let keys: Set = [
      "shell", "user", "accounts", "possibleAccounts", "groups", "possibleGroups", "renumber",
      "accountsComplete", "packageManager", "libc", "has", "lacks", "unknown", "env", "envComplete",
      "workdir", "entrypoint", "cmd", "expose", "volumes", "stopSignal", "onbuild", "directories",
      "role", "devPair", "pitfalls", "only", "toolsOpen", "forget",
    ]
    let conditions: Set = [
      "words", "without", "from", "below", "versioned", "parts", "windows", "plain", "bare",
      "pythonic", "repositoryEnds", "repositoryHas",
    ]
    func check(_ json: JSON) {
      for member in json.object ?? [] {
        if member.key == "facts" {
          for fact in member.value.object ?? [] { #expect(keys.contains(fact.key), "\(fact.key)") }
        } else if member.key == "when" {
          for condition in member.value.object ?? [] {
            #expect(conditions.contains(condition.key), "\(condition.key)")
          }
        } else {
          check(member.value)
        }
      }
      for value in json.array ?? [] { check(value) }
    }
    for name in BaseImageCatalog.fileNames { check(BaseImageCatalog.file(name)) }
  }

  @Test func everySystemNamesAFamily() {
    for name in BaseImageCatalog.fileNames where name.hasPrefix("images-") {
      let json = BaseImageCatalog.file(name)
      let rows = json["images"]?.array ?? []
      let systems =
        rows.flatMap { $0["systems"]?.array ?? [] } + (json["shared"]?["systems"]?.array ?? [])
      for system in systems {
        if let family = system["family"]?.string {
          #expect(BaseImageFacts.Family(rawValue: family) != nil, "\(family)")
        }
        #expect(system["family"] != nil || system["is"] != nil, "\(name)")
      }
    }
  }

  @Test func aNewCatalogueIsQuick() throws {
    let reference = try ImageReference(parsing: "python:3.12-slim")
    let clock = ContinuousClock()
    let elapsed = clock.measure {
      let catalog = BaseImageCatalog()
      _ = catalog.facts(for: reference)?.endsOfLife(
        asOf: catalog.row(for: reference)!.provenance.checked)
    }
    print("first facts of a new catalogue: \(elapsed)")
    #expect(elapsed < .milliseconds(200))
  }
}
