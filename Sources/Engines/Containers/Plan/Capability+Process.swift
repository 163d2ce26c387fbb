import Host

extension Capability {
  /// What this process can give on, as the kernel tells it; all of them where it does not.
  public static var ofThisProcess: Set<Capability> {
    let text = (try? Files.read("/proc/self/status", limit: 65_536, special: .allowed)) ?? []
    for line in String(decoding: text, as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("CapBnd:") {
      let digits = line.dropFirst(7).filter { !$0.isWhitespace }
      guard let bits = UInt64(digits, radix: 16) else { break }
      return Set(allCases.filter { bits >> UInt64($0.rawValue) & 1 == 1 })
    }
    return Set(allCases)
  }
}
