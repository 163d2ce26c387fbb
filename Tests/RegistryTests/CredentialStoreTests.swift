import Documents
import Host
import Registry
import Source
import TestSupport
import Testing

@Suite struct CredentialStoreTests {
  /// `user:secret` in base64.
  private let auth = "dXNlcjpzZWNyZXQ="
  private let expected = Credential.password(user: "user", secret: "secret")

  private func store(_ config: String?) throws -> (CredentialStore, TemporaryFolder) {
    let folder = try TemporaryFolder()
    if let config { try folder.write("docker/config.json", config) }
    return (CredentialStore(environment: environment(folder)), folder)
  }

  private func environment(_ folder: TemporaryFolder) -> [String: String] {
    [
      "DOCKER_CONFIG": folder.at("docker"), "HOME": folder.at("home"),
      "XDG_RUNTIME_DIR": folder.at("run"), "PATH": "\(folder.at("bin")):/usr/bin:/bin",
    ]
  }

  @Test(arguments: [
    ("registry.example", "registry.example"), ("registry.example", "https://registry.example"),
    ("registry.example", "https://registry.example/v1/"),
    ("registry.example:5000", "registry.example:5000"),
    ("registry.example", "http://registry.example/"),
    ("docker.io", "https://index.docker.io/v1/"), ("docker.io", "docker.io"),
    ("docker.io", "index.docker.io"),
  ])
  func findsEveryFormOfKey(registry: String, key: String) throws {
    let (store, folder) = try store(#"{"auths":{"\#(key)":{"auth":"\#(auth)"}}}"#)
    #expect(try store.credential(for: registry) == expected)
    #expect(try store.credential(for: "other.example") == nil)
    _ = folder
  }

  @Test(
    arguments: [
      (
        #"{"username":"user","password":"secret"}"#,
        Credential.password(user: "user", secret: "secret")
      ),
      (#"{"auth":"dXNlcjpzOmU6Yw=="}"#, .password(user: "user", secret: "s:e:c")),
      (#"{"auth":"\#("dXNlcjpzZWNyZXQ=")","identitytoken":"abc"}"#, .identityToken("abc")),
      (#"{"registrytoken":"abc"}"#, .registryToken("abc")), ("{}", nil), (#"{"auth":""}"#, nil),
    ] as [(String, Credential?)])
  func readsEveryKindOfEntry(entry: String, credential: Credential?) throws {
    let (store, folder) = try store(#"{"auths":{"r.example":\#(entry)}}"#)
    #expect(try store.credential(for: "r.example") == credential)
    _ = folder
  }

  @Test func readsPodmansFilesAfterDockers() throws {
    let (store, folder) = try store(#"{"auths":{"one":{"auth":"\#(auth)"}}}"#)
    try folder.write(
      "run/containers/auth.json",
      #"{"auths":{"one":{"registrytoken":"x"},"two/team/app":{"registrytoken":"app"},"#
        + #""two/team":{"registrytoken":"team"},"two":{"registrytoken":"all"}}}"#)
    #expect(try store.credential(for: "one") == expected)
    #expect(try store.credential(for: "two", path: "team/app") == .registryToken("app"))
    #expect(try store.credential(for: "two", path: "team/app/x") == .registryToken("app"))
    #expect(try store.credential(for: "two", path: "team/other") == .registryToken("team"))
    #expect(try store.credential(for: "two", path: "teams") == .registryToken("all"))
    try folder.write("elsewhere.json", #"{"auths":{"three":{"registrytoken":"x"}}}"#)
    var other = environment(folder)
    other["REGISTRY_AUTH_FILE"] = folder.at("elsewhere.json")
    #expect(try CredentialStore(environment: other).credential(for: "three") == .registryToken("x"))
  }

  @Test(arguments: ["nothing", "[]", #"{"auths":{"r":{"auth":"***"}}}"#, "{"])
  func brokenFilesAreNamed(config: String) throws {
    let (store, folder) = try store(config)
    let failure = #expect(throws: Failure.self) { _ = try store.credential(for: "r") }
    #expect(failure?.description.contains(folder.path) == true)
  }

  @Test func whatIsWrittenKeepsTheRest() throws {
    let config = #"{"zeta":1,"auths":{"a":{"auth":"eDp5","note":1}},"HttpHeaders":{"X":"y"}}"#
    let (store, folder) = try store(config)
    let stored = try store.store(expected, for: "r.example")
    #expect(stored.place == folder.at("docker/config.json"))
    #expect(stored.warning?.contains("unencrypted") == true)
    let json = try JSON(reading: folder.read("docker/config.json"), name: "config")
    #expect(json.object?.map(\.key) == ["zeta", "auths", "HttpHeaders"])
    #expect(json["auths"]?.object?.map(\.key) == ["a", "r.example"])
    #expect(json["auths"]?["a"]?["note"]?.int == 1)
    #expect(json["auths"]?["r.example"]?["auth"]?.string == auth)
    #expect(try store.credential(for: "r.example") == expected)
    #expect(try store.forget("r.example"))
    #expect(try !store.forget("r.example"))
    #expect(try store.credential(for: "r.example") == nil)
    #expect(try store.credential(for: "a") == .password(user: "x", secret: "y"))
  }

  @Test func newFilesAreOfTheirOwnerAlone() throws {
    let (store, folder) = try store(nil)
    #expect(try !store.forget("docker.io"))
    _ = try store.store(expected, for: "docker.io")
    #expect(Files.status(folder.at("docker/config.json"))?.mode == 0o600)
    #expect(try folder.read("docker/config.json").contains("https://index.docker.io/v1/"))
  }

  /// A helper that keeps one file a server.
  private func install(_ name: String, in folder: TemporaryFolder) throws {
    let script = """
      #!/bin/sh
      store=\(folder.path)/kept; mkdir -p "$store"
      case $1 in
        store) cat > "$store/new"; key=$(sed -E 's/.*"ServerURL":"([^"]*)".*/\\1/' "$store/new" | tr / _)
               mv "$store/new" "$store/$key" ;;
        get) key=$(tr / _); [ -e "$store/$key" ] && cat "$store/$key" ||
             { echo "credentials not found in native keychain"; exit 1; } ;;
        erase) key=$(tr / _); rm "$store/$key" ;;
      esac
      """
    try folder.write("bin/docker-credential-\(name)", script)
    _ = try Spawn("chmod", ["+x", folder.at("bin/docker-credential-\(name)")]).run()
  }

  @Test(arguments: [#"{"credsStore":"test"}"#, #"{"credHelpers":{"r.example":"test"}}"#])
  func helpersKeepWhatTheyAreGiven(config: String) throws {
    let (store, folder) = try store(config)
    try install("test", in: folder)
    #expect(try store.credential(for: "r.example") == nil)
    let stored = try store.store(expected, for: "r.example")
    #expect(stored.warning == nil)
    #expect(try store.credential(for: "r.example") == expected)
    #expect(try !folder.read("docker/config.json").contains(auth))
    #expect(try store.forget("r.example"))
    #expect(try store.credential(for: "r.example") == nil)
    _ = try store.store(.identityToken("abc"), for: "r.example")
    #expect(try store.credential(for: "r.example") == .identityToken("abc"))
  }

  @Test(
    arguments: [
      ("missing", nil, "no folder in PATH"), ("../evil", nil, "no name of a program"),
      ("broken", "echo 'the keychain is locked'; exit 1", "the keychain is locked"),
      ("odd", "echo hello", "no name and secret"), ("slow", "exec sleep 20", "too long"),
    ] as [(String, String?, String)])
  func helpersThatDoNotWork(name: String, script: String?, says: String) throws {
    var (store, folder) = try store(#"{"credsStore":"\#(name)"}"#)
    store.helperTime = .milliseconds(500)
    if let script {
      try folder.write("bin/docker-credential-\(name)", "#!/bin/sh\n\(script)\n")
      _ = try Spawn("chmod", ["+x", folder.at("bin/docker-credential-\(name)")]).run()
    }
    let failure = #expect(throws: Failure.self) { _ = try store.credential(for: "r.example") }
    #expect(failure?.description.contains(says) == true, "\(failure as Any)")
    #expect(failure?.hint != nil)
  }

  @Test func noSecretIsShown() {
    for credential in [expected, .identityToken("secret"), .registryToken("secret")] {
      #expect(!"\(credential)".contains("secret"))
      #expect(!String(reflecting: credential).contains("secret"))
    }
  }
}
