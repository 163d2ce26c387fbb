import Secrets
import Source

/// What is to be known of the content of a file, taken while it streams by.
struct ContentLook {
  /// What was found out.
  struct Facts: Sendable {
    /// What an ELF file says.
    var elf: ELFFacts?
    /// The first line of a script, without the mark.
    var script: String?
    /// The whole content of a file that the analysis reads, such as `/etc/passwd`.
    var text: [UInt8]?
    /// The secrets in it, and the number of the line of each.
    var secrets: [(finding: SecretFinding, line: Int)] = []

    var isEmpty: Bool { elf == nil && script == nil && text == nil && secrets.isEmpty }
  }

  private enum Kind {
    case unknown, elf, text, other
  }

  private static let elfBytes = 8 << 20
  private static let textBytes = 1 << 20
  private static let startBytes = 4096

  private let secretBytes: Int
  private let isWanted: Bool
  private let looksForSecrets: Bool
  private var kind = Kind.unknown
  private var kept: [UInt8] = []
  private var position = 0
  /// Where the dynamic section of an ELF file lies that is too large to be kept.
  private var wanted: Range<Int>?
  private var dynamic: [UInt8] = []

  /// A look at a file.
  /// - Parameters:
  ///   - isWanted: Whether its whole content is wanted.
  ///   - secretBytes: How much of it is searched for secrets; 0 for none.
  init(isWanted: Bool, secretBytes: Int) {
    self.isWanted = isWanted
    self.secretBytes = secretBytes
    looksForSecrets = secretBytes > 0
  }

  /// Takes the next piece.
  mutating func add(_ piece: ArraySlice<UInt8>) {
    let room = limit - kept.count
    if room > 0 { kept.append(contentsOf: piece.prefix(room)) }
    if kind == .unknown, kept.count >= Self.startBytes {
      decide()
      // The piece may hold more of what is wanted now.
      let taken = kept.count - position
      let more = limit - kept.count
      if more > 0, taken < piece.count {
        kept.append(contentsOf: piece.dropFirst(taken).prefix(more))
      }
    }
    if let wanted, position + piece.count > wanted.lowerBound, position < wanted.upperBound {
      let from = max(0, wanted.lowerBound - position)
      let to = min(piece.count, wanted.upperBound - position)
      dynamic.append(contentsOf: piece[(piece.startIndex + from)..<(piece.startIndex + to)])
    }
    position += piece.count
  }

  private var limit: Int {
    switch kind {
    case .unknown: Self.startBytes
    case .elf: Self.elfBytes
    case .text: max(isWanted ? Self.textBytes : 0, looksForSecrets ? secretBytes : 256)
    case .other: isWanted ? Self.textBytes : 0
    }
  }

  private mutating func decide() {
    if kept.starts(with: [0x7F, 0x45, 0x4C, 0x46]) {
      kind = .elf
      if let header = ELFHeader(kept), let segment = header.segments.first(where: { $0.kind == 2 }),
        segment.offset + segment.size > Self.elfBytes, segment.size < 1 << 17
      {
        wanted = segment.offset..<(segment.offset + segment.size)
      }
    } else {
      kind = kept.prefix(Self.startBytes).contains(0) ? .other : .text
    }
  }

  /// What was found out, at the end of the file.
  mutating func finish(_ detector: SecretDetector) -> Facts {
    if kind == .unknown { decide() }
    var facts = Facts()
    switch kind {
    case .elf:
      facts.elf = ELFFacts(kept, dynamic: dynamic.isEmpty ? nil : dynamic)
    case .text:
      if kept.starts(with: [0x23, 0x21]) {
        let line = kept[2...].prefix { $0 != 10 && $0 != 13 }.prefix(255)
        facts.script = String(decoding: line, as: UTF8.self)
      }
      if looksForSecrets {
        for finding in detector.findings(in: kept) {
          let before = kept[..<min(kept.count, finding.range.lowerBound)]
          facts.secrets.append((finding, before.count { $0 == 10 } + 1))
        }
      }
    case .unknown, .other: break
    }
    if isWanted, kept.count == position { facts.text = kept }
    return facts
  }
}
