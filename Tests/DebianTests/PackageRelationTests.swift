import Debian
import Testing

@Suite struct PackageRelationTests {
  @Test(arguments: [
    ("libc6 (>= 2.34), libx", "libc6 (>= 2.34), libx"),
    ("a | b (<< 1) |c", "a | b (<< 1) | c"),
    ("python3:any, perl:native (>= 5)", "python3:any, perl:native (>= 5)"),
    ("a(=1:2-3)\n ,\n b", "a (= 1:2-3), b"),
    ("a [amd64], b [!amd64], c [arm64 armhf], d [linux-any]", "a, d"),
    ("a [arm64] | b", "b"), ("a <!nocheck>, b", "a, b"), ("a (< 1), b (> 2)", "a (<= 1), b (>= 2)"),
    ("", ""), (" , ,a", "a"),
  ])
  func reads(field: String, expected: String) throws {
    let relations = try PackageRelation.parse(field, architecture: "amd64")
    #expect(relations.map(\.description).joined(separator: ", ") == expected)
  }

  @Test(arguments: ["a (>= 1", "(>= 1)", "a (1)", "a (>>>1)", "a b", "a:", "a | ", "a [amd64", "ä"])
  func refuses(field: String) {
    #expect(throws: PackageRelation.Trouble.self) {
      try PackageRelation.parse(field, architecture: "amd64")
    }
  }

  @Test(arguments: [
    (">=", "1", true), (">=", "2", false), (">>", "1", false), ("=", "1", true), ("<=", "1", true),
    ("<<", "1", false), ("<<", "1.1", true),
  ])
  func bounds(sign: String, version: String, admits: Bool) throws {
    let relation = try PackageRelation.parse("a (\(sign) \(version))", architecture: "amd64")
    let bound = try #require(relation[0].alternatives[0].bound)
    #expect(bound.admits(try #require(DebianVersion("1"))) == admits)
  }
}
