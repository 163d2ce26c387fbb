import Host
import Source
import TestSupport
import Testing

@testable import Commands

/// `fix` where the ignore file of the build context is to be written.
@Suite struct IgnoreFileCommandsTests {
  typealias Run = RepairingCommandsTests.Run

  static let dockerfile = "FROM alpine:3.20\nCOPY . /app\nUSER 10001\n"
  static let rules = ["--rule", "dockerignore-missing", "--rule", "dockerignore-incomplete"]

  static func folder(_ files: [String: String] = [:]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("Dockerfile", dockerfile)
    try folder.write("app.py", "print()\n")
    try folder.write(".git/HEAD", "ref: refs/heads/main\n")
    for (path, text) in files { try folder.write(path, text) }
    return folder
  }

  static func fix(_ folder: TemporaryFolder, _ words: String..., input: String = "") -> Run {
    Run(folder, ["fix", "--no-config", "--unsafe"] + rules + words, input: input)
  }

  @Test func aFileIsWrittenOnce() throws {
    let folder = try Self.folder()
    let run = Self.fix(folder, "--show", "Dockerfile")
    #expect(run.code == .clean)
    #expect(run.errors.contains("wrote `.dockerignore` with"))
    #expect(run.errors.contains("`.git`: the history of the sources"))
    #expect(run.errors.contains("no longer sent to the builder"))
    let text = try folder.read(".dockerignore")
    #expect(text.contains("\n.git\n"))
    #expect(try folder.read("Dockerfile") == Self.dockerfile)
    let again = Self.fix(folder, "Dockerfile")
    #expect(again.errors.contains("nothing to repair"))
    #expect(try folder.read(".dockerignore") == text)
  }

  @Test func linesComeToTheEndAndModeAndLinkStay() throws {
    let folder = try Self.folder(["conf/ignore": "*.md\r\n"])
    try folder.shell("chmod", "640", folder.at("conf/ignore"))
    try folder.shell("ln", "-s", "conf/ignore", folder.at(".dockerignore"))
    #expect(Self.fix(folder, "Dockerfile").code == .clean)
    let text = try folder.read("conf/ignore")
    #expect(text.hasPrefix("*.md\r\n\r\n# "))
    #expect(text.hasSuffix("\r\n.git\r\n"))
    #expect(Files.statusOfLink(folder.at(".dockerignore"))?.kind == .link)
    #expect(Files.status(folder.at("conf/ignore"))?.mode == 0o640)
  }

  @Test func theIgnoreFileOfTheDockerfileComesFirst() throws {
    let folder = try Self.folder(["Dockerfile.dockerignore": "*.md\n", ".dockerignore": "*.txt\n"])
    #expect(Self.fix(folder, "Dockerfile").code == .clean)
    #expect(try folder.read("Dockerfile.dockerignore").hasSuffix("\n.git\n"))
    #expect(try folder.read(".dockerignore") == "*.txt\n")
  }

  @Test func aPatchShowsTheNewFile() throws {
    let folder = try Self.folder()
    let run = Self.fix(folder, "--diff", "Dockerfile")
    #expect(run.code == .findings)
    #expect(run.output.hasPrefix("--- /dev/null\n+++ b/.dockerignore\n@@ -0,0 +1,"))
    #expect(run.output.contains("\n+.git\n"))
    #expect(run.errors.contains("would write `.dockerignore`"))
    #expect(!Files.exists(folder.at(".dockerignore")))
    try folder.shell("git", "apply", "-", input: run.output)
    #expect(try folder.read(".dockerignore").contains("\n.git\n"))
    #expect(Self.fix(folder, "--diff", "Dockerfile").code == .clean)
  }

  @Test func aPatchAppendsToTheFileThatIsThere() throws {
    let folder = try Self.folder([".dockerignore": "*.md"])
    let run = Self.fix(folder, "--diff", "Dockerfile")
    #expect(run.output.hasPrefix("--- a/.dockerignore\n+++ b/.dockerignore\n"))
    try folder.shell("git", "apply", "-", input: run.output)
    #expect(try folder.read(".dockerignore").hasPrefix("*.md\n\n#"))
  }

  @Test func theStandardInputWritesNothingAndSaysSo() throws {
    let folder = try Self.folder()
    let run = Self.fix(folder, "--show", "--context", ".", "-", input: Self.dockerfile)
    #expect(run.output == Self.dockerfile)
    #expect(!Files.exists(folder.at(".dockerignore")))
    #expect(run.errors.contains("is not done for the standard input"))
    let unknown = Self.fix(folder, "-", input: Self.dockerfile)
    #expect(unknown.errors.contains("name the folder with `--context`"))
  }

  @Test func twoDockerfilesOfOneContextWriteOneFile() throws {
    let folder = try Self.folder([
      "other.Dockerfile":
        "FROM node:24\nWORKDIR /a\nCOPY . .\nRUN npm ci\nRUN . ./.env\nUSER 1000\n",
      "package.json": "{}",
    ])
    let run = Self.fix(folder, "--json", "Dockerfile", "./other.Dockerfile")
    #expect(run.code == .clean)
    let text = try folder.read(".dockerignore")
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(Set(lines).count == lines.count)
    #expect(lines.contains(".git"))
    // The first has no use for `.env`, the second reads it; the first makes no dependencies.
    #expect(!lines.contains("**/.env"))
    #expect(!lines.contains("node_modules"))
    #expect(run.output.components(of: "\"created\": true") == 1)
    #expect(Self.fix(folder, "Dockerfile", "other.Dockerfile").errors.contains("nothing to repair"))
  }

  @Test func aContextElsewhereIsNamed() throws {
    let folder = try Self.folder(["docker/app.Dockerfile": Self.dockerfile])
    #expect(Self.fix(folder, "--context", ".", "docker/app.Dockerfile").code == .clean)
    #expect(Files.exists(folder.at(".dockerignore")))
    #expect(!Files.exists(folder.at("docker/.dockerignore")))
  }

  @Test func onePatternForAllFoldersIsEnough() throws {
    let folder = try Self.folder([".env": "DB_PASSWORD=hunter2secret99\n", "k/id_rsa": "x\n"])
    let run = Self.fix(folder, "--rule", "secret-file-copied", "Dockerfile")
    #expect(run.code == .clean)
    let lines = try folder.read(".dockerignore").split(separator: "\n")
    #expect(lines.contains("**/.env") && !lines.contains(".env"))
    #expect(lines.contains("**/id_rsa") && !lines.contains("k/id_rsa"))
    #expect(
      Self.fix(folder, "--rule", "secret-file-copied", "Dockerfile").errors.contains("nothing"))
  }

  /// The superuser may write anywhere.
  @Test func aFolderThatIsReadOnlyIsSaid() throws {
    let folder = try Self.folder()
    if try folder.shell("id", "-u").hasPrefix("0") { return }
    try folder.shell("chmod", "555", folder.path)
    let run = Self.fix(folder, "Dockerfile")
    try folder.shell("chmod", "755", folder.path)
    #expect(run.code == .failed)
    #expect(run.errors.contains("its folder is read-only"))
  }

  @Test func aHistoryThatIsNeededStays() throws {
    let folder = try Self.folder([
      "Dockerfile": Self.dockerfile + "RUN git describe --tags > version\n"
    ])
    #expect(Self.fix(folder, "Dockerfile").code == .clean)
    #expect(try !folder.read(".dockerignore").contains(".git\n"))
  }

  @Test func privateKeysGoAndCertificatesStay() throws {
    let folder = try Self.folder([
      "tls/ca.pem": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
      "tls/server.pem":
        "-----BEGIN PRIVATE KEY-----\n\(String(repeating: "MIIEvQIBADANBgkq", count: 8))\n-----END PRIVATE KEY-----\n",
    ])
    #expect(Self.fix(folder, "Dockerfile").code == .clean)
    let text = try folder.read(".dockerignore")
    #expect(text.contains("\ntls/server.pem\n"))
    #expect(!text.contains("ca.pem"))
  }

  @Test func whatMayNotBeReadIsNotReplaced() throws {
    let folder = try Self.folder()
    try folder.shell("ln", "-s", "nowhere", folder.at(".dockerignore"))
    let run = Self.fix(folder, "Dockerfile")
    #expect(run.code == .failed)
    #expect(Files.statusOfLink(folder.at(".dockerignore"))?.kind == .link)
    #expect(try folder.read("Dockerfile") == Self.dockerfile)
  }

  /// The folder is made unwritable by what even the superuser cannot change.
  @Test func aFailureLeavesBothFilesAsTheyWere() throws {
    let text = "FROM alpine:3.20\nCOPY . /app\nRUN apk add git\nUSER 10001\n"
    let folder = try Self.folder(["Dockerfile": text])
    try Files.makeFolder(folder.at(".dockerignore"))
    let run = Self.fix(folder, "--rule", "apk-cache-kept", "Dockerfile")
    #expect(run.code == .failed)
    #expect(run.errors.contains("which belongs to its repair, was not written"))
    #expect(try folder.read("Dockerfile") == text)
  }

  @Test func reportsTellTheLines() throws {
    let folder = try Self.folder([".dockerignore": "*.md\n"])
    let json = Run(folder, ["check", "--no-config", "--format", "json"] + Self.rules.on)
    #expect(json.output.contains("\"ignoreFile\""))
    #expect(json.output.contains("\"path\": \".dockerignore\""))
    let sarif = Run(folder, ["check", "--no-config", "--format", "sarif"] + Self.rules.on)
    #expect(sarif.output.contains("\"uri\": \".dockerignore\""))
    let human = Run(folder, ["check", "--no-config"] + Self.rules.on)
    #expect(human.output.contains("+ .git"))
  }
}

extension [String] {
  /// The options of rules with each of them switched on.
  fileprivate var on: [String] { map { $0.hasPrefix("--") ? $0 : $0 + "=warning" } }
}

extension String {
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
