import Debian
import Documents
import Host
import Source

/// Checks who signed a text, with `gpgv` or `sqv`.
struct SignatureCheck {
  let environment: [String: String]
  /// A folder for the files that the programs read.
  let folder: String

  /// Holds a text to its signature.
  /// - Parameters:
  ///   - content: The text.
  ///   - signature: The signature, in ASCII armour or not.
  ///   - keyrings: The files with the keys that count.
  ///   - inlineKeys: Keys in ASCII armour that count too.
  ///   - what: What was signed, for the failure.
  /// - Throws: `Failure` unless one of the keys signed it.
  func require(
    _ content: [UInt8], signedBy signature: [UInt8], keyrings: [String], inlineKeys: String?,
    _ what: String
  ) throws(Failure) {
    if keyrings.isEmpty, inlineKeys == nil {
      throw Failure(
        "cannot check the signature of \(what)", because: ["no keyring is known"],
        hint: "name the keyring of the distribution with --keyring")
    }
    for keyring in keyrings where !Files.isFile(keyring) {
      throw Failure(
        "cannot check the signature of \(what)",
        because: ["there is no keyring `\(keyring)`"],
        hint: "install the keyring of the distribution, or name another with --keyring")
    }
    var leftovers: [String] = []
    defer { for file in leftovers { try? Files.remove(file) } }
    func temporary(_ bytes: [UInt8], _ ending: String) throws(Failure) -> String {
      let name = ".\(Files.freshName)\(ending)"
      let path = Paths.join(folder, name)
      leftovers.append(path)
      try Files.write(bytes, to: path)
      return path
    }
    let signatureFile = try temporary(signature, ".sig")
    let gpgv = Spawn.find("gpgv", in: environment)
    guard let program = gpgv ?? Spawn.find("sqv", in: environment) else {
      throw Failure(
        "cannot check the signature of \(what)", because: ["neither `gpgv` nor `sqv` is installed"],
        hint: "install one of them, on Debian and Ubuntu the package `gpgv`")
    }
    var files: [String] = []
    for keyring in keyrings {
      // gpgv reads keys that are not in armour only.
      if gpgv != nil, let bytes = SignatureCheck.withoutArmour(try Files.read(keyring)) {
        files.append(try temporary(bytes, ".gpg"))
      } else {
        files.append(Files.realPath(keyring) ?? keyring)
      }
    }
    if let inlineKeys {
      let bytes = Array(inlineKeys.utf8)
      files.append(
        try temporary(gpgv == nil ? bytes : SignatureCheck.withoutArmour(bytes) ?? bytes, ".gpg"))
    }
    let options = files.flatMap { ["--keyring", $0] }
    var spawn =
      gpgv == nil
      ? Spawn(program, options + [signatureFile, "/dev/stdin"], environment: environment)
      : Spawn(
        program, ["--status-fd", "1"] + options + [signatureFile, "-"], environment: environment)
    spawn.input = .bytes(content)
    spawn.timeout = .seconds(60)
    let outcome = try spawn.run()
    let isGood =
      gpgv == nil
      ? outcome.succeeded && !outcome.output.isEmpty
      : SignatureCheck.isGood(status: outcome.outputText)
    if isGood { return }
    throw Failure(
      "cannot trust \(what)",
      because: [SignatureCheck.reason(outcome.outputText, outcome.errorText)],
      hint: "name the keyring of the distribution with --keyring if this one lacks its key; "
        + "otherwise use another archive, as this one was altered")
  }

  /// Whether gpgv found a good signature by one of the keys, and none that is bad.
  static func isGood(status: String) -> Bool {
    let words = status.split(separator: "\n").compactMap { line -> Substring? in
      line.hasPrefix("[GNUPG:] ") ? line.dropFirst(9).prefix { $0 != " " } : nil
    }
    return words.contains("GOODSIG") && words.contains("VALIDSIG") && !words.contains("BADSIG")
  }

  private static func reason(_ status: String, _ errors: String) -> String {
    func has(_ word: String) -> Bool { status.contains("[GNUPG:] \(word)") }
    if has("BADSIG") { return "its signature is bad: the text is not the one that was signed" }
    if has("NO_PUBKEY") || errors.contains("missing") {
      return "it is signed with a key that is in none of the keyrings"
    }
    if has("EXPKEYSIG") || has("KEYEXPIRED") { return "the key that signed it has expired" }
    if has("REVKEYSIG") { return "the key that signed it was revoked" }
    let line = errors.split(separator: "\n").last.map(String.init) ?? "it has no signature"
    return "its signature cannot be checked: \(line)"
  }

  /// The bytes of keys in ASCII armour, all blocks in a row; nil where there is no armour.
  static func withoutArmour(_ bytes: [UInt8]) -> [UInt8]? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.contains("-----BEGIN PGP PUBLIC KEY BLOCK-----") else { return nil }
    var result: [UInt8] = []
    var body = ""
    var isInside = false
    var isInHeader = false
    for raw in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = raw.drop { $0 == " " || $0 == "\t" }
      while line.last == "\r" || line.last == " " { line.removeLast() }
      if line.hasPrefix("-----BEGIN PGP PUBLIC KEY BLOCK") {
        (isInside, isInHeader, body) = (true, true, "")
      } else if line.hasPrefix("-----END PGP PUBLIC KEY BLOCK") {
        guard let block = Base64.bytes(body) else { return nil }
        result += block
        isInside = false
      } else if isInside, isInHeader {
        if line.isEmpty || line == "." { isInHeader = false }
      } else if isInside, !line.hasPrefix("="), line != "." {
        body += line
      }
    }
    return result.isEmpty ? nil : result
  }
}
