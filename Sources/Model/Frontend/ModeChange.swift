/// A `--chmod`: permission bits in octal, or changes of them by letters.
public struct ModeChange: Hashable, Sendable {
  /// The text as it is written.
  public let text: String
  private let bits: UInt32?
  private let clauses: [Clause]

  private struct Clause: Hashable, Sendable {
    var who: UInt32
    var operation: UInt8
    var bits: UInt32
    var copiesFrom: UInt8?
    var executesFolders: Bool
    var setsID: Bool
    var setsSticky: Bool
  }

  /// A change from its text; nil where it is none.
  public init?(_ text: String) {
    self.text = text
    if let first = text.utf8.first, first >= 0x30, first <= 0x39 {
      guard let value = UInt32(text, radix: 8), value <= 0o7777 else { return nil }
      bits = value
      clauses = []
      return
    }
    bits = nil
    var clauses: [Clause] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard ModeChange.read(Array(part.utf8), into: &clauses) else { return nil }
    }
    self.clauses = clauses
  }

  private static func read(_ bytes: [UInt8], into clauses: inout [Clause]) -> Bool {
    var who: UInt32 = 0
    var index = 0
    while index < bytes.count, "ugoa".utf8.contains(bytes[index]) {
      switch bytes[index] {
      case UInt8(ascii: "u"): who |= 0o700
      case UInt8(ascii: "g"): who |= 0o070
      case UInt8(ascii: "o"): who |= 0o007
      default: who |= 0o777
      }
      index += 1
    }
    if who == 0 { who = 0o777 }
    var hasOperation = false
    while index < bytes.count {
      guard "+-=".utf8.contains(bytes[index]) else { return false }
      var clause = Clause(
        who: who, operation: bytes[index], bits: 0, copiesFrom: nil, executesFolders: false,
        setsID: false, setsSticky: false)
      hasOperation = true
      index += 1
      while index < bytes.count, !"+-=".utf8.contains(bytes[index]) {
        switch bytes[index] {
        case UInt8(ascii: "r"): clause.bits |= 0o444
        case UInt8(ascii: "w"): clause.bits |= 0o222
        case UInt8(ascii: "x"): clause.bits |= 0o111
        case UInt8(ascii: "X"): clause.executesFolders = true
        case UInt8(ascii: "s"): clause.setsID = true
        case UInt8(ascii: "t"): clause.setsSticky = true
        case UInt8(ascii: "u"), UInt8(ascii: "g"), UInt8(ascii: "o"):
          clause.copiesFrom = bytes[index]
        default: return false
        }
        index += 1
      }
      clauses.append(clause)
    }
    return hasOperation
  }

  /// The bits of a file after the change.
  public func applied(to mode: UInt32, isFolder: Bool) -> UInt32 {
    if let bits { return bits }
    var mode = mode
    for clause in clauses {
      var set = clause.bits
      if clause.executesFolders, isFolder || mode & 0o111 != 0 { set |= 0o111 }
      if let from = clause.copiesFrom {
        let shift: UInt32 = from == UInt8(ascii: "u") ? 6 : from == UInt8(ascii: "g") ? 3 : 0
        set |= (mode >> shift & 0o7) * 0o111
      }
      set &= clause.who
      if clause.setsID {
        if clause.who & 0o700 != 0 { set |= 0o4000 }
        if clause.who & 0o070 != 0 { set |= 0o2000 }
      }
      if clause.setsSticky { set |= 0o1000 }
      switch clause.operation {
      case UInt8(ascii: "+"): mode |= set
      case UInt8(ascii: "-"): mode &= ~set
      default:
        var cleared = clause.who
        if !isFolder {
          if clause.who & 0o700 != 0 { cleared |= 0o4000 }
          if clause.who & 0o070 != 0 { cleared |= 0o2000 }
        }
        mode = mode & ~cleared | set
      }
    }
    return mode
  }
}
