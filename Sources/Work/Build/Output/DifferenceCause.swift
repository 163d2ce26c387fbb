import Layers

/// Why a file of a build is another the next time, as far as that is known of its place or its content.
enum DifferenceCause {
  /// A cause by the path; nil for none.
  static func of(path: String, _ change: FileChange) -> String? {
    if change.aspects == [.time] { return "its time is that of the build (`--timestamps keep`)" }
    for (ending, cause) in endings where path.hasSuffix(ending) { return cause }
    for (part, cause) in parts where path.contains(part) || path == String(part.dropFirst()) {
      return cause
    }
    return nil
  }

  private static let endings: [(String, String)] = [
    (
      ".pyc",
      "compiled Python holds the time of its source: set PYTHONDONTWRITEBYTECODE=1, or compile with "
        + "`--invalidation-mode unchecked-hash`"
    ),
    ("etc/machine-id", "the id of the machine is random: remove it, or leave it empty"),
    (
      "etc/shadow",
      "the day of the last change of a password: `useradd` writes it, and honours SOURCE_DATE_EPOCH "
        + "in newer versions only"
    ),
    ("etc/shadow-", "a copy of /etc/shadow with the day of the last change: remove it"),
    ("etc/passwd-", "a copy that `useradd` leaves: remove it"),
    ("etc/group-", "a copy that `groupadd` leaves: remove it"),
    ("cache/ldconfig/aux-cache", "`ldconfig` notes inodes and times there: remove it"),
    ("random-seed", "it is random: remove it"),
    (".log", "a log has the times of what was done: remove it in the same step"),
    ("var/lib/dpkg/status-old", "a copy that dpkg leaves: remove it"),
  ]

  private static let parts: [(String, String)] = [
    ("/var/log/", "a log has the times of what was done: remove it in the same step"),
    (
      "/etc/ssh/ssh_host_", "keys of the SSH server are random: make them when the container starts"
    ),
    (
      "/var/lib/apt/lists/",
      "the lists of packages change with the archive: remove them in the same step"
    ),
    ("/var/cache/", "a cache: remove it in the same step, or use `--mount=type=cache`"),
    ("/.cache/", "a cache: remove it in the same step, or use `--mount=type=cache`"),
    ("/.npm/", "a cache of npm: remove it in the same step, or use `--mount=type=cache`"),
    ("/tmp/", "a temporary file: remove it in the same step"),
    ("/.git/", "Git keeps times and inodes in its index: leave it out of the context"),
    ("/root/.wget-hsts", "wget notes the time of each address: remove it"),
  ]

  /// A cause by the content of both; nil for none.
  static func of(_ first: [UInt8], _ second: [UInt8]) -> String? {
    func begins(_ mark: [UInt8]) -> Bool { first.starts(with: mark) && second.starts(with: mark) }
    if begins([0x1F, 0x8B]), first.count > 8, second.count > 8, first[4..<8] != second[4..<8] {
      return "gzip keeps the time of packing: use `gzip -n`"
    }
    if begins([0x50, 0x4B, 3, 4]) {
      return
        "archives of zip and jar keep the times of files: set them all to SOURCE_DATE_EPOCH first"
    }
    if begins(Array("!<arch>\n".utf8)) {
      return "archives of `ar` keep times and owners: use its flag `D`"
    }
    guard let place = zip(first, second).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
      return first.count == second.count ? nil : "one is longer than the other"
    }
    if begins([0x7F, 0x45, 0x4C, 0x46]) {
      return "the program holds a time, a random id or the path that it was built at"
    }
    let around = [first, second].map { bytes in
      bytes[max(0, place - 32)..<min(bytes.count, place + 32)]
    }
    let isText = around.allSatisfy { $0.allSatisfy { $0 >= 0x20 || $0 == 0x0A || $0 == 0x09 } }
    guard isText else { return "it holds something random, or a time, at byte \(place)" }
    let texts = around.map { String(decoding: $0, as: UTF8.self) }
    if texts.allSatisfy({ $0.contains("/tmp") }) { return "it holds the path of a temporary file" }
    if texts.allSatisfy({ isTime($0) }) {
      return "it holds a time: use SOURCE_DATE_EPOCH, which every step has, instead of the clock"
    }
    return "it holds something random or that changes with time, at byte \(place)"
  }

  /// Whether a text seems to tell a time: a clock, or seconds since 1970.
  private static func isTime(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var digits = 0
    for (index, byte) in bytes.enumerated() {
      if (0x30...0x39).contains(byte) {
        digits += 1
        if digits >= 10, digits <= 19 { return true }
      } else {
        // Two digits, a colon, and two digits.
        if byte == 0x3A, digits == 2, index + 2 < bytes.count,
          (0x30...0x35).contains(bytes[index + 1]), (0x30...0x39).contains(bytes[index + 2])
        {
          return true
        }
        digits = 0
      }
    }
    return false
  }
}
