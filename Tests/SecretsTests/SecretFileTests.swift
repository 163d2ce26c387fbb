import Secrets
import Testing

@Suite struct SecretFileTests {
  @Test(
    arguments: [
      ("id_rsa", "ssh-private-key", .definite), ("./keys/id_ed25519", "ssh-private-key", .definite),
      ("id_rsa_deploy", "ssh-private-key", .likely), ("certs/server.pem", "pem", .likely),
      ("tls.key", "key-file", .likely), ("a.p12", "key-store", .definite),
      ("a.PFX", "key-store", .definite),
      (".npmrc", "npm-credentials", .likely), (".pypirc", "pypi-credentials", .definite),
      ("/root/.netrc", "netrc", .definite), (".env", "env-file", .definite),
      ("app/.env.production", "env-file", .likely), ("prod.env", "env-file", .likely),
      (".aws/credentials", "aws-credentials", .definite),
      ("/root/.docker/config.json", "docker-credentials", .definite),
      (".git-credentials", "git-credentials", .definite), ("kubeconfig", "kubeconfig", .definite),
      ("home\\.kube\\config", "kubeconfig", .definite), ("x.kdbx", "password-database", .definite),
      ("release.jks", "key-store", .likely), ("config/secrets.conf", "secrets-file", .likely),
      ("service-account-prod.json", "gcp-service-account", .likely),
      ("terraform.tfstate.backup", "terraform-state", .definite),
      ("prod.tfvars", "terraform-variables", .likely),
      (".vault-token", "vault-token", .definite), (".htpasswd", "htpasswd", .definite),
    ] as [(String, String, SecretFile.Certainty)])
  func known(_ path: String, id: String, certainty: SecretFile.Certainty) {
    let kind = SecretFile.kind(path)
    #expect(kind?.id == id)
    #expect(kind?.certainty == certainty)
  }

  @Test(arguments: [
    "id_rsa.pub", ".env.example", ".env.sample", ".env.template", ".env.prod.example",
    "config.json",
    "src/config", "environment", "env", "keys.go", "README.md", "", "/", "server.crt", "ca.cer",
    "key", "monkey", "credentials", "config/credentials.md", "src/environments.ts",
    "tokenizer.json",
    ".ssh/id_ed25519.pub", "package-lock.json", "secrets.go", "grid_rsa.txt",
  ])
  func unknown(_ path: String) {
    #expect(SecretFile.kind(path) == nil)
  }
}
