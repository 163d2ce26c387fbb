import Documents

/// The row of one repository in the data.
struct ImageRow: Sendable {
  /// The repository, such as `docker.io/library/python`.
  var repository: String
  var provenance: BaseImageFacts.Provenance
  var isOfficial: Bool
  /// Whether images add programs that the data do not list, so that what a
  /// distribution lacks may be there.
  var toolsAreOpen: Bool
  /// What tags mean where no word of theirs names a distribution, the first that fits.
  var systems: [JSON]
  var facts: JSON
  var variants: [JSON]
  var tags: JSON?
  var product: JSON?

  /// A row from its data; nil where it has no source or no date.
  init?(_ json: JSON, shared: JSON?, repository: String) {
    guard let source = json["source"]?.string, !source.isEmpty,
      let checked = json["checked"]?.string.flatMap({ Day($0) })
    else { return nil }
    self.repository = repository
    provenance = BaseImageFacts.Provenance(source: source, checked: checked)
    isOfficial = json["official"]?.bool ?? false
    toolsAreOpen = json["toolsOpen"]?.bool ?? false
    systems = (json["systems"] ?? shared?["systems"])?.array ?? []
    facts = json["facts"] ?? .object([])
    variants = (json["variants"] ?? shared?["variants"])?.array ?? []
    tags = json["tags"] ?? shared?["tags"]
    product = json["product"]
  }

  /// The first version that the facts of the row were written for; nil where they fit all.
  var holdsFrom: String? { product?["holdsFrom"]?.string }

  /// How many numbers a whole version of the product has.
  var wholeVersion: Int { product?["whole"]?.int ?? 3 }
}

extension JSON {
  /// The texts of an array; empty for anything else.
  var strings: [String] { array?.compactMap(\.string) ?? [] }
}
