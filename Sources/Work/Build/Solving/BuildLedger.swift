import Frontend
import OCI

/// What a build took from outside and what it did, noted while it goes on.
struct BuildLedger: Sendable {
  /// What became of a step.
  struct Step: Hashable, Sendable {
    var key: Digest
    var isCached: Bool
    var milliseconds: Int
  }

  /// A file of the web or a repository.
  struct Source: Hashable, Sendable {
    let address: String
    /// The kind of the digest, such as `sha256` or `gitCommit`.
    let algorithm: String
    let value: String
  }

  /// The steps by the numbers of their operations.
  private(set) var steps: [Int: Step] = [:]
  /// The digests of the files that steps took of contexts, by the names of these; that of the build has
  /// the empty one.
  private(set) var contexts: [String: Set<String>] = [:]
  /// What was fetched.
  private(set) var sources: Set<Source> = []

  mutating func note(_ index: Int, _ step: Step) { steps[index] = step }

  /// Notes what a step takes, as its key tells it.
  mutating func note(_ work: StepWork, _ key: StepKey) {
    func part(_ name: String) -> String { key.parts.first { $0.name == name }?.value ?? "" }
    switch work.operation.kind {
    case .copy(let copy):
      if case .context(let name) = copy.origin, !part("files").isEmpty {
        contexts[name ?? "", default: []].insert(part("files"))
      }
      for (place, source) in copy.sources.enumerated() {
        guard let fetched = work.fetched[place] else { continue }
        let mark = String(fetched.mark.prefix { $0 != " " })
        switch source {
        case .web(let address, _):
          guard let digest = Digest(mark) else { continue }
          sources.insert(
            Source(address: address, algorithm: digest.algorithm.rawValue, value: digest.hex))
        case .git(let reference):
          let ref = reference.ref.map { "#\($0)" } ?? ""
          sources.insert(
            Source(address: reference.remote + ref, algorithm: "gitCommit", value: mark))
        case .path, .inline: break
        }
      }
    case .context(let name): contexts[name, default: []].insert(part("files"))
    case .run(let run):
      for (place, mount) in run.mounts.enumerated() {
        if case .bind(.context(let name), _) = mount.kind, let shown = work.mounted[place] {
          contexts[name ?? "", default: []].insert(shown.digest.description)
        }
      }
    case .image, .makeDirectory: break
    }
  }

  /// The digest of all that was taken of a context.
  func digest(ofContext name: String) -> Digest? {
    guard let parts = contexts[name], !parts.isEmpty else { return nil }
    return Digest(of: Array(parts.sorted().joined(separator: "\n").utf8))
  }
}
