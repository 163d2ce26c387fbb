import Apt
import Bases
import Source
import TestSupport
import Testing

@Suite(.enabled(if: PackageArchive.isPossible, "needs gpg, gpgv and python3"))
struct ResolverTests {
  private typealias W = Workshop

  /// Packages as `name version | field: value; …`, a request, and what comes out.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let packages: [String]
    let request: String
    let expected: [String]
    var more = ""
    var testDescription: String { name }
  }

  static func package(_ text: String) -> String {
    let parts = text.split(separator: "|", maxSplits: 1).map(String.init)
    let words = parts[0].split(separator: " ").map(String.init)
    var fields: [String: String] = [:]
    for field in parts.count > 1 ? parts[1].split(separator: ";") : [] {
      let pair = field.split(separator: ":", maxSplits: 1).map {
        String($0.drop { $0 == " " })
      }
      var value = pair[1]
      while value.last == " " { value.removeLast() }
      fields[pair[0]] = value
    }
    return W.package(words[0], words[1], fields)
  }

  static let good: [Case] = [
    Case(
      name: "a chain, what is needed first",
      packages: ["aa 1|Depends: bb, cc", "bb 1|Pre-Depends: cc", "cc 1", "dd 1"], request: "aa",
      expected: ["cc 1", "bb 1", "aa 1"]),
    Case(
      name: "the highest version", packages: ["aa 1.9", "aa 1.10", "aa 1.10~rc1"], request: "aa",
      expected: ["aa 1.10"]),
    Case(
      name: "a lower version where a bound excludes the highest",
      packages: ["aa 1|Depends: bb (<< 2)", "bb 1", "bb 2"], request: "aa",
      expected: ["bb 1", "aa 1"]),
    Case(
      name: "the first alternative", packages: ["aa 1|Depends: bb | cc", "bb 1", "cc 1"],
      request: "aa", expected: ["bb 1", "aa 1"]),
    Case(
      name: "the alternative that is there anyway",
      packages: ["aa 1|Depends: bb | cc, dd", "bb 1", "cc 1", "dd 1|Depends: cc"], request: "aa",
      expected: ["cc 1", "dd 1", "aa 1"]),
    Case(
      name: "the alternative that exists", packages: ["aa 1|Depends: no | cc (>= 2) | cc", "cc 1"],
      request: "aa", expected: ["cc 1", "aa 1"]),
    Case(
      name: "another name", packages: ["aa 1|Depends: vv", "bb 1|Provides: vv"], request: "aa",
      expected: ["bb 1", "aa 1"]),
    Case(
      name: "another name of a version",
      packages: [
        "aa 1|Depends: vv (>= 2)", "bb 1|Provides: vv", "cc 1|Provides: vv (= 1)",
        "dd 1|Provides: vv (= 3)",
      ], request: "aa", expected: ["dd 1", "aa 1"]),
    Case(
      name: "the more important of two of that name",
      packages: [
        "aa 1|Depends: vv", "bb 1|Provides: vv; Priority: optional",
        "cc 1|Provides: vv; Priority: important",
      ], request: "aa", expected: ["cc 1", "aa 1"]),
    Case(
      name: "a choice that is taken back",
      packages: ["aa 1|Depends: bb | cc, dd", "bb 1|Depends: no", "cc 1", "dd 1"], request: "aa",
      expected: ["cc 1", "dd 1", "aa 1"]),
    Case(
      name: "a choice that conflicts",
      packages: ["aa 1|Depends: bb | cc, dd", "bb 1|Conflicts: dd", "cc 1", "dd 1"],
      request: "aa", expected: ["cc 1", "dd 1", "aa 1"]),
    Case(
      name: "a conflict with one's own other name",
      packages: ["aa 1|Provides: vv; Conflicts: vv; Replaces: vv"], request: "aa",
      expected: ["aa 1"]),
    Case(
      name: "a circle", packages: ["aa 1|Depends: bb", "bb 1|Depends: aa"], request: "aa",
      expected: ["bb 1", "aa 1"]),
    Case(
      name: "what is not followed",
      packages: ["aa 1|Depends: debconf (>= 1) | debconf-2.0, bb, adduser", "bb 1", "debconf 2"],
      request: "aa", expected: ["bb 1", "aa 1"]),
    Case(
      name: "what is asked for, though it is not followed",
      packages: ["aa 1|Depends: adduser", "adduser 1"], request: "aa, adduser",
      expected: ["adduser 1", "aa 1"]),
    Case(
      name: "what the specification does not follow", packages: ["aa 1|Depends: bb", "bb 1"],
      request: "aa", expected: ["aa 1"], more: "without: [bb]\n"),
    Case(
      name: "qualifiers and restrictions",
      packages: ["aa 1|Depends: bb:any, cc [arm64], dd [amd64]", "bb 1", "dd 1"], request: "aa",
      expected: ["bb 1", "dd 1", "aa 1"]),
  ]

  @Test(arguments: good)
  func finds(_ one: Case) throws {
    let workshop = try W("[\(W.suite(one.packages.map(Self.package)))]")
    #expect(try workshop.resolved(one.request, one.more) == one.expected)
  }

  static let bad: [(packages: [String], request: String, what: String, parts: [String])] = [
    (
      ["python3 1"], "pyhton3", "cannot find the package `pyhton3`",
      ["none of the suites has it", "`python3`"]
    ),
    (
      ["bb 1|Provides: aa", "cc 1|Provides: aa"], "aa", "cannot find the package `aa`",
      ["it is a name that other packages go by", "bb, cc"]
    ),
    (
      ["aa 1|Depends: bb", "bb 1|Depends: cc (>= 2)", "cc 1"], "aa",
      "cannot meet what the package `bb` needs",
      ["`aa` → `bb` needs cc (>= 2)", "there is 1 in stable"]
    ),
    (
      ["aa 1|Depends: bb, cc", "bb 1|Depends: dd (= 1)", "cc 1|Depends: dd (= 2)", "dd 1", "dd 2"],
      "aa", "cannot meet what the package", ["was taken already"]
    ),
    (
      ["aa 1|Conflicts: bb", "bb 1"], "aa, bb", "cannot take `aa` and `bb` together",
      ["`aa` conflicts with `bb`"]
    ),
    (
      ["aa 1", "bb 1|Breaks: aa (<< 2)"], "aa, bb", "cannot take `bb` and `aa` together",
      ["`bb` breaks `aa (<< 2)`"]
    ),
    (
      ["aa 1|Provides: mta; Conflicts: mta", "bb 1|Provides: mta; Conflicts: mta"], "aa, bb",
      "together", ["conflicts with `mta`"]
    ),
    (["aa 1|Depends: bb ("], "aa", "cannot read the package `aa`", ["`Depends`"]),
  ]

  @Test(arguments: bad.indices)
  func tellsWhatIsWrong(index: Int) throws {
    let one = Self.bad[index]
    let workshop = try W("[\(W.suite(one.packages.map(Self.package)))]")
    let failure = #expect(throws: Failure.self) { try workshop.resolved(one.request) }
    let text = "\(failure?.what ?? "") \(failure?.because ?? []) \(failure?.hint ?? "")"
    for part in [one.what] + one.parts { #expect(text.contains(part), "\(text)") }
  }

  @Test func takesTheHighestVersionOfAllSuites() throws {
    let security = #"{"suite": "security", "packages": [\#(Self.package("aa 1.1"))]}"#
    let workshop = try W(
      "[\(W.suite([Self.package("aa 1|Depends: bb"), Self.package("bb 1")])), \(security)]")
    var spec = try W.spec("aa")
    spec.suites = ["stable", "security"]
    let lock = try workshop.lock(spec).lock
    let packages = try #require(lock.packages["amd64"])
    // The newer one needs nothing.
    #expect(packages.map { "\($0.name) \($0.version) \($0.origin.suite)" } == ["aa 1.1 security"])
  }

  @Test func endsWhereNothingFits() throws {
    // Choices that all lead nowhere would be tried for ever without a bound.
    var packages: [String] = []
    for index in 0..<30 {
      packages.append("p\(index) 1|Depends: x\(index) | y\(index), p\(index + 1)")
      packages.append("x\(index) 1")
      packages.append("y\(index) 1")
    }
    packages.append("p30 1|Depends: zz | ww")
    packages.append("zz 1|Depends: no")
    packages.append("ww 1|Depends: no")
    let workshop = try W("[\(W.suite(packages.map(Self.package)))]")
    #expect(throws: Failure.self) { try workshop.resolved("p0") }
  }
}
