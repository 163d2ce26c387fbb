import Dockerfile
import Source

/// Comments that were written behind the arguments of an instruction, where they are arguments too.
enum ArgumentComment {
  /// The comments of an instruction, each up to the end of its own line.
  static func ranges(in instruction: Instruction, _ source: SourceText) -> [SourceRange] {
    if case .onbuild(let trigger)? = instruction.body { return ranges(in: trigger, source) }
    guard let kind = instruction.kind, !instruction.isJSON, instruction.heredocs.isEmpty else {
      return []
    }
    switch kind {
    case .run, .cmd, .entrypoint, .healthcheck, .shell, .onbuild, .maintainer: return []
    case .add, .copy, .arg, .env, .expose, .from, .label, .stopsignal, .user, .volume, .workdir:
      break
    }
    let bytes = instruction.rest.bytes
    guard bytes.contains(UInt8(ascii: "#")) else { return [] }
    return Scan(kind: kind, text: instruction.rest, source: source).ranges()
  }

  private struct Scan {
    let kind: InstructionKind
    let text: MappedText
    let source: SourceText

    func ranges() -> [SourceRange] {
      let bytes = text.bytes
      var result: [SourceRange] = []
      var quote: UInt8?
      var words = 0
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        let begins = index == 0 || isBlank(bytes[index - 1]) && !isEscaped(index - 1)
        if byte == quote {
          quote = nil
        } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
          quote = byte
        } else if quote == nil, byte == UInt8(ascii: "#"), begins,
          isComment(at: index, after: words)
        {
          let end = endOfLine(from: index)
          result.append(text.source(of: index..<end))
          index = end
          continue
        }
        if begins, !isBlank(byte) { words += 1 }
        index += 1
      }
      return result
    }

    /// Whether the word that begins at `index` with `#` is hardly meant as an argument.
    private func isComment(at index: Int, after words: Int) -> Bool {
      let bytes = text.bytes
      var end = index
      while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
      let standsAlone = end == bytes.count || isBlank(bytes[end])
      switch kind {
      case .add, .copy:
        // A file may be called `#file#`, so that only a lone `#` or words behind a destination count.
        while end < bytes.count, !isBlank(bytes[end]) { end += 1 }
        return words > 0 && (standsAlone || words > 1 && bytes[end - 1] != UInt8(ascii: "#"))
      case .env, .label:
        // The value of `ENV name #fff` begins with the sign.
        return words > (isLegacy ? 1 : 0)
      default: return words > 0
      }
    }

    /// Whether a blank belongs to the word before it.
    private func isEscaped(_ index: Int) -> Bool {
      guard kind == .env || kind == .label || kind == .arg, index > 0 else { return false }
      return text.bytes[index - 1] == UInt8(ascii: "\\")
    }

    /// Whether the first word has no `=`.
    private var isLegacy: Bool {
      !text.bytes.prefix { !isBlank($0) }.contains(UInt8(ascii: "="))
    }

    /// The end of the last word on the line of the file that holds `index`.
    private func endOfLine(from index: Int) -> Int {
      let line = source.line(at: text.source(of: index))
      var low = index
      var high = text.count
      while low + 1 < high {
        let middle = (low + high) / 2
        if source.line(at: text.source(of: middle)) == line { low = middle } else { high = middle }
      }
      var end = high
      while end > index + 1, isBlank(text.bytes[end - 1]) { end -= 1 }
      return end
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
  }
}
