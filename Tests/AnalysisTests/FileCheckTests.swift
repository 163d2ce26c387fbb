import Analysis
import Archive
import Documents
import Layers
import OCI
import Source
import Terminal
import Testing

@Suite struct FileCheckTests {
  @Test func listsFiles() throws {
    var capable = TestImage.file("usr/bin/ping", "x", mode: 0o755)
    capable.entry.attributes = [TarEntry.Record("security.capability", [1])]
    let analysis = try TestImage.analysis([
      [
        TestImage.file("bin/su", "x", mode: 0o4755), TestImage.file("bin/mail", "x", mode: 0o2755),
        capable, TestImage.folder("tmp", mode: 0o1777), TestImage.folder("open", mode: 0o777),
        TestImage.file("open/file", "x", mode: 0o666), TestImage.link("link", "tmp"),
        TestImage.file("big", size: 9000), TestImage.file("bin/sh", "x", mode: 0o755),
        TestImage.link("bin/bash", "sh"), TestImage.file("usr/bin/apt-get", "x", mode: 0o755),
        TestImage.file("usr/bin/apk", "x", mode: 0o644), TestImage.link("usr/bin/dnf", "nowhere"),
      ]
    ])
    #expect(analysis.privileged.map(\.path.text) == ["/bin/mail", "/bin/su", "/usr/bin/ping"])
    #expect(analysis.worldWritable.map(\.path.text) == ["/open", "/open/file"])
    #expect(analysis.largest.first?.path.text == "/big")
    #expect(analysis.shells == ["/bin/bash", "/bin/sh"])
    #expect(analysis.packageManagers == ["/usr/bin/apt-get"])
  }

  @Test func findsSecretsInEveryLayer() throws {
    // The parts stand apart, so that nothing takes this file for one with secrets.
    let key =
      "-----BEGIN " + "RSA PRIVATE KEY-----\n"
      + String(repeating: "MIIEowIBAAKCAQEAuQ\n", count: 30)
      + "-----END " + "RSA PRIVATE KEY-----\n"
    let token = "kX92" + "mQ7pLz4vT8sWq3"
    let analysis = try ImageAnalysis(
      of: TestImage.image(
        [
          [
            TestImage.file("app/deploy", "first\n\(key)"),
            TestImage.file("root/.netrc", "machine x"),
          ],
          [TestImage.gone("app/deploy"), TestImage.file("etc/shadow", "root:*:1:\nme:!:1:\n")],
          [
            TestImage.file("usr/share/doc/x/key", key),
            TestImage.file("etc/shadow", "root:$6$x$y:1:\n"),
          ],
        ],
        {
          var runtime = RuntimeConfig()
          runtime.environment = ["PATH=/bin", "DATABASE_URL=postgres://app:\(token)@db/app"]
          return runtime
        }()))
    let files = analysis.secrets.compactMap { secret -> String? in
      guard case .file(let path, let layer, let line) = secret.place else { return nil }
      return "\(path) \(layer) \(line ?? 0) \(secret.hiddenBy ?? -1)"
    }
    #expect(files.sorted() == ["/app/deploy 0 2 1", "/etc/shadow 2 0 -1", "/root/.netrc 0 0 -1"])
    #expect(
      analysis.secrets.contains { $0.place == .variable("DATABASE_URL") },
      "\(analysis.secrets.map(\.title))")
    let text = AnalysisText.text(analysis, style: Style())
    #expect(text.contains("hidden by layer 1 and still there to be read"))
    #expect(!text.contains(token))
    #expect(!AnalysisJSON.document(analysis).text().contains(token))
  }

  @Test(arguments: [
    ("", 0, 0, 0), ("root", 0, 0, 0), ("0:0", 0, 0, 0), ("app", 1000, 1001, 0),
    ("1000", 1000, 1001, 0),
    ("app:staff", 1000, 50, 0), ("4000", 4000, 0, 0), ("app:7", 1000, 7, 0), ("nobody", -1, -1, 1),
    ("app:none", 1000, -1, 1),
  ])
  func resolvesUsers(text: String, user: Int, group: Int, problems: Int) throws {
    let analysis = try TestImage.analysis([
      [
        TestImage.file(
          "etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1001::/:/bin/sh\nbroken\n"),
        TestImage.file("etc/group", "root:x:0:\nstaff:x:50:\n"),
      ]
    ]) { $0.user = text }
    #expect(analysis.user.user.map(Int.init) ?? -1 == user)
    #expect(analysis.user.group.map(Int.init) ?? -1 == group)
    #expect(analysis.user.problems.count == problems)
    #expect(analysis.user.isSuperuser == (user == 0))
  }

  @Test func tellsSizesAndSteps() throws {
    let image = try TestImage.image(
      [[TestImage.file("a", size: 5000)], [TestImage.file("b", size: 700)]],
      history: [
        .init(
          created: "2026-01-01T00:00:00Z", createdBy: "/bin/sh -c #(nop) ADD file:x in / ",
          isEmptyLayer: false),
        .init(created: nil, createdBy: "ENV A=1", isEmptyLayer: true),
        .init(created: nil, createdBy: "RUN /bin/sh -c make # buildkit", isEmptyLayer: false),
      ])
    var options = AnalysisOptions()
    options.other = (
      "old", Manifest(config: image.manifest.config, layers: [image.manifest.layers[0]])
    )
    let analysis = try ImageAnalysis(of: image, options)
    #expect(analysis.layers.map(\.content) == [5000, 700])
    #expect(analysis.layers.map(\.compressed) == image.manifest.layers.map(\.size))
    #expect(analysis.history.map(\.layer) == [0, nil, 1])
    #expect(analysis.history.map(\.command) == ["ADD file:x in /", "ENV A=1", "RUN make"])
    let delta = try #require(analysis.delta)
    #expect((delta.sharedLayers, delta.newLayers) == (1, 1))
    #expect(delta.newBytes == image.manifest.layers[1].size)
    let json = AnalysisJSON.document(analysis, gates: DiveRules().outcomes(analysis.efficiency))
    #expect(json["schema"]?.string == "hardstand.image-analyze/1")
    #expect(json["layers"]?[1]?["step"]?.string == "RUN make")
    #expect(json["totals"]?["visibleBytes"]?.int == 5700)
    let text = AnalysisText.text(
      analysis, gates: DiveRules().outcomes(analysis.efficiency), style: Style())
    #expect(text.contains("RUN make"))
    #expect(text.contains("to pull for who has old"))
  }

  @Test func printsNothingThatControlsATerminal() throws {
    let analysis = try TestImage.analysis([
      [TestImage.file("evil\u{1B}[31m", size: 9000, mode: 0o4777)]
    ]) {
      $0.entrypoint = ["\u{1B}]0;x\u{7}"]
      $0.user = "\u{1B}[1m"
    }
    let text = AnalysisText.text(analysis, style: Style())
    #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
  }
}
