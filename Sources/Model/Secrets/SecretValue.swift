/// What a value that should be secret looks like.
public enum SecretValue: String, Hashable, Sendable {
  /// There is no value, as in `ARG TOKEN`.
  case none
  /// The value is empty, as in `ENV TOKEN=`.
  case empty
  /// The value is a variable or a command that gives it, as in `$TOKEN`.
  case reference
  /// The value stands for one that is to be filled in, as in `changeme` or `<token>`.
  case placeholder
  /// The value is one that many use, as in `postgres` or `secret123`.
  case weak
  /// The value is a switch or a number, as in `true`.
  case flag
  /// The value is a text of its own.
  case literal

  /// What a value looks like; nil for no value.
  public init(_ text: String?) {
    guard let text else {
      self = .none
      return
    }
    self.init(bytes: Array(text.utf8)[...])
  }

  init(bytes: ArraySlice<UInt8>) {
    var value = bytes
    while let first = value.first, first.isBlank || first.isQuote { value = value.dropFirst() }
    while let last = value.last, last.isBlank || last.isQuote { value = value.dropLast() }
    if value.isEmpty {
      self = .empty
    } else if Self.isReference(value) {
      self = .reference
    } else if Self.isFlag(value) {
      self = .flag
    } else {
      self = Self.isPlaceholder(value) ? .placeholder : Self.isWeak(value) ? .weak : .literal
    }
  }

  private static func isReference(_ value: ArraySlice<UInt8>) -> Bool {
    // `$NAME`, `${NAME}`, `$(command)`, `{{ name }}`, `%NAME%`, `@name@`.
    if let dollar = value.firstIndex(of: UInt8(ascii: "$")), dollar + 1 < value.endIndex {
      let next = value[dollar + 1]
      if next == UInt8(ascii: "{") || next == UInt8(ascii: "(") { return true }
      // In the middle a dollar sign is part of many passwords.
      if dollar == value.startIndex, next.isLetter || next == UInt8(ascii: "_") { return true }
    }
    if value.starts(with: "{{".utf8) || value.starts(with: "<%".utf8) { return true }
    if let first = value.first, let last = value.last, value.count > 2, first == last,
      first == UInt8(ascii: "%") || first == UInt8(ascii: "@")
    {
      return value.dropFirst().dropLast().allSatisfy { $0.isName }
    }
    let calls = ["process.env", "os.environ", "os.getenv", "env(", "getenv(", "secrets.", "vault:"]
    return calls.contains { value.starts(with: $0.utf8) }
  }

  private static func isFlag(_ value: ArraySlice<UInt8>) -> Bool {
    if value.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }) { return value.count <= 5 }
    guard value.count <= 16 else { return false }
    let text = String(decoding: value, as: UTF8.self).lowercased()
    return [
      "true", "false", "yes", "no", "on", "off", "null", "none", "nil", "enabled", "disabled",
      "undefined", "optional", "required", "string",
    ].contains(text)
  }

  static func isPlaceholder(_ value: ArraySlice<UInt8>) -> Bool {
    if value.contains(UInt8(ascii: "<")) || value.contains(UInt8(ascii: ">")) { return true }
    // One character over and over: `xxxxxxxx`, `********`, `00000000`.
    if let first = value.first, value.count >= 3, value.allSatisfy({ $0 == first }) { return true }
    return placeholders.isPart(of: value)
  }

  /// Whether the value is one that many people use, or speaks of itself as a secret.
  static func isWeak(_ value: ArraySlice<UInt8>) -> Bool {
    if weakParts.isPart(of: value) { return true }
    guard value.count <= 16 else { return false }
    return weakWords.contains(String(decoding: value, as: UTF8.self).lowercased())
  }

  private static let placeholders = WordList([
    "changeme", "change_me", "change-me", "changeit", "replaceme", "replace_me", "replace-me",
    "replace_with", "replace-with", "your_", "your-", "yourpass", "yourtoken", "yoursecret",
    "yourkey", "placeholder", "example", "dummy", "insert_", "insert-", "todo", "fixme",
    "redacted", "notasecret", "not-a-secret", "not_a_secret", "fake", "sample", "secret_here",
    "token_here", "key_here", "deadbeef", "1234567890abcdef", "abcdefghijklmnop", "notreal",
    "not-real", "undefined", "...", "xxxx", "****", "…", "•",
  ])
  private static let weakParts = WordList([
    "my_secret", "mysecret", "my-secret", "mypassword", "my_password", "my-password", "mytoken",
    "my-token", "my_token", "supersecret", "super-secret", "super_secret", "topsecret", "foobar",
    "test_key", "testkey", "throwaway", "password", "passw0rd", "letmein", "qwerty", "123456",
  ])
  private static let weakWords: Set = [
    "passwd", "pass", "secret", "token", "apikey", "api_key", "api-key", "key", "test", "testing",
    "foo", "bar", "baz", "admin", "root", "user", "username", "default", "empty", "value", "unset",
    "abc", "abc123", "hunter2", "postgres", "mysql", "redis", "guest", "demo", "dev", "development",
    "local", "localhost", "pass123", "secret123", "rabbitmq", "minio", "minioadmin",
  ]

  /// How many bits a byte of the value carries, by the frequency of its bytes: 0 to 8.
  static func entropy(_ value: ArraySlice<UInt8>) -> Double {
    guard !value.isEmpty else { return 0 }
    var counts = [Int](repeating: 0, count: 256)
    for byte in value { counts[Int(byte)] += 1 }
    let total = Double(value.count)
    var bits = 0.0
    for count in counts where count > 0 {
      let share = Double(count) / total
      bits -= share * binaryLogarithm(share)
    }
    return bits
  }

  /// The base-2 logarithm of a number above 0, to about ten digits.
  private static func binaryLogarithm(_ number: Double) -> Double {
    var mantissa = number.significand
    var result = Double(number.exponent)
    var weight = 0.5
    for _ in 0..<32 {
      mantissa *= mantissa
      if mantissa >= 2 {
        mantissa /= 2
        result += weight
      }
      weight /= 2
    }
    return result
  }
}
