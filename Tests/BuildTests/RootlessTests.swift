import Host
import TestSupport
import Testing

@Suite(.enabled(if: PeopleBuild.canRun, "takes the built program, root, busybox, and crun or runc"))
struct RootlessTests {
  static let canChange = TemporaryFolder.has("setpriv") && TemporaryFolder.has("unshare")

  /// A shell script as the user 20001, in a folder of its own that has the program.
  private func asUser(
    _ build: PeopleBuild, _ script: String, lent: String = ""
  ) throws -> Spawn.Outcome {
    let program = try #require(BuiltProgram.path)
    let preparation = """
      set -e
      printf 'root:x:0:0::/:/bin/sh\\nprobe:x:20001:20001::/:/bin/sh\\n' > passwd
      printf '\(lent)' > lent
      touch /etc/subuid /etc/subgid
      mount --bind passwd /etc/passwd
      mount --bind lent /etc/subuid
      mount --bind lent /etc/subgid
      chmod 755 .
      mkdir -p user
      cp "$0" user/hardstand
      cp -r context base.tar user
      chown -R 20001:20001 user
      cd user
      exec setpriv --reuid 20001 --regid 20001 --clear-groups env HOME="$PWD" \
        HARDSTAND_STORE="$PWD/store" sh -ec "$1"
      """
    var spawn = Spawn(
      "unshare", ["--mount", "sh", "-c", preparation, program, script], folder: build.folder.path)
    spawn.environment["HARDSTAND_RUNTIME"] = "crun"
    return try spawn.run()
  }

  private static let start = "./hardstand image import base.tar \(PeopleBuild.base)\n"

  @Test(.enabled(if: canChange)) func filesTakeNoPrivilege() throws {
    let build = try PeopleBuild(
      "FROM \(PeopleBuild.base)\nCOPY --chown=7:8 file /owned\nWORKDIR /a/b\nENV A=b\n")
    try build.folder.write("context/file", "x")
    // Not even a user namespace is there.
    let outcome = try asUser(
      build,
      Self.start + "./hardstand build -t app:1 context && ./hardstand image digest app:1 | tail -1")
    #expect(outcome.succeeded, "\(outcome.errorText)")
    #expect(!outcome.errorText.contains("lent"))
    // The image is the one that root makes.
    let store = ["HARDSTAND_STORE": build.folder.at("user/store")]
    #expect(try build.build("--no-cache", "-t", "root:1", environment: store).succeeded)
    let digest = try build.run("image", "digest", "root:1", environment: store).outputText
    #expect(outcome.outputText.hasSuffix(digest), "\(outcome.outputText) \(digest)")
  }

  @Test(.enabled(if: canChange), arguments: [true, false])
  func commandsRunInANamespace(isLent: Bool) throws {
    let build = try PeopleBuild(
      """
      FROM \(PeopleBuild.base)
      COPY file /file
      RUN test "$(id -u)" = 0 && mkdir /made && echo x > /made/it && rm /file
      """)
    try build.folder.write("context/file", "x")
    let outcome = try asUser(
      build,
      Self.start
        + "./hardstand build -t app:1 context; ./hardstand build -t app:1 context; "
        + "./hardstand store verify >&2; ./hardstand image digest app:1 | tail -1",
      lent: isLent ? "probe:300000:65536\\n" : "")
    #expect(outcome.succeeded, "\(outcome.errorText)")
    #expect(outcome.errorText.contains("lent no other") == !isLent)
    let store = ["HARDSTAND_STORE": build.folder.at("user/store")]
    #expect(try build.build("--no-cache", "-t", "root:1", environment: store).succeeded)
    let digest = try build.run("image", "digest", "root:1", environment: store).outputText
    #expect(outcome.outputText.hasSuffix(digest), "\(outcome.outputText) \(digest)")
  }

  @Test(.enabled(if: canChange)) func othersOwnFilesWhereNumbersAreLent() throws {
    let build = try PeopleBuild(
      "FROM \(PeopleBuild.base)\nRUN touch /f && chown 10001:10001 /f\n")
    let words = Self.start + "./hardstand build context"
    #expect(try asUser(build, words, lent: "probe:300000:65536\\n").succeeded)
    try build.folder.script("rm -rf user")
    let outcome = try asUser(build, words)
    #expect(outcome.ending == .exited(3))
    #expect(outcome.errorText.contains("/etc/subuid"), "\(outcome.errorText)")
  }
}
