/// What a source of ADD that is not of the context came to.
struct FetchedSource {
  /// Where it lies: a file of the web; empty for a repository, which is checked out when it is needed.
  let path: String
  /// What names it: equal marks mean equal content.
  let mark: String
  /// When it was last changed, in seconds since 1970, where the server says so.
  let modified: Int64?
}
