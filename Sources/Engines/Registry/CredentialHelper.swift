import Documents
import Host
import Source

/// A program that keeps credentials, such as the one for the keychain of a desktop
/// (docker-credential-helpers: `get`, `store` and `erase`, with JSON between).
struct CredentialHelper {
  private let name: String
  private let environment: [String: String]
  private let time: Duration

  /// The helper `docker-credential-NAME`.
  /// - Throws: `Failure` when the name is none.
  init(_ name: String, _ environment: [String: String], _ time: Duration) throws(Failure) {
    let isPlain = name.utf8.allSatisfy {
      48...57 ~= $0 || 65...90 ~= $0 & 0xDF || $0 == 45 || $0 == 46 || $0 == 95
    }
    guard !name.isEmpty, isPlain else {
      throw Failure(
        "cannot use the credential helper `\(ErrorAnswer.cleaned(name))`",
        because: ["it is no name of a program"],
        hint: "correct `credsStore` and `credHelpers` in the configuration of Docker")
    }
    self.name = name
    self.environment = environment
    self.time = time
  }

  /// The credential for a server; nil where the helper has none.
  func get(_ server: String) throws(Failure) -> Credential? {
    let outcome = try run("get", Array(server.utf8))
    if !outcome.succeeded {
      if hasNone(outcome) { return nil }
      throw failure("get", outcome)
    }
    let json = try? JSON(reading: outcome.output, name: name, JSON.Reading(maximumDepth: 16))
    guard let secret = json?["Secret"]?.string, let user = json?["Username"]?.string else {
      throw Failure(
        "cannot use the credential helper `\(name)`",
        because: ["its answer is no name and secret"],
        hint: "run `docker-credential-\(name) get` by hand to see what it says")
    }
    if secret.isEmpty { return nil }
    return user == "<token>" ? .identityToken(secret) : .password(user: user, secret: secret)
  }

  /// Keeps a credential.
  func store(_ credential: Credential, for server: String) throws(Failure) {
    let (user, secret): (String, String)
    switch credential {
    case .password(let name, let password): (user, secret) = (name, password)
    case .identityToken(let token), .registryToken(let token): (user, secret) = ("<token>", token)
    }
    let document: JSON = [
      "ServerURL": .string(server), "Username": .string(user), "Secret": .string(secret),
    ]
    let outcome = try run("store", document.bytes())
    if !outcome.succeeded { throw failure("store", outcome) }
  }

  /// Forgets the credential of a server; false where there is none.
  func erase(_ server: String) throws(Failure) -> Bool {
    // A helper says nothing where there was none, so it is asked first.
    guard try get(server) != nil else { return false }
    let outcome = try run("erase", Array(server.utf8))
    if !outcome.succeeded, !hasNone(outcome) { throw failure("erase", outcome) }
    return true
  }

  private func run(_ verb: String, _ input: [UInt8]) throws(Failure) -> Spawn.Outcome {
    var spawn = Spawn("docker-credential-\(name)", [verb], environment: environment)
    spawn.input = .bytes(input)
    spawn.output = .captured(limit: 1 << 20)
    spawn.errors = .captured(limit: 1 << 16)
    spawn.timeout = time
    do throws(Failure) {
      return try spawn.run()
    } catch {
      throw Failure(
        "cannot use the credential helper `\(name)`", because: [error.what] + error.because,
        hint: "install `docker-credential-\(name)`, or remove it from the configuration of Docker")
    }
  }

  private func hasNone(_ outcome: Spawn.Outcome) -> Bool {
    (outcome.outputText + outcome.errorText).lowercased().contains("credentials not found")
  }

  private func failure(_ verb: String, _ outcome: Spawn.Outcome) -> Failure {
    // Helpers say on their output why they fail.
    let said = outcome.errorText.isEmpty ? outcome.outputText : outcome.errorText
    var because = [said.isEmpty ? "it failed without a word" : ErrorAnswer.cleaned(said)]
    if outcome.ending == .timedOut { because = ["it took too long"] }
    return Failure(
      "cannot use the credential helper `\(name)`", because: because,
      hint: "run `docker-credential-\(name) \(verb)` by hand to see what is wrong")
  }
}
