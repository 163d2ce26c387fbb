import Arguments
import Host
import Registry
import Source

/// `hardstand login`: keeps a credential for a registry, after the registry accepted it.
let loginCommand = Command(
  CommandDescription(
    name: "login", abstract: "Log in to a registry",
    discussion: """
      Asks the registry whether it accepts the credential and keeps it where Docker keeps it: in the \
      credential helper that `~/.docker/config.json` names, else in that file. Docker, Podman and skopeo \
      find it there. `hardstand logout REGISTRY` forgets it.
      """,
    group: "Images", arguments: [registryArgument],
    options: [userOption, passwordOption, ImageOptions.insecure, ImageOptions.authorities],
    examples: [
      .init(
        "echo \"$TOKEN\" | hardstand login -u ci --password-stdin ghcr.io", "Log in from a script"),
      .init("hardstand login registry.example", "Be asked for name and password"),
    ])
) { session, arguments in
  let registry = arguments.argument(registryArgument) ?? "docker.io"
  let settings = try ImageSession.registrySettings(session, arguments)
  let user = try arguments.value(userOption) ?? session.ask("Username: ", isSecret: false)
  let password: String
  if arguments.flag(passwordOption) {
    let bytes = try session.input(64 << 10)
    let text = String(decoding: bytes, as: UTF8.self)
    password = String(text.reversed().drop { $0.isNewline }.reversed())
  } else {
    password = try session.ask("Password: ", isSecret: true)
  }
  if user.isEmpty || password.isEmpty {
    throw Failure(
      "cannot log in to \(registry)",
      because: [user.isEmpty ? "the name is empty" : "the password is empty"],
      hint: "give the name with `-u` and the password on the standard input")
  }
  let credential = Credential.password(user: user, secret: password)
  do {
    let wasAsked = try RegistryClient.logIn(to: registry, credential, settings)
    if !wasAsked {
      session.tell("\(registry) lets everybody in and did not look at the credential.")
    }
  } catch let error as RegistryError {
    throw error.failure
  }
  let stored = try CredentialStore(environment: session.environment).store(
    credential, for: registry)
  if let warning = stored.warning { session.tell(warning) }
  session.tell("Logged in to \(registry) as \(user). The credential is kept in \(stored.place).")
  return .clean
}

private let registryArgument = ArgumentDescription(
  "REGISTRY", .optional, help: "The registry [default: docker.io]")
private let userOption = OptionDescription.value(
  "username", short: "u", "NAME", help: "The name of the account")
private let passwordOption = OptionDescription.flag(
  "password-stdin", help: "Read the password from the standard input")

extension Session {
  /// Asks the person at the terminal for a line.
  /// - Throws: `Failure` when nobody can be asked.
  func ask(_ question: String, isSecret: Bool) throws(Failure) -> String {
    errors.flush()
    guard let answer = try Prompt.ask(question, isSecret: isSecret) else {
      throw Failure(
        "cannot ask for the credential", because: ["no terminal is there to ask at"],
        hint: "give the name with `-u` and the password with `--password-stdin`")
    }
    return answer
  }
}
