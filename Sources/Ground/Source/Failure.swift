/// Something that could not be done, told so that a person can act on it.
public struct Failure: Error, Hashable, Sendable {
  /// What failed, in lower case and without a full stop, such as "cannot read `app/Dockerfile`".
  public let what: String
  /// Why, from the nearest cause to the farthest.
  public let because: [String]
  /// What to do next, as a sentence that begins with a verb.
  public let hint: String?
  /// Where in an input it failed, if in one.
  public let place: Place?

  /// A place in a named input.
  public struct Place: Hashable, Sendable {
    /// The name of the input.
    public let name: String
    /// The line and column.
    public let position: SourcePosition

    /// A place from the name of an input and a position in it.
    public init(name: String, position: SourcePosition) {
      self.name = name
      self.position = position
    }
  }

  /// A failure with its causes and the way on.
  public init(_ what: String, because: [String] = [], hint: String? = nil, place: Place? = nil) {
    self.what = what
    self.because = because
    self.hint = hint
    self.place = place
  }

  /// A failure at a place of a source.
  public init(
    _ what: String, in source: SourceText, at offset: Int, because: [String] = [],
    hint: String? = nil
  ) {
    self.init(
      what, because: because, hint: hint,
      place: Place(name: source.name, position: source.position(at: offset)))
  }
}

extension Failure: CustomStringConvertible {
  /// The failure on one line.
  public var description: String {
    var text = ""
    if let place { text += "\(place.name):\(place.position.line):\(place.position.column): " }
    text += what
    for cause in because { text += ": \(cause)" }
    if let hint { text += " (\(hint))" }
    return text
  }
}
