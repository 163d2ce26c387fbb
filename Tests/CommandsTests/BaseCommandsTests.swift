import Documents
import Source
import TestSupport
import Testing

@testable import Commands

/// The commands on bases, with an archive that is made for the test.
@Suite(.enabled(if: PackageArchive.isPossible, "needs gpg, gpgv and python3"))
struct BaseCommandsTests {
  private typealias Run = ImageCommandsTests.Run
  private let folder: TemporaryFolder
  private let archive: PackageArchive

  private static func suite(_ version: String) -> String {
    """
    [{"suite": "stable", "packages": [
      {"fields": {"Package": "aa", "Depends": "bb"}, "files": [{"path": "./usr/x", "content": "x"}]},
      {"fields": {"Package": "bb", "Version": "\(version)"}}]}]
    """
  }

  init() throws {
    folder = try TemporaryFolder()
    archive = try PackageArchive(Self.suite("1"))
    try folder.write(
      "base.yaml", "name: mine\nsuites: [stable]\narchitectures: [amd64]\npackages: [aa]\n")
  }

  private func run(_ words: String...) -> Run {
    Run(
      folder,
      ["base"] + words + [
        "--mirror", archive.path, "--keyring", archive.keyring, "--cache", folder.at("cache"),
      ])
  }

  @Test func locksBuildsAndTellsWhatWaits() throws {
    let unlocked = run("build", "base.yaml", "--platform", "linux/amd64")
    #expect(
      unlocked.code == .clean && unlocked.errors.contains("There is no lock"), "\(unlocked.errors)")
    let locked = run("lock", "base.yaml")
    #expect(locked.code == .clean, "\(locked.errors)")
    #expect(locked.output == "+ aa 1  (stable)\n+ bb 1  (stable)\n")
    let text = try folder.read("base.lock.yaml")
    #expect(run("lock", "base.yaml").errors.contains("fits the specification"))
    let built = run(
      "build", "base.yaml", "-t", "acme/mine:1", "--platform", "linux/amd64", "--json")
    let json = try JSON(reading: built.output, name: "out")
    #expect(
      json["name"]?.string == "docker.io/acme/mine:1" && json["images"]?[0]?["packages"]?.int == 2)
    let same = run("build", "base.yaml", "--no-cache", "--platform", "linux/amd64")
    #expect(same.output == "localhost/mine:latest@\(json["digest"]?.string ?? "")\n")
    #expect(run("outdated", "base.yaml").code == .clean)

    try archive.add(Self.suite("2"))
    for what in ["base.yaml", "acme/mine:1"] {
      let outdated = run("outdated", what)
      #expect(
        outdated.code == .findings && outdated.output == "~ bb 1 → 2  (stable)\n",
        "\(outdated.errors)")
      #expect(outdated.errors.contains("1157 days old"), "\(outdated.errors)")
    }
    #expect(run("lock", "--update", "--dry-run", "base.yaml").code == .findings)
    #expect(try folder.read("base.lock.yaml") == text)
    #expect(run("lock", "--update", "base.yaml").output == "~ bb 1 → 2  (stable)\n")
    #expect(run("build", "base.yaml", "--platform", "linux/amd64").code == .clean)
    #expect(
      run("build", "base.yaml", "--platform", "linux/arm64").errors.contains("not made for arm64"))
  }

  @Test func listsWhatIsReady() throws {
    let list = Run(folder, "base", "ls")
    #expect(list.code == .clean && list.output.contains("debian-slim"))
    #expect(Run(folder, "base", "ls", "python3").output.contains("name: python3\n"))
    let wrong = Run(folder, "base", "ls", "pyton")
    #expect(wrong.code == .failed && wrong.errors.contains("`python3`"))
    let json = try JSON(reading: Run(folder, "base", "ls", "--json").output, name: "out")
    #expect(json["bases"]?.array?.count == 8)
  }
}
