/// A Git repository as ADD and contexts name it: `address#ref:folder` or `address?ref=…&subdir=…`.
public struct GitReference: Hashable, Sendable {
  /// The address that Git takes.
  public var remote: String
  /// The branch, tag or commit; nil for the default branch.
  public var ref: String?
  /// The folder within; nil for all.
  public var folder: String?
  /// The commit that the reference must be.
  public var checksum: String?
  /// Whether `.git` stays; nil where nothing says so.
  public var keepsGitFolder: Bool?
  /// Whether submodules are taken.
  public var takesSubmodules = true

  /// The reasons for which an address of a repository is refused.
  public enum Problem: Error, Hashable, Sendable {
    /// A key of the query that is not known, or given twice, or with the fragment.
    case query(String)
  }

  /// The repository of a text.
  /// - Returns: Nil where the text is no address of a repository.
  /// - Throws: `Problem` where it is one that cannot be understood.
  public static func parse(_ text: String) throws(Problem) -> GitReference? {
    var address = text
    var fragment: Substring?
    if let hash = address.firstIndex(of: "#") {
      fragment = text[text.index(after: hash)...]
      address = String(address[..<hash])
    }
    var query: Substring?
    let schemes = ["git://", "ssh://", "http://", "https://", "file://"]
    let scheme = schemes.first { address.hasPrefix($0) }
    if scheme != nil, let mark = address.firstIndex(of: "?") {
      query = Substring(address[address.index(after: mark)...])
      address = String(address[..<mark])
    }
    switch scheme {
    case "http://", "https://":
      let path = address.dropFirst(scheme?.count ?? 0)
      guard path.hasSuffix(".git") else {
        return nil
      }
    case "git://", "ssh://": break
    case "file://": return nil
    default:
      if address.hasPrefix("github.com/") {
        address = "https://" + address
        if !address.hasSuffix(".git") { address += ".git" }
      } else if !isSecureCopy(address) {
        return nil
      }
    }
    var reference = GitReference(remote: address)
    if let fragment {
      let parts = fragment.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      if !parts[0].isEmpty { reference.ref = String(parts[0]) }
      if parts.count == 2, !parts[1].isEmpty { reference.folder = String(parts[1]) }
    }
    if let query { try reference.take(query, hasFragment: fragment?.isEmpty == false) }
    return reference
  }

  private init(remote: String) { self.remote = remote }

  /// Whether a text is `user@host:path`.
  private static func isSecureCopy(_ text: String) -> Bool {
    guard let at = text.firstIndex(of: "@"), let colon = text[at...].firstIndex(of: ":") else {
      return false
    }
    let user = text[..<at]
    let host = text[text.index(after: at)..<colon]
    return !user.isEmpty && !host.isEmpty && !user.contains("/") && !host.contains("/")
  }

  private mutating func take(_ query: Substring, hasFragment: Bool) throws(Problem) {
    if hasFragment { throw .query("a fragment stands beside the query") }
    var seen: Set<Substring> = []
    for part in query.split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = pair[0]
      let value = pair.count == 2 ? String(pair[1]) : ""
      if !seen.insert(key).inserted { throw .query("`\(key)` is given twice") }
      switch key {
      case "ref", "branch", "tag":
        if ref != nil { throw .query("the reference is given twice") }
        ref = key == "tag" ? "refs/tags/\(value)" : key == "branch" ? "refs/heads/\(value)" : value
      case "subdir": folder = value
      case "checksum", "commit": checksum = value
      case "keep-git-dir": keepsGitFolder = value.isEmpty || value == "1" || value == "true"
      case "submodules": takesSubmodules = value.isEmpty || value == "1" || value == "true"
      case "mtime", "fetch-by-commit": break
      default: throw .query("`\(key)` is not known")
      }
    }
  }
}
