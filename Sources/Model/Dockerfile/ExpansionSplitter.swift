/// The words of a text as they come together.
///
/// White space ends a word unless it was quoted or escaped; a word without a
/// character is no word, whether it was quoted or not.
struct ExpansionSplitter {
  private var words: [ExpansionDraft] = []
  private var word = ExpansionDraft()
  private(set) var isCountCertain = true

  /// Adds a code point that ends the word if it is white space.
  mutating func add(_ scalar: UInt32) {
    if !ScalarKind.isSpace(scalar) {
      word.append(scalar: scalar)
    } else {
      endWord()
    }
  }

  /// Adds a code point as part of the word.
  mutating func addQuoted(_ scalar: UInt32) { word.append(scalar: scalar) }

  /// Adds the value of a quoted text.
  mutating func addQuoted(_ draft: ExpansionDraft) { word.append(draft) }

  /// Adds the value of an unquoted reference, which white space splits.
  mutating func add(_ draft: ExpansionDraft) {
    var holes = draft.holes[...]
    var index = 0
    while index < draft.bytes.count {
      if holes.first == index {
        holes.removeFirst()
        addHole()
      }
      let (scalar, width) = draft.bytes.scalar(at: index)
      add(scalar)
      index += width
    }
    if !holes.isEmpty { addHole() }
  }

  /// The words so far, ended.
  mutating func finish() -> [ExpansionValue] {
    endWord()
    return words.map(\.value)
  }

  private mutating func addHole() {
    word.appendHole()
    isCountCertain = false
  }

  private mutating func endWord() {
    if word.isEmpty { return }
    if word.bytes.isEmpty { isCountCertain = false }
    words.append(word)
    word = ExpansionDraft()
  }
}
