import TestSupport
import Testing

/// How steps share the folders of cache mounts.
@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct CacheMountTests {
  /// A cache is opened once for a command, however often it is mounted, and alone where one mount asks.
  @Test(arguments: ["locked", "shared", "private"], ["locked", "shared"])
  func oneCacheInTwoPlaces(_ first: String, _ second: String) throws {
    let place = try Workplace()
    try place.folder.write(
      "context/Dockerfile",
      """
      FROM base
      RUN --mount=type=cache,id=c,target=/a,sharing=\(first) \
        --mount=type=cache,id=c,target=/b,sharing=\(second) \
        echo same > /a/file && cat /b/file > /out

      """)
    let result = try place.build("one", ["-o", "type=local,dest=\(place.folder.at("out"))"])
    #expect(result.succeeded, "\(result.text)")
    #expect(try place.folder.read("out/out") == "same\n")
  }

  /// Two steps that lock the same caches in the opposite order wait for each other in turn.
  @Test func oppositeOrders() throws {
    let place = try Workplace()
    let caches = ["a", "b"].map { "--mount=type=cache,id=\($0),target=/\($0),sharing=locked" }
    try place.folder.write(
      "context/Dockerfile",
      """
      FROM base AS one
      RUN \(caches.joined(separator: " ")) cat /proc/uptime > /one
      FROM base AS two
      RUN \(caches.reversed().joined(separator: " ")) cat /proc/uptime > /two
      FROM base
      COPY --from=one /one /
      COPY --from=two /two /

      """)
    for _ in 0..<5 {
      let result = try place.build("one", ["--no-cache"])
      #expect(result.succeeded, "\(result.text)")
    }
  }
}
