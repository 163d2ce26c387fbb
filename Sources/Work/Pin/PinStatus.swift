public import OCI
public import Source

/// What is done about pins.
public enum PinMode: Hashable, Sendable {
  /// References without a digest get one.
  case pin
  /// References get the digest that their tag stands for today, those that have another one too.
  case update
  /// It is only told what `update` would do.
  case check
}

/// How one reference of a file stands.
public enum PinStatus: Hashable, Sendable {
  /// It has a digest, and as far as that was looked up the tag still stands for it.
  case current
  /// It has no digest; its tag stands for this one.
  case unpinned(Digest)
  /// It has a digest, and its tag stands for another one now.
  case moved(from: String, to: Digest)
  /// The image is not there for these platforms.
  case lacking([Platform], offered: [Platform])
  /// It is left as it is, for this reason.
  case left(String)
  /// The registry did not tell.
  case failed(Failure)

  /// The digest that is to be written.
  var digest: Digest? {
    switch self {
    case .unpinned(let digest), .moved(_, let digest): digest
    default: nil
    }
  }
}

extension PinPlace {
  /// The reference to look up, under a mode; nil where nothing is to be asked.
  func query(_ mode: PinMode) -> ImageReference? {
    guard let digest = reference.digest, !reference.hasPlaceholderDigest else {
      return reference.with(tag: reference.tag ?? "latest")
    }
    if mode == .pin || !digest.hasPrefix("sha256:") { return nil }
    if let tag = reference.tag { return reference.with(tag: tag) }
    return mode == .check ? reference : nil
  }

  /// The platforms that the image must be there for, where the user asks for some.
  func platforms(asked: [Platform]) -> [Platform] {
    switch platforms {
    case .asked: asked
    case .only(let platform): [platform]
    case .builder: []
    }
  }

  /// How the reference stands under a mode, by what registries say.
  func status(_ mode: PinMode, asked: [Platform], _ answers: PinAnswers) -> PinStatus {
    guard let query = query(mode) else {
      if mode == .pin { return .current }
      return .left(
        reference.tag == nil
          ? "it has no tag that a new digest could come from; write one in front of the digest"
          : "its digest is not of SHA-256, which registries answer with")
    }
    switch answers[query.description] {
    case nil: return .left("it was not looked up")
    case .failed(let failure): return .failed(failure)
    case .found(let digest, let offered):
      if let offered {
        let missing = platforms(asked: asked).filter { wanted in
          !offered.contains { wanted.distance(to: $0) != nil }
        }
        if !missing.isEmpty { return .lacking(missing, offered: offered) }
      }
      guard let old = reference.digest else { return .unpinned(digest) }
      return old == "\(digest)" ? .current : .moved(from: old, to: digest)
    }
  }
}
