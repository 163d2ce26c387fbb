import Dockerfile
import Source

/// The order of flags where it means nothing: those of COPY, ADD and HEALTHCHECK.
enum FlagOrder {
  private static let transfer = [
    "link", "parents", "from", "chown", "chmod", "checksum", "keep-git-dir", "unpack", "exclude",
  ]
  private static let healthcheck = [
    "interval", "timeout", "start-period", "start-interval", "retries",
  ]

  /// The flags as they should stand; equal names keep their order.
  static func sorted(_ instruction: Instruction, _ bytes: [UInt8]) -> [InstructionFlag] {
    let flags = instruction.flags
    let order: [String]
    switch instruction.kind {
    case .copy, .add: order = transfer
    case .healthcheck: order = healthcheck
    default: return flags
    }
    guard flags.count > 1, let first = flags.first, let last = flags.last else { return flags }
    // A comment between flags belongs to the one that it stands at.
    let whole = first.range.union(last.range)
    if instruction.innerComments.contains(where: whole.contains) { return flags }
    var ranked: [(rank: Int, index: Int)] = []
    for (index, flag) in flags.enumerated() {
      guard let rank = order.firstIndex(of: flag.name),
        bytes[flag.range.offsets].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
      else { return flags }
      ranked.append((rank, index))
    }
    return ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.map { flags[$0.index] }
  }
}
