/// What the name of a variable says of its value.
public enum SecretName {
  /// The judgement of a name, with the words that decided it.
  public enum Verdict: Hashable, Sendable {
    /// The value is a secret, because of these words of the name.
    case secret(word: String)
    /// The value is none, because of these words, or because no word of the
    /// name speaks of secrets (nil).
    case notSecret(word: String?)

    /// Whether the value is a secret.
    public var isSecret: Bool {
      if case .secret = self { return true }
      return false
    }
  }

  /// Whether the value of a variable or key of this name is a secret.
  ///
  /// Names are read word by word: parts between `_`, `-` and `.`, and the
  /// humps of camel case.
  public static func verdict(_ name: String) -> Verdict {
    let words = words(of: name)
    guard let last = words.last, let secret = secretWord(words) else {
      return .notSecret(word: nil)
    }
    if let about = words.first(where: { exempting.contains($0) }) { return .notSecret(word: about) }
    if let first = words.first, words.count > 1, switching.contains(first) {
      return .notSecret(word: first)
    }
    // Google's variable holds the path of a file.
    if words.suffix(2) == ["APPLICATION", "CREDENTIALS"] { return .notSecret(word: "APPLICATION") }
    if words.suffix(3) == ["ACCESS", "KEY", "ID"] { return .secret(word: "ACCESS_KEY_ID") }
    if describing.contains(last) { return .notSecret(word: last) }
    return .secret(word: secret)
  }

  /// Whether BuildKit's check `SecretsUsedInArgOrEnv` speaks of this name.
  ///
  /// It does where one of its words stands alone between underscores, and `public` does not.
  public static func isFlaggedByBuildKit(_ name: String) -> Bool {
    let parts = Set(name.uppercased().split(separator: "_").map(String.init))
    let words: Set = [
      "APIKEY", "AUTH", "CREDENTIAL", "CREDENTIALS", "KEY", "PASSWORD", "PWORD", "PASSWD", "SECRET",
      "TOKEN",
    ]
    return !parts.isDisjoint(with: words) && !parts.contains("PUBLIC")
  }

  /// The words of a name in upper case.
  static func words(of name: String) -> [String] {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    let bytes = Array(name.utf8)
    func isHump(_ index: Int) -> Bool {
      guard bytes[index].isUpper, index > 0 else { return false }
      if bytes[index - 1].isLower || bytes[index - 1].isDigit {
        return !word.isEmpty && word.contains { $0.isLower }
      }
      // The last of several capitals begins a word: `APIKey` is `API`, `Key`.
      return bytes[index - 1].isUpper && index + 1 < bytes.count && bytes[index + 1].isLower
    }
    for index in bytes.indices.prefix(256) {
      let byte = bytes[index]
      let isPart = byte.isAlphanumeric
      if !isPart || isHump(index) {
        if !word.isEmpty { words.append(word) }
        word = []
      }
      if isPart { word.append(byte) }
    }
    if !word.isEmpty { words.append(word) }
    return words.map { String(decoding: $0, as: UTF8.self).uppercased() }
  }

  private static func secretWord(_ words: [String]) -> String? {
    for (index, word) in words.enumerated() {
      let before = index > 0 ? words[index - 1] : ""
      if secretWords.contains(word) { return word }
      if word.utf8.count > 8, endings.contains(where: { word.hasSuffix($0) }) { return word }
      if word == "KEY", keyOwners.contains(before) { return "\(before)_KEY" }
      if word == "KEY", before == "SIGNING", !tokenOwners.isDisjoint(with: words) {
        return "SIGNING_KEY"
      }
      if index == words.count - 1, word == "PASS" || word == "PWD", index > 0 { return word }
      if index == words.count - 1, word == "AUTH" { return word }
    }
    return nil
  }

  private static let secretWords: Set = [
    "PASSWORD", "PASSWD", "PASSPHRASE", "PWORD", "SECRET", "TOKEN", "APIKEY", "APITOKEN",
    "AUTHTOKEN", "ACCESSTOKEN", "ACCESSKEY", "SECRETKEY", "PRIVATEKEY", "CREDENTIAL", "CREDENTIALS",
    "CLIENTSECRET",
  ]
  private static let endings = ["PASSWORD", "PASSWD", "PASSPHRASE", "APIKEY", "SECRETKEY"]
  private static let keyOwners: Set = [
    "API", "PRIVATE", "ACCESS", "SECRET", "ENCRYPTION", "ENCRYPT", "MASTER", "LICENSE", "LICENCE",
    "SSH", "DEPLOY", "ACCOUNT", "HMAC", "JWT", "STORAGE", "APP", "SUBSCRIPTION",
  ]
  private static let tokenOwners: Set = ["JWT", "COOKIE", "SESSION", "TOKEN", "APP", "WEBHOOK"]

  /// Words that make a name speak about secrets without holding one, wherever they stand.
  private static let exempting: Set = [
    "PUBLIC", "PUB", "FINGERPRINT", "TOKENIZER", "TOKENIZERS", "CHECKSUM", "SHA256", "SHA512",
    "SHA1", "MD5", "KEYRING", "DUMMY", "EXAMPLE",
  ]
  /// First words that make a name a switch.
  private static let switching: Set = [
    "ALLOW", "DISABLE", "ENABLE", "NO", "REQUIRE", "SKIP", "USE", "HAS", "IS", "IGNORE", "MAX",
    "MIN",
    "NUM",
  ]
  /// Last words that make a name describe a secret.
  private static let describing: Set = [
    "FILE", "FILES", "FILENAME", "PATH", "PATHS", "DIR", "DIRECTORY", "FOLDER", "LOCATION", "URL",
    "URI", "URLS", "ENDPOINT", "ENDPOINTS", "HOST", "HOSTNAME", "PORT", "NAME", "NAMES", "ID",
    "IDS",
    "TYPE", "LENGTH", "TTL", "TIMEOUT", "EXPIRY", "EXPIRES", "EXPIRE", "EXPIRATION", "AGE",
    "LIFETIME", "DURATION", "COUNT", "LIMIT", "SIZE", "ENABLED", "DISABLED", "REQUIRED", "POLICY",
    "ALGORITHM", "ALG", "ALGO", "HEADER", "HEADERS", "PREFIX", "SUFFIX", "FIELD", "PARAM", "FORMAT",
    "MODE", "METHOD", "PROVIDER", "ISSUER", "AUDIENCE", "CLASS", "STORE", "BACKEND", "ENGINE",
    "SCOPE", "SCOPES", "REGION", "VERSION", "SERVER", "SERVICE", "REALM", "DOMAIN", "CACHE", "HASH",
    "ROTATION", "LABEL", "MOUNT", "ARN", "REF", "ROUNDS", "REGEX", "PATTERN", "PLUGIN", "MODULE",
    "DB", "DATABASE", "SOURCE", "GROUP", "USER", "USERNAME", "MANAGER", "IMAGE", "HELPER", "PROMPT",
    "COMMAND", "CMD", "SCRIPT", "HINT", "STRENGTH", "COMPLEXITY", "INTERVAL", "PERIOD", "STATUS",
  ]
}
