import Documents
import Host
import TestSupport
import Testing

/// Equal sources make equal layers.
@Suite(.enabled(if: BuildYard.isPossible, "needs root, busybox and a container runtime"))
struct ReproducibleTests {
  private static let dockerfile = """
    FROM busybox AS work
    COPY src /src
    RUN cp -r /src /out && date > /dev/null && ln /out/a /out/b && chmod 700 /out/d
    FROM busybox
    WORKDIR /app
    COPY --from=work /out /app
    ADD files.tar /app/more/
    RUN echo done > /app/done && rm /app/d/e
    COPY src/a /bin/
    CMD ["true"]
    """

  private func prepare(_ yard: BuildYard, time: Int) throws -> String {
    let context = try yard.context([
      "Dockerfile": Self.dockerfile, "src/a": "a", "src/d/e": "e", "src/d/f": "f",
    ])
    _ = try yard.folder.python(
      """
      import tarfile, io, os
      t = tarfile.open('\(context)/files.tar', 'w')
      for n in ['z', 'a', 'm/n']:
          i = tarfile.TarInfo(n); i.size = 1; i.mtime = 1700000000; t.addfile(i, io.BytesIO(b'x'))
      t.close()
      for r, ds, fs in os.walk('\(context)'):
          for n in ds + fs: os.utime(os.path.join(r, n), (\(time), \(time)))
      """)
    return context
  }

  private func layers(_ yard: BuildYard, _ name: String) throws -> [String] {
    let text = try yard.require(["image", "inspect", "--json", name])
    let json = try JSON(reading: Array(text.utf8), name: "inspect")
    return (json["layers"]?.array ?? []).compactMap { $0["digest"]?.string }
  }

  @Test func cachedColdElsewhereAndLater() throws {
    let yard = try BuildYard.shared.get()
    let one = try prepare(yard, time: 1_600_000_000)
    let two = try prepare(yard, time: 1_500_000_000)
    try yard.require(["build", "-t", "rep:1", one])
    try yard.require(["build", "-t", "rep:2", two])
    try yard.require(["build", "--no-cache", "-t", "rep:3", two])
    let layers = try layers(yard, "rep:1")
    #expect(layers.count == 6)
    #expect(try self.layers(yard, "rep:2") == layers)
    #expect(try self.layers(yard, "rep:3") == layers)
    // A store that has only the folders of steps, and must write their layers anew.
    let form = [
      "-o", "type=oci,dest=\(yard.folder.at("rep-\(UInt64.random(in: 0...UInt64.max))"))",
    ]
    try yard.require(["build", "--timestamps", "keep"] + form + [one])
    try yard.require(["store", "gc"])
    try yard.require(["build", "-t", "rep:4", one])
    #expect(try self.layers(yard, "rep:4") == layers)
  }

  @Test func theEpochIsTheLatestTime() throws {
    let yard = try BuildYard.shared.get()
    let context = try prepare(yard, time: 1_600_000_000)
    for (name, epoch) in [
      ("epo:1", "1500000000"), ("epo:2", "1500000000"), ("epo:3", "1400000000"),
    ] {
      let outcome = try yard.run(
        ["build", "-t", name, context], variables: ["SOURCE_DATE_EPOCH": epoch])
      #expect(outcome.succeeded, "\(outcome.errorText)")
    }
    #expect(try layers(yard, "epo:1") == layers(yard, "epo:2"))
    #expect(try layers(yard, "epo:1") != layers(yard, "epo:3"))
    let text = try yard.require(["image", "inspect", "--json", "epo:1"])
    #expect(text.contains("2017-07-14T02:40:00Z"))
  }

  @Test func theFirstDifferenceIsTold() throws {
    let yard = try BuildYard.shared.get()
    let context = try yard.context([
      "Dockerfile": "FROM busybox\nCOPY src /src\nRUN true\n", "src/a.py": "1", "src/b.py": "2",
    ])
    try yard.require(["build", context])
    try yard.folder.script("echo 3 > \(context)/src/a.py")
    let outcome = try yard.run(["build", "--explain-cache", "--progress", "plain", context])
    #expect(outcome.errorText.contains("src/a.py changed (1 file of 3)"), "\(outcome.errorText)")
    #expect(outcome.errorText.contains("a step before it was done anew"))
  }
}
