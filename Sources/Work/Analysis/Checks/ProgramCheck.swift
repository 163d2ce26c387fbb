public import Layers

/// Whether the program of an image is there and can be started.
public struct ProgramCheck: Hashable, Sendable {
  /// The program and its words, as the configuration has them.
  public var arguments: [String] = []
  /// The file it comes to; nil where there is none.
  public var path: LayerPath?
  /// What the file is, in words.
  public var kind = ""
  /// The files it needs, in the order in which they are asked for.
  public var needs: [Need] = []
  /// What keeps it from being started, as sentences.
  public var problems: [String] = []
  /// What could not be found out, as sentences.
  public var unknowns: [String] = []

  /// Whether nothing is known that keeps it from being started.
  public var canStart: Bool { problems.isEmpty }

  /// A file that is needed.
  public struct Need: Hashable, Sendable {
    /// The name by which it is asked for.
    public var name: String
    /// The file it comes to; nil where there is none.
    public var path: LayerPath?
    /// Which file asks for it.
    public var askedBy: LayerPath
  }

  /// A check with nothing found out yet.
  init(_ arguments: [String] = []) { self.arguments = arguments }
}
