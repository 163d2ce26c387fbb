import Dockerfile
import Source

/// The lengths of the lines that edits leave, counted without making the text.
struct LineLengths {
  private var length = 0
  private var members: [Int] = []
  private var found: Set<Int> = []

  /// The repairs, by their index, whose edits stand in a line that becomes longer than BuildKit reads.
  static func tooLong(_ repairs: [Repair], in source: SourceText) -> Set<Int> {
    let edits = repairs.indices.flatMap { index in
      repairs[index].fix.edits.map { (edit: $0, member: index) }
    }
    // An ending of a line may become two bytes.
    let growth = edits.reduce(0) { $0 + 2 * $1.edit.replacement.utf8.count }
    if source.bytes.count + growth <= DockerfileSyntax.longestLine { return [] }
    var lengths = LineLengths()
    var place = 0
    for (edit, member) in edits.sorted(by: { $0.edit.range < $1.edit.range }) {
      lengths.take(source.bytes[place..<max(place, edit.range.lowerBound)])
      lengths.members.append(member)
      lengths.take(edit.replacement.utf8)
      // The last line of the replacement is its own as well.
      if lengths.members.last != member { lengths.members.append(member) }
      place = max(place, edit.range.upperBound)
    }
    lengths.take(source.bytes[place...])
    lengths.end()
    return lengths.found
  }

  private mutating func take(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      if byte == 0x0A { end() } else { length += 1 }
    }
  }

  private mutating func end() {
    if length > DockerfileSyntax.longestLine { found.formUnion(members) }
    length = 0
    members.removeAll(keepingCapacity: true)
  }
}
