/// What a piece of text is to its reader, from which its look follows.
public enum Role: Hashable, Sendable, CaseIterable {
  /// Something that is broken.
  case error
  /// Something that should be repaired.
  case warning
  /// Something worth knowing.
  case info
  /// Something that went well.
  case success
  /// What the eye should find first.
  case emphasis
  /// What is there for those who look for it.
  case dim
  /// Text of a program or file.
  case code
  /// The name of a file or a place in one.
  case path
  /// Text that comes in.
  case added
  /// Text that goes out.
  case removed
  /// The title of a part.
  case heading

  /// The parameters of the escape sequence that begins it (ECMA-48, SGR).
  var parameters: String {
    switch self {
    case .error: "1;31"
    case .warning: "1;33"
    case .info: "1;36"
    case .success: "1;32"
    case .emphasis: "1"
    case .dim: "2"
    case .code: "36"
    case .path: "1"
    case .added: "32"
    case .removed: "31"
    case .heading: "1"
    }
  }
}
