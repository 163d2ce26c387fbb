/// Words to look for inside of a value, whatever its letter case.
struct WordList: Sendable {
  /// The words by their first byte.
  private var byFirst = [[[UInt8]]](repeating: [], count: 256)

  /// A list of words in lower case.
  init(_ words: [String]) {
    for word in words {
      let bytes = Array(word.utf8)
      if let first = bytes.first { byFirst[Int(first)].append(bytes) }
    }
  }

  /// Whether a word stands in the first 160 bytes of a value; what follows
  /// says nothing more of who filled it in.
  func isPart(of value: ArraySlice<UInt8>) -> Bool {
    let end = min(value.endIndex, value.startIndex + 160)
    var index = value.startIndex
    while index < end {
      for word in byFirst[Int(value[index].lowered)] where matches(word, value, at: index) {
        return true
      }
      index += 1
    }
    return false
  }

  private func matches(_ word: [UInt8], _ value: ArraySlice<UInt8>, at index: Int) -> Bool {
    guard index + word.count <= value.endIndex else { return false }
    for offset in word.indices where value[index + offset].lowered != word[offset] { return false }
    return true
  }
}
