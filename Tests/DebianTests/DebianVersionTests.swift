import Debian
import Host
import Testing

@Suite struct DebianVersionTests {
  /// Versions with the sign that stands between them, one pair a line.
  static let folder = "/work/shared/conformance/versions"

  @Test(
    .enabled(if: Files.isFolder(Self.folder), "needs the versions of the conformance data"),
    arguments: ["debian-versions.txt", "debian-versions-generated.txt"])
  func comparesAsThePackageManagerDoes(file: String) throws {
    let text = String(decoding: try Files.read("\(Self.folder)/\(file)"), as: UTF8.self)
    var count = 0
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 3 else { continue }
      let left = try #require(DebianVersion(words[0]), "\(line)")
      let right = try #require(DebianVersion(words[2]), "\(line)")
      switch words[1] {
      case "<": #expect(left < right && !(right < left) && left != right, "\(line)")
      case ">": #expect(left > right && !(right > left) && left != right, "\(line)")
      case "=":
        #expect(left == right && !(left < right) && !(right < left), "\(line)")
        #expect(left.hashValue == right.hashValue, "\(line)")
      default: Issue.record("\(line)")
      }
      count += 1
    }
    #expect(count > 20)
  }

  @Test(arguments: [
    ("1.0~rc1", "<", "1.0"), ("1.0", "<", "1.0a"), ("1.0a", "<", "1.0+"), ("1.0", "=", "0:1.0-0"),
    ("1:0.1", ">", "9"), ("1.10", ">", "1.9"), ("1.0-1", "<", "1.0-1.1"), ("1.0~~", "<", "1.0~"),
    ("a0b", "<", "ab"), ("1.000", "=", "1.0"),
    ("99999999999999999999", "<", "100000000000000000000"),
  ])
  func orders(left: String, sign: String, right: String) throws {
    let one = try #require(DebianVersion(left))
    let other = try #require(DebianVersion(right))
    #expect((one < other) == (sign == "<"))
    #expect((one > other) == (sign == ">"))
    #expect((one == other) == (sign == "="))
  }

  @Test(arguments: ["", " ", "a:1", ":1", "1:", "1 2", "1\n", "99999999999:1"])
  func refuses(text: String) { #expect(DebianVersion(text) == nil) }
}
