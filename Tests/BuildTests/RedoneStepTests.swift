import Host
import TestSupport
import Testing

/// Steps that are done once more though the cache knows them.
@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct RedoneStepTests {
  /// What is built on a step later stands on its latest files, and not on those of before.
  @Test func laterBuildsStandOnTheLatest() throws {
    let place = try Workplace()
    let dockerfile = "FROM base\nRUN cat /proc/sys/kernel/random/uuid > /id\n"
    try place.folder.write("context/Dockerfile", dockerfile)
    func id(_ options: [String] = []) throws -> String {
      let out = place.folder.at("out")
      let result = try place.build("one", options + ["-o", "type=local,dest=\(out)"])
      #expect(result.succeeded, "\(result.text)")
      return try place.folder.read("out/id")
    }
    let first = try id()
    let second = try id(["--no-cache"])
    #expect(first != second)
    #expect(try id() == second)
    try place.folder.write("context/Dockerfile", dockerfile + "RUN cat /id > /copy\n")
    #expect(try id() == second)
    #expect(try place.folder.read("out/copy") == second)
  }
}
