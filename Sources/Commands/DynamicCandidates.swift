/// Words that can stand at some place, found while the user types.
struct DynamicCandidates: Sendable {
  /// A word and what it means.
  struct Candidate: Hashable, Sendable {
    let word: String
    let meaning: String

    init(_ word: String, _ meaning: String = "") {
      self.word = word
      self.meaning = meaning
    }
  }

  /// What options and arguments call them: `.dynamic(kind)`.
  let kind: String
  /// The words that hold now.
  let list: @Sendable (Session) throws -> [Candidate]
}
