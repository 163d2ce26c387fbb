import Host
import TestSupport
import Testing

/// A context that somebody writes to while it is built from.
@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct ChangingContextTests {
  /// The cache must not hold the new content under the key of the old.
  @Test func aChangeIsToldAndNotKept() throws {
    let place = try Workplace()
    try place.folder.script("ln -s busybox root/bin/sleep; tar -C root -cf base.tar .")
    // The layer of the copy is written once the slow stage is done, long after its key was made.
    try place.folder.write(
      "context/Dockerfile",
      """
      FROM base AS slow
      RUN sleep 2; echo > /x
      FROM base
      COPY a /a
      COPY --from=slow /x /x

      """)
    func set(_ text: String) throws {
      try place.folder.write("new", text)
      try place.folder.script("mv new context/a")
    }
    func built() throws -> String {
      let out = place.folder.at("out")
      let result = try place.build("one", ["-o", "type=local,dest=\(out)"])
      #expect(result.succeeded, "\(result.text)")
      return try place.folder.read("out/a")
    }
    try set("old")
    _ = try place.run("one", ["image", "ls"])
    let program = try #require(BuiltProgram.path)
    let first = try place.folder.script(
      """
      export HARDSTAND_STORE=one
      '\(program)' build --progress plain context > log 2>&1 &
      sleep 1; printf new > new; mv new context/a; wait; cat log
      """)
    let told = String(decoding: first, as: UTF8.self)
    #expect(told.contains("`/a` of the build context"), "\(told)")
    #expect(told.contains("changed while it was read"), "\(told)")
    #expect(try built() == "new")
    try set("old")
    #expect(try built() == "old")
  }
}
