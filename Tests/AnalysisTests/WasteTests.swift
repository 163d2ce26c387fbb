import Analysis
import Archive
import Layers
import OCI
import Source
import Testing

@Suite struct WasteTests {
  private static func sums(_ analysis: ImageAnalysis) -> [String] {
    Waste.Cause.allCases.compactMap { cause in
      analysis.waste.sums[cause].map { "\(cause.rawValue) \($0.bytes) \($0.paths)" }
    }
  }

  static let cases: [(name: String, layers: [[TestImage.Item]], sums: [String])] = [
    ("none", [[TestImage.file("a", size: 100)]], []),
    (
      "overwritten",
      [[TestImage.file("a", size: 100)], [TestImage.file("a", size: 100, seed: 2)]],
      ["overwritten 100 1"]
    ),
    (
      "mode changed",
      [[TestImage.file("a", size: 100)], [TestImage.file("a", size: 100, mode: 0o755)]],
      ["metadata-only 100 1"]
    ),
    (
      "deleted", [[TestImage.file("a", size: 100)], [TestImage.gone("a")]], ["deleted-later 100 1"]
    ),
    (
      "folder deleted",
      [
        [TestImage.file("d/a", size: 100), TestImage.file("d/b", size: 50)], [TestImage.gone("d")],
      ],
      ["deleted-later 150 2"]
    ),
    (
      "twice", [[TestImage.file("a", size: 100), TestImage.file("a", size: 100, seed: 2)]],
      ["overwritten 100 1"]
    ),
    (
      "one of two names deleted",
      [[TestImage.file("a", size: 100), TestImage.hard("b", "a")], [TestImage.gone("a")]], []
    ),
    (
      "both names deleted",
      [
        [TestImage.file("a", size: 100), TestImage.hard("b", "a")],
        [TestImage.gone("a"), TestImage.gone("b")],
      ], ["deleted-later 100 1"]
    ),
    (
      "caches",
      [
        [
          TestImage.file("var/lib/apt/lists/x", size: 10),
          TestImage.file("root/.cache/pip/x", size: 20),
          TestImage.file("home/me/.npm/x", size: 30), TestImage.file("app/__pycache__/x", size: 40),
          TestImage.file("app/.git/HEAD", size: 50), TestImage.file("app/.gitignore", size: 60),
        ]
      ], ["cache 150 5"]
    ),
    (
      "duplicates",
      [
        [
          TestImage.file("a", size: 5000), TestImage.file("b", size: 5000),
          TestImage.file("c", size: 5000), TestImage.hard("d", "a"), TestImage.file("e", size: 100),
          TestImage.file("f", size: 100),
        ]
      ], ["duplicate 10000 2"]
    ),
  ]

  @Test(arguments: cases.indices)
  func isToldByCause(index: Int) throws {
    let (name, layers, sums) = Self.cases[index]
    let analysis = try TestImage.analysis(layers)
    #expect(Self.sums(analysis) == sums, "\(name)")
    // What no container sees is the difference of all content and what is visible.
    #expect(
      analysis.waste.hiddenBytes == analysis.totals.content - analysis.totals.visible, "\(name)")
    #expect(
      analysis.waste.items.reduce(0) { $0 + $1.bytes } == analysis.waste.bytes, "\(name)")
  }

  @Test func tellsTheLayers() throws {
    let analysis = try TestImage.analysis([
      [TestImage.file("x", size: 1)], [TestImage.file("a", size: 100)], [TestImage.gone("a")],
    ])
    let item = try #require(analysis.waste.items.first)
    #expect((item.path.text, item.layer, item.causedBy) == ("/a", 1, 2))
  }

  /// Each score by hand, from the formula of dive.
  static let scores:
    [(name: String, layers: [[TestImage.Item]], score: Double, wasted: Int64, user: Int64)] = [
      ("one layer", [[TestImage.file("a", size: 100)]], 1, 0, 0),
      ("empty", [[]], 1, 0, 0),
      (
        "overwritten",
        [[TestImage.file("a", size: 100)], [TestImage.file("a", size: 300, seed: 2)]],
        100.0 / 400, 400, 300
      ),
      // A deleted file: its sum stays and the least size is that of the mark, none.
      (
        "file deleted",
        [[TestImage.file("a", size: 100), TestImage.file("b", size: 100)], [TestImage.gone("a")]],
        100.0 / 200, 100, 0
      ),
      // A deleted folder counts all that it hides once more, as a path of its own.
      (
        "folder deleted",
        [
          [
            TestImage.folder("d"), TestImage.file("d/a", size: 100),
            TestImage.file("d/b", size: 50),
          ], [TestImage.gone("d")],
        ],
        300.0 / 300, 0, 0
      ),
      (
        "folder made and deleted twice",
        [
          [TestImage.file("d/a", size: 100)], [TestImage.gone("d")],
          [TestImage.file("d/a", size: 80)],
          [TestImage.gone("d")],
        ], 160.0 / 360, 360, 80
      ),
      (
        "three copies",
        [
          [TestImage.file("a", size: 100)], [TestImage.file("a", size: 100)],
          [TestImage.file("a", size: 100)],
        ], 100.0 / 300, 300, 200
      ),
    ]

  @Test(arguments: scores.indices)
  func scoresAsDiveDoes(index: Int) throws {
    let (name, layers, score, wasted, user) = Self.scores[index]
    let efficiency = try TestImage.analysis(layers).efficiency
    #expect(abs(efficiency.score - score) < 1e-12, "\(name): \(efficiency.score)")
    #expect(efficiency.wastedBytes == wasted, "\(name)")
    #expect(efficiency.userBytes == user, "\(name)")
  }

  @Test func readsDiveRules() throws {
    let rules = try DiveRules(
      reading: SourceText(
        name: ".dive-ci",
        text: """
          rules:
            lowestEfficiency: 0.97
            highestWastedBytes: 20MB
            highestUserWastedPercent: disabled
          """))
    #expect(rules.lowestEfficiency == 0.97)
    #expect(rules.highestWastedBytes == 20_000_000)
    #expect(rules.highestUserWastedShare == nil)
    #expect(try DiveRules(reading: SourceText(name: "x", text: "")) == DiveRules())
    let analysis = try TestImage.analysis([
      [TestImage.file("a", size: 100)], [TestImage.file("a", size: 100)],
    ])
    let outcomes = rules.outcomes(analysis.efficiency)
    #expect(outcomes.map(\.isHeld) == [false, true])
    #expect(outcomes.first?.value == "50.0 %")
    #expect(DiveRules().outcomes(analysis.efficiency).map(\.isHeld) == [false, false])
  }

  @Test(arguments: [
    ("lowestEfficiency", "1.5"), ("lowestEfficiency", "x"), ("highestUserWastedPercent", "-1"),
    ("highestWastedBytes", "20XB"), ("highestWastedBytes", "-5"), ("lowest", "1"),
  ])
  func refusesRules(name: String, value: String) {
    var rules = DiveRules()
    let failure = #expect(throws: Failure.self) { try rules.set(name, value) }
    #expect(failure?.hint != nil)
  }

  @Test(
    arguments: [
      ("20MB", 20_000_000), ("1.5 GiB", 1_610_612_736), ("100", 100), ("1kb", 1000),
      ("2 MiB", 2_097_152),
      ("3K", 3000), ("1,000", 1000),
    ] as [(String, Int64)])
  func readsBytes(text: String, bytes: Int64) throws {
    var rules = DiveRules()
    try rules.set("highestWastedBytes", text)
    #expect(rules.highestWastedBytes == bytes)
  }
}
