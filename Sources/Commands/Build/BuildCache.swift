import ActionsCache
import Build
import Host
import OCI
import Source

/// A cache of builds that lies outside of the store, as `--cache-from` and `--cache-to` name it.
struct BuildCache {
  /// Where it lies.
  enum Place {
    /// A folder in the layout of OCI, and the name in its index; a digest reads one that was before.
    case local(String, name: String)
    /// A name in a registry.
    case registry(ImageReference)
    /// The cache of GitHub Actions.
    case actions(url: String, ActionsCache.Version, token: String, scope: String)
  }

  let place: Place
  let mode: CacheIndex.Mode
  /// Whether a cache that cannot be written fails no build.
  let ignoresErrors: Bool
  /// How it is written, without secrets.
  let text: String

  /// - Throws: `Failure` when the text is not in the grammar of `docker buildx build`.
  init(_ text: String, isTarget: Bool, _ session: Session) throws(Failure) {
    let option = isTarget ? "--cache-to" : "--cache-from"
    let folder = isTarget ? "dest" : "src"
    let hint = "Write it as type=registry,ref=NAME or type=local,\(folder)=DIR or type=gha"
    let fields = try Self.fields(text, option, hint)
    let type = fields["type"] ?? "registry"
    func require(_ name: String) throws(Failure) -> String {
      if let value = fields[name], !value.isEmpty { return value }
      throw Failure("`\(option) type=\(type)` has no `\(name)=`", hint: hint)
    }
    switch type {
    case "local":
      let path = session.path(try require(folder))
      place = .local(path, name: fields["digest"] ?? fields["tag"] ?? "latest")
      self.text = "type=local,\(folder)=\(fields[folder] ?? "")"
    case "registry":
      let name = try require("ref")
      do throws(ImageReferenceProblem) {
        place = .registry(try ImageReference(parsing: name))
      } catch {
        throw Failure("`\(name)` is no name of an image", because: ["\(error)"], hint: hint)
      }
      self.text = name
    case "gha":
      place = try Self.actions(fields, option, session)
      self.text = "the cache of GitHub Actions"
    case "inline":
      throw Failure(
        "`\(option) type=inline` is not supported",
        because: ["an inline cache knows the layers of the image alone, and changes its settings"],
        hint: "Write type=registry,ref=NAME:cache beside the image")
    default:
      throw Failure("`\(option)` does not know the type `\(type)`", hint: hint)
    }
    guard let mode = CacheIndex.Mode(rawValue: fields["mode"] ?? "min") else {
      throw Failure(
        "`\(option)` does not know the mode `\(fields["mode"] ?? "")`", hint: "Write min or max")
    }
    self.mode = mode
    ignoresErrors = fields["ignore-error"] == "true"
  }

  private static let known: Set<String> = [
    "type", "src", "dest", "tag", "digest", "ref", "mode", "url", "url_v2", "token", "scope",
    "version", "ignore-error", "timeout", "compression", "compression-level", "force-compression",
    "oci-mediatypes", "image-manifest", "repository", "ghtoken",
  ]

  private static func fields(
    _ text: String, _ option: String, _ hint: String
  ) throws(Failure) -> [String: String] {
    // A name alone is one of a registry, as in Docker.
    if !text.contains("=") { return ["type": "registry", "ref": text] }
    var fields: [String: String] = [:]
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2 else {
        throw Failure("cannot understand `\(part)` in `\(option)`", hint: hint)
      }
      guard known.contains(pair[0].lowercased()) else {
        throw Failure("`\(option)` has no field `\(pair[0])`", hint: "Remove it. \(hint)")
      }
      fields[pair[0].lowercased()] = pair[1]
    }
    return fields
  }

  private static func actions(
    _ fields: [String: String], _ option: String, _ session: Session
  ) throws(Failure) -> Place {
    let environment = session.environment
    let isTwo =
      fields["version"].map { $0 == "2" }
      ?? (fields["url_v2"] != nil
        || fields["url"] == nil
          && ["true", "1"].contains((environment["ACTIONS_CACHE_SERVICE_V2"] ?? "").lowercased()))
    let url =
      isTwo
      ? fields["url_v2"] ?? fields["url"] ?? environment["ACTIONS_RESULTS_URL"]
      : fields["url"] ?? environment["ACTIONS_CACHE_URL"]
    guard let url, let token = fields["token"] ?? environment["ACTIONS_RUNTIME_TOKEN"] else {
      throw Failure(
        "`\(option) type=gha` works in a job of GitHub Actions alone",
        because: ["no address or no token of its cache is set"],
        hint: "Make ACTIONS_RESULTS_URL and ACTIONS_RUNTIME_TOKEN known to the step, or give url "
          + "and token")
    }
    return .actions(
      url: url, isTwo ? .two : .one, token: token, scope: fields["scope"] ?? "buildkit")
  }
}
