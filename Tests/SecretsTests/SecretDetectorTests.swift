import Source
import Testing

@testable import Secrets

@Suite struct SecretDetectorTests {
  private let detector = SecretDetector()

  /// Text that looks random and is the same in every run.
  static func noise(_ count: Int, _ alphabet: String, seed: UInt64 = 7) -> String {
    let letters = Array(alphabet.utf8)
    var state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493
    var bytes: [UInt8] = []
    while bytes.count < count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      bytes.append(letters[Int(state >> 33) % letters.count])
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static let alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  static let hex = "0123456789abcdef"
  static func checked(_ prefix: String) -> String {
    let body = noise(30, alphanumeric)
    return prefix + body + String(decoding: TokenChecksum.checksum(of: body.utf8), as: UTF8.self)
  }

  static let tokens: [(String, String, SecretFinding.Confidence)] = [
    ("AKIA" + noise(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), "aws-access-key-id", .likely),
    (checked("ghp_"), "github-token", .certain), (checked("ghs_"), "github-token", .certain),
    ("ghp_" + noise(36, alphanumeric), "github-token", .possible),
    (
      "github_pat_" + noise(22, alphanumeric) + "_" + noise(59, alphanumeric), "github-token",
      .likely
    ),
    ("glpat-" + noise(20, alphanumeric), "gitlab-token", .likely),
    ("xoxb-123456789012-1234567890123-" + noise(24, alphanumeric), "slack-token", .likely),
    ("sk_live_" + noise(24, alphanumeric), "stripe-key", .likely),
    ("sk_test_" + noise(24, alphanumeric), "stripe-key", .possible),
    ("AIza" + noise(35, alphanumeric), "google-api-key", .likely),
    (checked("npm_"), "npm-token", .certain),
    ("pypi-AgEIcHlwaS5vcmc" + noise(80, alphanumeric), "pypi-token", .certain),
    ("SG." + noise(22, alphanumeric) + "." + noise(43, alphanumeric), "sendgrid-key", .likely),
    ("SK" + noise(32, hex), "twilio-key", .likely),
    ("hf_" + noise(34, alphanumeric), "huggingface-token", .likely),
    ("sk-ant-api03-" + noise(93, alphanumeric) + "AA", "anthropic-key", .likely),
    ("sk-proj-" + noise(48, alphanumeric), "openai-key", .likely),
    (
      "sk-" + noise(20, alphanumeric) + "T3BlbkFJ" + noise(20, alphanumeric), "openai-key", .certain
    ),
    ("dop_v1_" + noise(64, hex), "digitalocean-token", .likely),
    ("dckr_pat_" + noise(27, alphanumeric), "docker-token", .likely),
    ("hvs." + noise(90, alphanumeric), "vault-token", .likely),
    ("dapi" + noise(32, hex), "databricks-token", .likely),
    ("shpat_" + noise(32, hex), "shopify-token", .likely),
    ("12345678" + ":AA" + noise(33, alphanumeric), "telegram-token", .likely),
    ("AGE-SECRET-KEY-1" + noise(58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"), "age-key", .certain),
    (
      "MTA5ODc2NTQzMjEwOTg3NjU0." + noise(6, alphanumeric) + "." + noise(38, alphanumeric),
      "discord-token", .certain
    ),
  ]

  @Test(arguments: tokens)
  func findsTokens(_ token: String, kind: String, confidence: SecretFinding.Confidence) throws {
    for (before, after) in [
      ("", ""), ("ENV X=", "\n"), ("\"", "\""), ("curl -H 'X: ", "' x"), ("a ", "."),
    ] {
      let text = before + token + after
      let findings = detector.findings(in: text)
      let finding = try #require(findings.first, "\(text)")
      #expect(findings.count == 1)
      #expect(finding.kind == kind)
      #expect(finding.confidence == confidence)
      #expect(finding.range.lowerBound == before.utf8.count)
      #expect(finding.range.upperBound == before.utf8.count + token.utf8.count)
      #expect(finding.preview.count <= 5)
    }
  }

  @Test(arguments: tokens)
  func findsNoPartsOfWords(_ token: String, kind: String, confidence: SecretFinding.Confidence) {
    #expect(detector.findings(in: "word" + token).filter { $0.kind == kind }.isEmpty)
    #expect(detector.findings(in: String(token.prefix(19))).isEmpty)
  }

  @Test func findsKeys() throws {
    let body =
      Self.noise(64, Self.alphanumeric + "+/") + "\n" + Self.noise(64, Self.alphanumeric + "+/")
    for label in ["RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "EC PRIVATE KEY"] {
      let block = "-----BEGIN \(label)-----\n\(body)\n-----END \(label)-----"
      let finding = try #require(detector.findings(in: "x\n\(block)\ny").first)
      #expect(finding.kind == "private-key")
      #expect(finding.confidence == .certain)
      #expect(finding.range.length == block.utf8.count)
      let escaped = block.replacing("\n", with: "\\n")
      #expect(
        detector.findings(in: "{\"private_key\": \"\(escaped)\"}").first?.kind == "private-key")
    }
    for text in [
      "-----BEGIN PUBLIC KEY-----\n\(body)\n-----END PUBLIC KEY-----",
      "-----BEGIN CERTIFICATE-----\n\(body)\n-----END CERTIFICATE-----",
      "grep -- '-----BEGIN RSA PRIVATE KEY-----' file",
      "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
    ] {
      #expect(detector.findings(in: text).isEmpty, "\(text)")
    }
  }

  @Test(
    arguments: [
      ("postgres://app:Zk3q9vTw@db.acme.io/x", .likely),
      ("https://bob:s3cr3tpw@git.acme.io/r.git", .likely),
      ("redis://:Zk3q9vTw@cache:6379", .likely), ("amqp://guest:guest@rabbit", .possible),
      ("postgres://postgres:password@db/x", .possible),
      ("mysql://u:Zk3q9vTw@localhost/x", .possible),
      ("https://$USER:$TOKEN@host", nil), ("https://x:${TOKEN}@host", nil),
      ("https://user@host", nil),
      ("https://host/a:b@c", nil), ("https://host:8080/x@y", nil),
      ("https://<user>:<pass>@host", nil),
      ("git@github.com:a/b", nil), ("http://[::1]:80/", nil), ("s3://bucket", nil),
      ("https://user:{{pass}}@host", nil), ("https://${U}:${P}@host", nil),
      ("https://user:%s@host", nil),
    ] as [(String, SecretFinding.Confidence?)])
  func judgesAddresses(_ text: String, confidence: SecretFinding.Confidence?) {
    let finding = detector.findings(in: "RUN x \(text) y").first { $0.kind == "url-password" }
    #expect(finding?.confidence == confidence)
  }

  @Test func findsAuthorization() {
    #expect(
      detector.findings(in: "Authorization: Basic Ym9iOlprM3E5dlR3").first?.kind
        == "basic-authorization")
    #expect(detector.findings(in: "Authorization: Basic dXNlcjpwYXNzd29yZA==").isEmpty)
    let token = Self.noise(40, Self.alphanumeric)
    #expect(
      detector.findings(in: "-H 'Authorization: Bearer \(token)'").first?.kind
        == "bearer-authorization")
    #expect(detector.findings(in: "Authorization: Bearer $TOKEN").isEmpty)
  }

  @Test func findsWebTokens() {
    let payload = "eyJzdWIiOiJib2IiLCJleHAiOjE5MDAwMDAwMDB9"
    let token =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\(payload).\(Self.noise(43, Self.alphanumeric))"
    #expect(detector.findings(in: "x=\(token)").map(\.kind) == ["json-web-token"])
    let famous =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.\(Self.noise(43, Self.alphanumeric))"
    #expect(detector.findings(in: famous).isEmpty)
    #expect(
      detector.findings(
        in: "eyJub3QiOiJhIHRva2VuIn0.eyJhIjoxfQ.\(Self.noise(43, Self.alphanumeric))"
      ).isEmpty)
  }

  @Test(arguments: [
    "ENV DB_PASSWORD=\(noise(20, alphanumeric))", "api_key: \"\(noise(32, alphanumeric))\"",
    "\"clientSecret\": \"\(noise(32, alphanumeric))\"", "SECRET_KEY = '\(noise(50, alphanumeric))'",
    "AWS_SECRET_ACCESS_KEY=\(noise(40, alphanumeric + "+/"))", "export NPM_TOKEN=\(noise(24, hex))",
    "AccountKey=\(noise(86, alphanumeric))==;EndpointSuffix=core.windows.net",
  ])
  func findsAssignments(_ text: String) {
    #expect(detector.findings(in: text).count == 1, "\(text)")
  }

  @Test(arguments: [
    "ENV PYTHON_SHA256 639e43243c620a308f968213df9e00f2f8f62332f7adbaa7a7eeb9783057c690",
    "GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305", "ARG TOKEN", "ENV TOKEN=", "TOKEN=$TOKEN",
    "PASSWORD=${PASSWORD:-changeme}", "TOKEN=changeme", "TOKEN=<your token here>",
    "SECRET_ID=550e8400-e29b-41d4-a716-446655440000", "TOKEN_SHA256=\(noise(64, hex))",
    "password=$(openssl rand -hex 16)", "PASSWORD_FILE=/run/secrets/db-password-2024-prod1",
    "token: ${{ secrets.GITHUB_TOKEN }}", "COMMIT=\(noise(40, hex))",
    "integrity sha512-\(noise(86, alphanumeric))==",
    "data:image/png;base64,\(noise(200, alphanumeric))", "KEY=\(noise(20, alphanumeric))",
    "AKIAIOSFODNN7EXAMPLE", "password = get_password(config, 'x1y2z3')",
    "SWIFT_SIGNING_KEY=52BB7E3DE28A71BE22EC05FFEF80A866B47A981F",
    "--mount=type=secret,id=npm_token_2024_production_v1", "secret: my-kubernetes-secret-name-v2",
    "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
    "token = request.headers['X-Token']", "tokenizer=bert-base-uncased-v1-2024-xyz1",
  ])
  func staysQuiet(_ text: String) {
    #expect(detector.findings(in: text).isEmpty, "\(detector.findings(in: text))")
  }

  @Test func redactsShortSecretsWhole() {
    #expect(SecretFinding.redacted(Array("short".utf8)[...]) == "…")
    #expect(SecretFinding.redacted(Array("abcdefghijklmnop".utf8)[...]) == "abcd…")
    #expect(SecretFinding.redacted([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12][...]) == "…")
  }

  @Test func survivesArbitraryBytes() {
    let seeds =
      Self.tokens.map(\.0) + [
        "-----BEGIN RSA PRIVATE KEY-----", "-----END ", "https://a:b@c", "Basic ", "eyJ",
        "password=",
        "AccountKey=", "PuTTY-User-Key-File-", ":AA", "Q~", "\u{0}", "\n", "\"",
      ]
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<12, using: &generator) {
        if Bool.random(using: &generator) {
          let seed = Array((seeds.randomElement(using: &generator) ?? "").utf8)
          bytes += seed.prefix(Int.random(in: 0...max(1, seed.count), using: &generator))
        } else {
          bytes += (0..<Int.random(in: 0..<20, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
          }
        }
      }
      for finding in detector.findings(in: bytes) {
        #expect(finding.range.upperBound <= bytes.count)
        #expect(!finding.range.isEmpty)
      }
    }
  }

  /// Inputs that would make a careless search read the same bytes again and again.
  @Test(arguments: [
    "-----BEGIN RSA PRIVATE KEY-----\n", "://a:", "=", "password=", "a.", "eyJ", "eyJa.eyJ", ":AA",
    "Q~",
    "ghp_", "x", "-", "\"secret\":\"", "http://", "Basic a", "AccountKey=a", "token:token=",
  ])
  func takesLinearTime(_ unit: String) {
    func time(_ size: Int) -> Duration {
      let bytes = Array(String(repeating: unit, count: size / unit.utf8.count).utf8)
      return ContinuousClock().measure { _ = detector.findings(in: bytes) }
    }
    _ = time(1000)
    #expect(time(200_000) < .seconds(8))
  }
}
