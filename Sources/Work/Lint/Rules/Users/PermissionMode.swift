/// A mode as chmod and `--chmod` take it: octal digits, or clauses such as `u=rwX,go=rX`.
struct PermissionMode {
  /// One clause of a symbolic mode.
  struct Clause {
    /// Whom it is for: letters of `ugoa`, or none.
    let who: Substring
    /// `+`, `-` or `=`.
    let sign: Character
    /// The letters after the sign.
    let bits: Substring
  }

  /// The bits of an octal mode; nil of a symbolic one.
  let number: Int?
  /// The clauses of a symbolic mode.
  let clauses: [Clause]

  init(_ text: String) {
    if !text.isEmpty, text.utf8.count <= 5, text.utf8.allSatisfy({ (0x30...0x37).contains($0) }) {
      number = Int(text, radix: 8)
      clauses = []
      return
    }
    number = nil
    clauses = text.split(separator: ",").compactMap { clause in
      guard let sign = clause.firstIndex(where: { "+-=".contains($0) }) else { return nil }
      return Clause(
        who: clause[..<sign], sign: clause[sign], bits: clause[clause.index(after: sign)...])
    }
  }

  /// Whether it gives others the right to write, and no sticky bit guards it.
  var opensToAll: Bool {
    if let number { return number & 0o002 != 0 && number & 0o1000 == 0 }
    return clauses.contains {
      $0.sign != "-" && ($0.who.contains("o") || $0.who.contains("a")) && $0.bits.contains("w")
        && !$0.bits.contains("t")
    }
  }

  /// The mode without the right of others to write; nil where nothing else would be left.
  func closedToOthers(_ text: String) -> String? {
    if let number {
      let digits = String(number & ~0o002, radix: 8)
      return String(repeating: "0", count: max(0, text.utf8.count - digits.utf8.count)) + digits
    }
    var result: [String] = []
    for clause in clauses {
      let opens =
        clause.sign != "-" && clause.bits.contains("w")
        && (clause.who.contains("o") || clause.who.contains("a"))
      guard opens else {
        result.append("\(clause.who)\(clause.sign)\(clause.bits)")
        continue
      }
      let owners = clause.who.contains("a") ? "ug" : String(clause.who.filter { $0 != "o" })
      if !owners.isEmpty { result.append("\(owners)\(clause.sign)\(clause.bits)") }
      let rest = clause.bits.filter { $0 != "w" }
      if !rest.isEmpty || clause.sign == "=" { result.append("o\(clause.sign)\(rest)") }
    }
    return result.isEmpty ? nil : result.joined(separator: ",")
  }

  /// Whether it sets the setuid bit.
  var setsUser: Bool {
    if let number { return number & 0o4000 != 0 }
    return clauses.contains {
      $0.sign != "-" && ($0.who.isEmpty || $0.who.contains("u") || $0.who.contains("a"))
        && $0.bits.contains("s")
    }
  }

  /// Whether it takes reading or entering from others.
  var locksOthers: Bool {
    if let number { return number & 0o005 != 0o005 }
    return clauses.contains {
      guard $0.who.contains("o") || $0.who.contains("a") else { return false }
      switch $0.sign {
      case "-": return $0.bits.contains("r") || $0.bits.contains("x")
      case "=": return !$0.bits.contains("r") || !$0.bits.lowercased().contains("x")
      default: return false
      }
    }
  }

  /// An octal mode in symbols that leave execution to folders and to what is executable already.
  static func symbolic(_ mode: Int, executes: Bool) -> String {
    var groups: [(who: String, bits: String)] = []
    for (who, shift) in [("u", 6), ("g", 3), ("o", 0)] {
      let bits = mode >> shift & 7
      let execution = bits & 1 != 0 && executes ? "x" : bits != 0 ? "X" : ""
      let text = (bits & 4 != 0 ? "r" : "") + (bits & 2 != 0 ? "w" : "") + execution
      if let last = groups.last, last.bits == text {
        groups[groups.count - 1].who += who
      } else {
        groups.append((who, text))
      }
    }
    return groups.map { "\($0.who)=\($0.bits)" }.joined(separator: ",")
  }
}
