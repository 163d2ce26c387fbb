import Secrets

/// The judgement of a variable by its name and, where the name is not enough, by its value.
enum SecretSetting {
  /// Whether the value of a variable is a secret, or is meant to be one.
  static func isSecret(_ name: String, value: String?) -> Bool {
    guard isName(name) else { return false }
    switch SecretName.verdict(name) {
    case .secret: return value.map { !isPublicKey($0) } ?? true
    case .notSecret(_?): return false
    case .notSecret(nil):
      // BuildKit takes every name with the word KEY for a secret.
      guard SecretName.isFlaggedByBuildKit(name) else { return false }
      guard let value else { return true }
      return SecretValue(value) != .literal || mayBeRandom(value) && !isFingerprint(value)
    }
  }

  /// Whether a text is a name that a shell knows; a template leaves others.
  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= first) else {
      return false
    }
    return name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || isDigit($0) || isLetter($0) }
  }

  /// Whether a value has letters and digits, as those made by chance do.
  private static func mayBeRandom(_ value: String) -> Bool {
    value.utf8.count >= 8 && value.utf8.contains(where: isDigit)
      && value.utf8.contains(where: isLetter)
  }

  /// Whether a value is the fingerprint of an OpenPGP key as people write it, in capitals.
  private static func isPublicKey(_ value: String) -> Bool {
    isFingerprint(value) && value.utf8.count >= 40 && value.uppercased() == value
  }

  /// Whether a value is the fingerprint of a key, its end, or a list of such.
  private static func isFingerprint(_ value: String) -> Bool {
    let words = value.split { $0 == " " || $0 == "\"" || $0 == "'" || $0 == "\n" || $0 == "\t" }
    return !words.isEmpty
      && words.allSatisfy { word in
        let digits = word.hasPrefix("0x") ? word.dropFirst(2) : word
        return [8, 16, 40, 64].contains(digits.utf8.count) && digits.utf8.allSatisfy(isHex)
      }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }
  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }
  private static func isHex(_ byte: UInt8) -> Bool {
    isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
  }
}
