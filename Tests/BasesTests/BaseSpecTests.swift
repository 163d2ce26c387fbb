import Bases
import Source
import Testing

@Suite struct BaseSpecTests {
  private static func spec(_ text: String) throws -> BaseSpec {
    try BaseSpec(SourceText(name: "base.yaml", text: text))
  }
  private static let least = "name: x\nsuites: [s]\npackages: [aa]\n"

  @Test func readsAllKeys() throws {
    let spec = try Self.spec(
      Self.least + """
        schema: hardstand.base/1
        summary: s
        distribution: ubuntu
        components: [main, universe]
        architectures: amd64
        without: [perl-base]
        packageManager: true
        aptSources: machine
        drop: [/usr/x]
        locales: [de]
        timezones: [Europe/*]
        user: 10001:10001
        directory: /srv
        command: [sh]
        """)
    #expect(spec.components == ["main", "universe"] && spec.architectures == ["amd64"])
    #expect(spec.hasPackageManager && spec.usesMachineSources && spec.timezones == ["Europe/*"])
    #expect(spec.userNumbers == "10001:10001" && spec.directory == "/srv")
    #expect(try Self.spec(Self.least).userNumbers == "65532:65532")
    #expect(try Self.spec(Self.least + "user: root\n").userNumbers == "0:0")
  }

  @Test(arguments: [
    ("packges: [a]", 4, "no key that is known", "Write `packages`"),
    ("zzz: 1", 4, "no key that is known", "Use one of"),
    ("user: nobody-here", 4, "neither a number nor one of the accounts", "accounts"),
    ("schema: hardstand.base/9", 4, "no form that is known", "hardstand.base/1"),
    ("packageManager: maybe", 4, "a truth value is expected", "true"),
    ("drop: {a: b}", 4, "a list is expected", ""),
    ("accounts: [{name: app}]", 4, "has no number", "uid"),
    ("accounts: [{name: app, uid: 1, home: ../x}]", 4, "no absolute path", ""),
    ("accounts: [{name: \"a:b\", uid: 1}]", 4, "has no name", ""),
    ("without: [[a]]", 4, "a text of one line is expected", ""),
    ("aptSources: http://x", 4, "nothing that apt can ask", "machine"),
  ])
  func namesThePlace(line: String, number: Int, reason: String, hint: String) throws {
    let failure = #expect(throws: Failure.self) { try Self.spec(Self.least + line + "\n") }
    #expect(failure?.place?.position.line == number)
    #expect(failure?.because.first?.contains(reason) == true, "\(failure?.description ?? "")")
    if !hint.isEmpty { #expect(failure?.hint?.contains(hint) == true) }
  }

  @Test(arguments: [
    ("suites: [s]\npackages: [aa]", "no `name`"), ("name: x\npackages: [aa]", "no suites"),
    ("name: x\nsuites: [s]", "no packages"),
    ("name: x\nsuites: [s]\npackages: [AA]", "no name of a package"),
    ("name: x\nsuites: [s]\npackages: [\"aa=1\"]", "no name of a package"),
    ("- a", "a mapping is expected"),
  ])
  func asksForWhatIsNeeded(text: String, reason: String) {
    let failure = #expect(throws: Failure.self) { try Self.spec(text) }
    #expect(failure?.because.first?.contains(reason) == true, "\(failure?.description ?? "")")
  }

  @Test(arguments: ReadyBases.names)
  func readyBasesHaveLocksThatFit(name: String) throws {
    let spec = try BaseSpec(try #require(ReadyBases.specification(name)))
    let lock = try BaseLock(try #require(ReadyBases.lock(name)))
    #expect(spec.name == name && !spec.summary.isEmpty)
    #expect(lock.base == name && lock.request == BaseLock.request(of: spec))
    #expect(lock.packages.keys.sorted() == ["amd64", "arm64"])
    #expect(!lock.document.contains("://"))
    let text = String(decoding: try #require(ReadyBases.specification(name)).bytes, as: UTF8.self)
    #expect(!text.contains("://"))
  }
}
