import Secrets
import Testing

@Suite struct SecretNameTests {
  @Test(arguments: [
    "PASSWORD", "DB_PASSWORD", "PGPASSWORD", "MYSQL_ROOT_PASSWORD", "passwd", "GPG_PASSPHRASE",
    "APPLICATION_SECRET",
    "DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE", "SECRET", "CLIENT_SECRET", "clientSecret",
    "TOKEN", "NPM_TOKEN", "GITHUB_TOKEN", "authToken", "API_KEY", "APIKEY", "OPENAI_API_KEY",
    "PRIVATE_KEY", "privateKey", "ACCESS_KEY", "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
    "CREDENTIALS", "REGISTRY_CREDENTIAL", "BASIC_AUTH", "COMPOSER_AUTH", "SECRET_KEY_BASE",
    "DB_PASS",
    "DB_PWD", "ENCRYPTION_KEY", "SSH_KEY", "JWT_SIGNING_KEY", "api-key",
    "spring.datasource.password",
  ])
  func secret(_ name: String) {
    #expect(SecretName.verdict(name).isSecret)
  }

  @Test(arguments: [
    "KEY", "PUBLIC_KEY", "SSH_PUBLIC_KEY", "GPG_KEY", "GPG_KEYS", "PASSWORD_FILE",
    "POSTGRES_PASSWORD_FILE", "SSH_KEY_PATH", "TOKEN_URL", "PASSWORD_MIN_LENGTH", "TOKENIZER",
    "TOKENIZERS_PARALLELISM", "TOKENIZER_NAME", "MAX_TOKENS", "PWD", "OLDPWD", "BYPASS", "COMPASS",
    "SECRET_NAME", "AUTH_METHOD", "AUTH_TYPE", "ENABLE_AUTH", "MYSQL_ALLOW", "SWIFT_SIGNING_KEY",
    "RABBITMQ_PGP_KEY_ID", "KEYBOARD", "MONKEY", "SECRETARY", "AUTHOR", "AUTHORS", "PATH", "",
    "SECRET_KEY_BASE_DUMMY", "TOKEN_EXPIRY", "JWT_ISSUER", "CREDENTIALS_PATH", "PASSTHROUGH",
    "GOOGLE_APPLICATION_CREDENTIALS", "LICENSE", "KEY_ID", "PRIVATE_KEY_PATH",
    "ALLOW_EMPTY_PASSWORD",
    "DOCKER_TLS_CERTDIR", "PASSWORD_HASH_ALGORITHM",
  ])
  func notSecret(_ name: String) {
    #expect(!SecretName.verdict(name).isSecret)
  }

  @Test func tellsTheWord() {
    #expect(SecretName.verdict("DB_PASSWORD") == .secret(word: "PASSWORD"))
    #expect(SecretName.verdict("OPENAI_API_KEY") == .secret(word: "API_KEY"))
    #expect(SecretName.verdict("TOKEN_URL") == .notSecret(word: "URL"))
    #expect(SecretName.verdict("SSH_PUBLIC_KEY") == .notSecret(word: nil))
    #expect(SecretName.verdict("HOME") == .notSecret(word: nil))
  }

  /// The cases of BuildKit's own list: a word of its own between underscores, and `public`.
  @Test(arguments: [
    ("SUPER_Secret", true), ("TOKEN", true), ("apikey", true), ("git_key", true), ("auth", true),
    ("KEY", true), ("KEY_FILE", true), ("PUBLIC_KEY", false), ("public_token", false),
    ("git", false),
    ("super_duper_secret_token", true), ("tokenizer", false), ("my-secret", false),
  ])
  func agreesWithBuildKit(_ name: String, flagged: Bool) {
    #expect(SecretName.isFlaggedByBuildKit(name) == flagged)
  }

  @Test(
    arguments: [
      (nil, .none), ("", .empty), ("''", .empty), ("$TOKEN", .reference),
      ("${TOKEN:-x}", .reference),
      ("$(cat /run/secrets/x)", .reference), ("{{ token }}", .reference), ("%TOKEN%", .reference),
      ("changeme", .placeholder), ("<token>", .placeholder), ("xxxxxxxx", .placeholder),
      ("your-api-key", .placeholder), ("password", .weak), ("secret123", .weak),
      ("Postgres", .weak), ("true", .flag), ("8080", .flag),
      ("s3cr3t!9Fq", .literal), ("pa$$word9q", .literal),
    ] as [(String?, SecretValue)])
  func tellsValues(_ text: String?, value: SecretValue) {
    #expect(SecretValue(text) == value)
  }
}
