public import Source

extension IgnoreAmendment {
  /// Adds the lines that leave out something which neither the file nor another line does.
  public mutating func addUncovered(_ more: [Line]) {
    let wide = more.filter { $0.pattern.hasPrefix("**/") }.map { IgnorePattern($0.pattern) }
    for line in more {
      if !line.pattern.hasPrefix("**/"), wide.contains(where: { $0.matches(line.pattern) }) {
        continue
      }
      let file = IgnoreFile.parse(source: SourceText(name: path, bytes: bytes))
      if !file.isIgnored(line.sample) { add([line]) }
    }
  }
}
