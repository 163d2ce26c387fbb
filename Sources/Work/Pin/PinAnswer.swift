public import OCI
public import Source

/// What is asked of a registry for places that name one image.
public struct PinQuery: Hashable, Sendable {
  /// The image by its tag, or by its digest where it has no tag.
  public let reference: ImageReference
  /// Whether its platforms are wanted too.
  public var wantsPlatforms: Bool
  /// The first place that names it, for messages.
  public let place: Failure.Place

  /// What tells the image from others, however it is written.
  public var key: String { reference.description }
}

/// What a registry says of an image.
public enum PinAnswer: Sendable {
  /// The digest that the name stands for, of the index where there is one, and the platforms of its
  /// images; nil where they were not asked for or are not told.
  case found(Digest, platforms: [Platform]?)
  /// Why nothing is known.
  case failed(Failure)
}

/// What registries say, by the keys of queries.
public typealias PinAnswers = [String: PinAnswer]

extension PinAnswers {
  /// Why images could not be looked up, each once, in the order of their places.
  public var failures: [Failure] {
    var failures: [Failure] = []
    for answer in values {
      if case .failed(let failure) = answer { failures.append(failure) }
    }
    func key(_ failure: Failure) -> (String, Int, Int, String) {
      let place = failure.place
      return (
        place?.name ?? "", place?.position.line ?? 0, place?.position.column ?? 0, failure.what
      )
    }
    return failures.sorted { key($0) < key($1) }
  }
}
