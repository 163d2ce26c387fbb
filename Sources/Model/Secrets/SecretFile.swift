/// What the path of a file says of secrets in it.
public enum SecretFile {
  /// How far the path alone decides.
  public enum Certainty: String, Hashable, Sendable {
    /// Such a file holds a secret.
    case definite
    /// Such a file often holds one; its content decides.
    case likely
  }

  /// A kind of file that holds secrets.
  public struct Kind: Hashable, Sendable {
    /// The kind in kebab case, such as `ssh-private-key`.
    public let id: String
    /// The kind in words, such as "SSH private key".
    public let title: String
    /// How far the path alone decides.
    public let certainty: Certainty
  }

  /// The kind of a file by its path; nil where the path says nothing of secrets.
  ///
  /// Both `/` and `\` part a path, and letter case does not matter.
  public static func kind(_ path: String) -> Kind? {
    let parts = path.lowercased().split { $0 == "/" || $0 == "\\" }.map(String.init)
    guard let base = parts.last else { return nil }
    let folder = parts.dropLast().last ?? ""
    if let row = byPath[folder + "/" + base] ?? byName[base] { return row }
    if base.hasPrefix(".env.") || base.hasSuffix(".env") { return environment(base) }
    if base.hasPrefix("service-account"), base.hasSuffix(".json") {
      return Kind(
        id: "gcp-service-account", title: "Google Cloud service account key", certainty: .likely)
    }
    if base.hasPrefix("id_"), !base.hasSuffix(".pub"),
      base.dropFirst(3).contains("rsa") || base.dropFirst(3).contains("ed25519")
    {
      return Kind(id: "ssh-private-key", title: "SSH private key", certainty: .likely)
    }
    if base.hasPrefix("terraform.tfstate") { return terraformState }
    guard let dot = base.lastIndex(of: "."), dot > base.startIndex else { return nil }
    if folder == ".ssh", base.hasSuffix(".pub") { return nil }
    return byExtension[String(base[base.index(after: dot)...])]
  }

  private static func environment(_ base: String) -> Kind? {
    let ending = base.split(separator: ".").last.map(String.init) ?? ""
    let templates: Set = [
      "example", "sample", "template", "dist", "defaults", "default", "tpl", "schema", "md", "d",
      "sh", "ts", "js", "py",
    ]
    if templates.contains(ending) { return nil }
    for word in ["example", "sample", "template"] where base.contains(word) { return nil }
    return Kind(
      id: "env-file", title: "environment file", certainty: base == ".env" ? .definite : .likely)
  }

  private static let terraformState = Kind(
    id: "terraform-state", title: "Terraform state", certainty: .definite)

  private static func row(_ id: String, _ title: String, _ certainty: Certainty) -> Kind {
    Kind(id: id, title: title, certainty: certainty)
  }

  private static let byName: [String: Kind] = [
    "id_rsa": row("ssh-private-key", "SSH private key", .definite),
    "id_dsa": row("ssh-private-key", "SSH private key", .definite),
    "id_ecdsa": row("ssh-private-key", "SSH private key", .definite),
    "id_ecdsa_sk": row("ssh-private-key", "SSH private key", .definite),
    "id_ed25519": row("ssh-private-key", "SSH private key", .definite),
    "id_ed25519_sk": row("ssh-private-key", "SSH private key", .definite),
    "ssh_host_rsa_key": row("ssh-private-key", "SSH host key", .definite),
    "ssh_host_ecdsa_key": row("ssh-private-key", "SSH host key", .definite),
    "ssh_host_ed25519_key": row("ssh-private-key", "SSH host key", .definite),
    ".env": row("env-file", "environment file", .definite),
    ".envrc": row("env-file", "environment file", .likely),
    ".npmrc": row("npm-credentials", "npm configuration", .likely),
    ".yarnrc": row("npm-credentials", "Yarn configuration", .likely),
    ".yarnrc.yml": row("npm-credentials", "Yarn configuration", .likely),
    ".pypirc": row("pypi-credentials", "PyPI credentials", .definite),
    "pip.conf": row("pypi-credentials", "pip configuration", .likely),
    ".netrc": row("netrc", "login file for hosts", .definite),
    "_netrc": row("netrc", "login file for hosts", .definite),
    ".git-credentials": row("git-credentials", "Git credentials", .definite),
    ".dockercfg": row("docker-credentials", "Docker credentials", .definite),
    ".dockerconfigjson": row("docker-credentials", "Docker credentials", .definite),
    "kubeconfig": row("kubeconfig", "Kubernetes credentials", .definite),
    ".vault-token": row("vault-token", "Vault token", .definite),
    ".htpasswd": row("htpasswd", "password hashes of a web server", .definite),
    ".pgpass": row("database-credentials", "PostgreSQL passwords", .definite),
    ".my.cnf": row("database-credentials", "MySQL credentials", .likely),
    ".mylogin.cnf": row("database-credentials", "MySQL credentials", .definite),
    "credentials.json": row("credentials", "credentials", .likely),
    "credentials.yml": row("credentials", "credentials", .likely),
    "credentials.yaml": row("credentials", "credentials", .likely),
    "client_secret.json": row("credentials", "OAuth client secret", .definite),
    "client_secrets.json": row("credentials", "OAuth client secret", .definite),
    "application_default_credentials.json": row(
      "gcp-credentials", "Google Cloud credentials", .definite),
    "secrets.yaml": row("secrets-file", "file of secrets", .likely),
    "secrets.yml": row("secrets-file", "file of secrets", .likely),
    "secrets.json": row("secrets-file", "file of secrets", .likely),
    "secrets.toml": row("secrets-file", "file of secrets", .likely),
    "secrets.conf": row("secrets-file", "file of secrets", .likely),
    "secrets.ini": row("secrets-file", "file of secrets", .likely),
    "secrets.txt": row("secrets-file", "file of secrets", .likely),
    "secrets.properties": row("secrets-file", "file of secrets", .likely),
    "secret.yaml": row("secrets-file", "file of secrets", .likely),
    "secret.yml": row("secrets-file", "file of secrets", .likely),
    "secret.json": row("secrets-file", "file of secrets", .likely),
    "master.key": row("rails-master-key", "Rails master key", .definite),
    "terraform.rc": row("terraform-credentials", "Terraform credentials", .likely),
    ".terraformrc": row("terraform-credentials", "Terraform credentials", .likely),
    "credentials.tfrc.json": row("terraform-credentials", "Terraform credentials", .definite),
    ".bash_history": row("shell-history", "shell history", .likely),
    ".zsh_history": row("shell-history", "shell history", .likely),
    "wp-config.php": row("wordpress-config", "WordPress configuration", .likely),
    "sftp-config.json": row("ftp-credentials", "SFTP credentials", .likely),
    "auth.json": row("composer-credentials", "Composer credentials", .likely),
    "settings-security.xml": row("maven-credentials", "Maven master password", .definite),
    ".s3cfg": row("aws-credentials", "S3 credentials", .definite),
    ".boto": row("aws-credentials", "AWS credentials", .likely),
  ]

  private static let byPath: [String: Kind] = [
    ".aws/credentials": row("aws-credentials", "AWS credentials", .definite),
    ".aws/config": row("aws-credentials", "AWS configuration", .likely),
    ".docker/config.json": row("docker-credentials", "Docker credentials", .definite),
    ".kube/config": row("kubeconfig", "Kubernetes credentials", .definite),
    ".cargo/credentials": row("cargo-credentials", "Cargo credentials", .definite),
    ".cargo/credentials.toml": row("cargo-credentials", "Cargo credentials", .definite),
    ".gem/credentials": row("rubygems-credentials", "RubyGems credentials", .definite),
    ".m2/settings.xml": row("maven-credentials", "Maven settings", .likely),
    "gh/hosts.yml": row("github-credentials", "GitHub credentials", .definite),
    "gcloud/credentials.db": row("gcp-credentials", "Google Cloud credentials", .definite),
    ".azure/accesstokens.json": row("azure-credentials", "Azure credentials", .definite),
    ".azure/msal_token_cache.json": row("azure-credentials", "Azure credentials", .definite),
    ".composer/auth.json": row("composer-credentials", "Composer credentials", .definite),
    ".bundle/config": row("rubygems-credentials", "Bundler configuration", .likely),
    "etc/shadow": row("shadow", "password hashes", .definite),
  ]

  private static let byExtension: [String: Kind] = [
    "pem": row("pem", "PEM file, which may hold a private key", .likely),
    "key": row("key-file", "key file", .likely),
    "p8": row("private-key", "private key", .definite),
    "p12": row("key-store", "key store", .definite),
    "pfx": row("key-store", "key store", .definite),
    "jks": row("key-store", "Java key store", .likely),
    "keystore": row("key-store", "key store", .likely),
    "ppk": row("putty-key", "PuTTY private key", .definite),
    "kdbx": row("password-database", "KeePass database", .definite),
    "kdb": row("password-database", "KeePass database", .definite),
    "agekey": row("age-key", "age secret key", .definite),
    "tfstate": terraformState,
    "tfvars": row("terraform-variables", "Terraform variables", .likely),
    "ovpn": row("vpn-configuration", "VPN configuration", .likely),
    "keytab": row("kerberos-key", "Kerberos keytab", .definite),
    "mobileprovision": row("signing-profile", "Apple signing profile", .likely),
    "asc": row("pgp-file", "PGP file, which may hold a private key", .likely),
  ]
}
