import Source

/// What stands between two atoms of an instruction.
struct Gap {
  /// What belongs there.
  enum Join {
    case blank
    case nothing
    case comma
    /// As it is written, unless a line ends there.
    case asWritten
  }

  /// What may be done with it where its line is too long.
  enum Role: Equatable {
    case fixed
    /// Stands before a pair that is not the first.
    case pair
    /// Stands before a package of an install list.
    case package(list: Int)
    /// Stands between an install list and the next command.
    case afterPackages(list: Int)
  }

  /// A line within a gap that ends and begins in others.
  enum Line {
    /// A comment with its text.
    case comment(SourceRange, text: SourceRange)
    /// A line without any text, or only with the comma.
    case empty(SourceRange)
    /// A line that holds only an escape character, at the offset.
    case bare(SourceRange, escape: Int)
  }

  /// The end of a line within a gap.
  struct Break {
    /// Where the escape character of the first line stands.
    let escape: Int
    /// The first byte of the next line.
    let lineEnd: Int
    /// The lines that the gap owns.
    var lines: [Line] = []
    /// The first byte of the line that holds the next atom.
    var lastLine: Int
    /// The column of that atom.
    var column = 0
  }

  let range: SourceRange
  let join: Join
  let role: Role
  /// Whether all of its bytes are understood; otherwise they stay.
  let isRead: Bool
  /// The end of a line, if one ends here.
  let lineBreak: Break?
  /// The column of the next atom where a line ends here; set when the instruction is laid out.
  var column = 0
  /// Whether a line is to end here that did not.
  var isNewBreak = false

  /// Whether a line ends here, of old or anew.
  var breaks: Bool { isRead && (lineBreak != nil || isNewBreak) }
}
