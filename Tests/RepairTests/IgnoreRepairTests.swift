import Dockerfile
import Evidence
import Facts
import Lint
import Repair
import Source
import Testing

/// Lines for the ignore file: nothing that a build names may be left out by them.
@Suite struct IgnoreRepairTests {
  static let rules = [
    "dockerignore-missing", "dockerignore-incomplete", "secret-in-context", "secret-file-copied",
  ]

  static func outcome(_ text: String, _ files: [String: String]) throws -> RepairOutcome {
    try Repairing.repairer(rules: rules, includesUnsafe: true).repair(
      SourceText(name: "Dockerfile", text: text)
    ) { _ in FileContext(files: files) }
  }

  /// The patterns that the ignore file gets; a second run must bring none.
  static func lines(_ text: String, _ files: [String: String]) throws -> [String] {
    let outcome = try outcome(text, files)
    #expect(outcome.rejected == [])
    guard let amendment = outcome.amendment else { return [] }
    var after = files
    after[".dockerignore"] = String(decoding: amendment.bytes, as: UTF8.self)
    #expect(try Self.outcome(text, after).amendment == nil, "a second run goes on")
    return amendment.lines.map(\.pattern)
  }

  static let key =
    "-----BEGIN PRIVATE KEY-----\n\(String(repeating: "MIIEvQIBADANBgkq", count: 8))\n-----END PRIVATE KEY-----\n"

  /// Files that the context has in every case.
  static let base = ["app.py": "", ".git/HEAD": "", ".env": "API_TOKEN=k3jf83hf83hfkw\n"]

  struct Needed: CustomTestStringConvertible, Sendable {
    let text: String
    var files: [String: String] = [:]
    let pattern: String
    var testDescription: String { "\(pattern): \(text)" }
  }

  /// What somebody needs is not left out.
  @Test(arguments: [
    Needed(text: "FROM a\nCOPY . /a\nCOPY .env /b", pattern: "**/.env"),
    Needed(text: "FROM a\nCOPY . /a\nCOPY .en? /b", pattern: "**/.env"),
    Needed(text: "FROM a\nCOPY . /a\nCOPY .[a-f]nv /b", pattern: "**/.env"),
    Needed(text: "FROM a\nARG F=x\nCOPY . /a\nCOPY .${F} /b", pattern: "**/.env"),
    Needed(text: "FROM a\nARG F\nCOPY . /a\nCOPY $F /b", pattern: ".git"),
    Needed(text: "FROM a\nADD . /a\nADD .env /b", pattern: "**/.env"),
    Needed(
      text: "FROM a\nCOPY . /a\nRUN --mount=type=bind,source=.env,target=/e x", pattern: "**/.env"),
    Needed(text: "FROM a\nCOPY . /a\nRUN . ./.env && make", pattern: "**/.env"),
    Needed(text: "FROM a\nCOPY . /a\nRUN <<E\n. /a/.env\nmake\nE", pattern: "**/.env"),
    Needed(text: "FROM a\nCOPY . /a\nCMD [\"run\", \"--env-file=.env\"]", pattern: "**/.env"),
    Needed(text: "FROM a\nCOPY <<E /x\nsource /a/.env\nE\nCOPY . /a", pattern: "**/.env"),
    Needed(text: "FROM a\nCOPY . /a\nCOPY --parents ./.git/./HEAD /b", pattern: ".git"),
    Needed(text: "FROM a\nCOPY . /a\nRUN git describe --tags", pattern: ".git"),
    Needed(text: "FROM a\nCOPY . /a\nRUN git -C /a rev-parse HEAD", pattern: ".git"),
    Needed(text: "FROM a\nCOPY . /a\nRUN go build -buildvcs=true ./...", pattern: ".git"),
    Needed(text: "FROM a\nCOPY . /a\nONBUILD COPY .git /b", pattern: ".git"),
    Needed(
      text: "FROM a\nCOPY . /a\nRUN git config --global --add safe.directory /a", pattern: ".git"),
    Needed(
      text: "FROM a\nCOPY . /a\nRUN pip install .",
      files: ["pyproject.toml": "[build-system]\nrequires = [\"setuptools-scm>=8\"]\n"],
      pattern: ".git"),
    Needed(
      text: "FROM a\nCOPY . /a\nRUN make", files: ["Makefile": "V := $(shell git describe)\n"],
      pattern: ".git"),
    Needed(
      text: "FROM a\nCOPY . /a", files: ["x.gemspec": "s.files = `git ls-files -z`\n"],
      pattern: ".git"),
    Needed(
      text: "FROM a\nCOPY . /a", files: ["Dockerfile.dev": "FROM b\nCOPY .env /x\n"],
      pattern: "**/.env"),
    Needed(
      text: "FROM a\nCOPY . /a",
      files: [
        "deploy/image": "FROM b\nCOPY .env /x\n",
        "compose.yaml":
          "services:\n  a:\n    build:\n      context: .\n      dockerfile: deploy/image\n",
      ], pattern: "**/.env"),
    Needed(
      text: "FROM node\nCOPY . /a\nCMD [\"node\", \"/a\"]", files: ["node_modules/a.js": ""],
      pattern: "node_modules"),
    Needed(
      text: "FROM node\nCOPY . /a\nRUN npm install -g pm2", files: ["node_modules/a.js": ""],
      pattern: "node_modules"),
    Needed(
      text: "FROM node\nCOPY . /a\nRUN npm ci\n",
      files: ["node_modules/a.js": "", "Dockerfile.dev": "FROM node\nCOPY . /a\n"],
      pattern: "node_modules"),
    Needed(
      text: "FROM python\nCOPY . /a\nCMD [\"/a/.venv/bin/python\"]", files: [".venv/x": ""],
      pattern: ".venv"),
    Needed(
      text: "FROM a\nCOPY . /a", files: ["tls/ca.pem": "-----BEGIN CERTIFICATE-----\nMIIB\n"],
      pattern: "tls/ca.pem"),
    Needed(
      text: "FROM a\nCOPY . /a\nCOPY tls /tls", files: ["tls/server.pem": key],
      pattern: "tls/server.pem"),
    Needed(
      text: "FROM a\nCOPY . /a", files: [".dockerignore": "*.md\n!.git\n"], pattern: ".git"),
    Needed(
      text: "FROM a\nCOPY . /a", files: [".dockerignore": ".git/*\n!.git/HEAD\n"], pattern: ".git"),
    Needed(
      text: "FROM node\nCOPY . /a\nRUN npm ci",
      files: [
        ".npmrc": "//registry.npmjs.org/:_authToken=npm_\(String(repeating: "a1B2", count: 9))\n"
      ],
      pattern: ".npmrc"),
  ])
  func whatIsNeededStays(case needed: Needed) throws {
    let files = Self.base.merging(needed.files) { $1 }
    let lines = try Self.lines(needed.text, files)
    #expect(!lines.contains(needed.pattern), "\(lines)")
  }

  /// What nobody needs is left out.
  @Test(arguments: [
    Needed(text: "FROM a\nCOPY . /a", pattern: ".git"),
    Needed(text: "FROM a\nCOPY . /a", pattern: "**/.env"),
    Needed(text: "FROM a\nCOPY . /a\nRUN rm -rf /a/.git /a/.env", pattern: ".git"),
    Needed(text: "FROM a\nCOPY --exclude=.git . /a", pattern: ".git"),
    Needed(
      text: "FROM a\nCOPY . /a\nRUN git clone https://example.com/x.git && cd x && git checkout 1",
      pattern: ".git"),
    Needed(text: "FROM a\nCOPY . /a\nRUN git clone https://example.com/x.git", pattern: ".git"),
    Needed(text: "FROM a\nCOPY . /a\nRUN go build -buildvcs=false", pattern: ".git"),
    Needed(text: "FROM a\nCOPY * /a/", pattern: "**/.env"),
    Needed(
      text: "FROM node\nCOPY . /a\nRUN npm ci\nENV PATH=/a/node_modules/.bin:$PATH",
      files: ["node_modules/a.js": ""], pattern: "node_modules"),
    Needed(
      text: "FROM rust\nCOPY . /a\nRUN cargo build --release", files: ["Cargo.toml": ""],
      pattern: "target"),
    Needed(
      text: "FROM python\nCOPY . /a\nRUN uv sync\nCMD [\"/a/.venv/bin/python\"]",
      files: ["pyproject.toml": "", ".venv/x": ""], pattern: ".venv"),
    Needed(text: "FROM a\nCOPY . /a", files: ["tls/server.pem": key], pattern: "tls/server.pem"),
    Needed(text: "FROM a\nCOPY . /a", files: [".dockerignore": "*.md\n"], pattern: ".git"),
    Needed(
      text: "FROM a\nCOPY . /a",
      files: ["svc/Dockerfile": "FROM b\nCOPY .env /x\n", "svc/.env": "A=1\n"],
      pattern: ".git"),
    Needed(text: "FROM a\nCOPY app.py /a", files: ["k/id_ed25519": key], pattern: "k/id_ed25519"),
  ])
  func whatIsNotNeededGoes(case needed: Needed) throws {
    let files = Self.base.merging(needed.files) { $1 }
    // Without a pattern of its own the ignore rules have nothing to look at.
    let text = needed.text.contains("COPY *") ? needed.text + "\nCOPY . /b" : needed.text
    let lines = try Self.lines(text, files)
    #expect(lines.contains(needed.pattern), "\(lines)")
  }

  @Test func linesAndEndingsOfTheFileStay() throws {
    let before = "# mine\r\n*.md\r\n!README.md"
    let outcome = try Self.outcome(
      "FROM a\nCOPY . /a\n", [".git/HEAD": "", "a": "", ".dockerignore": before])
    #expect(
      outcome.amendment.map { String(decoding: $0.bytes, as: UTF8.self) } == before
        + "\r\n\r\n# What no image needs, added by `hardstand fix`\r\n.git\r\n")
  }

  /// What the gate asks, whatever a rule believed.
  @Test(arguments: [
    ("src", "src"), ("**/*.c", "src/*.c"), ("*", "conf?.d/*.ini"), ("bin", "bin/tool"),
    ("docs", nil), ("**/x", nil),
  ])
  func theGateSeesWhatWouldBeLost(pattern: String, lost: String?) throws {
    let text = """
      FROM a
      COPY src /src
      COPY conf?.d/*.ini /etc/
      COPY src/*.c /c/
      RUN --mount=type=bind,target=/m sh ./bin/tool
      """
    let context = FileContext(files: [
      "src/a.c": "", "conf1.d/a.ini": "", "bin/tool": "", "docs/a": "",
    ])
    let syntax = DockerfileSyntax.parse(SourceText(name: "Dockerfile", text: text))
    let needs = try #require(ContextNeeds(DockerfileFacts.of(syntax, context: context)))
    #expect(needs.firstLost(under: IgnoreFile(patterns: [IgnorePattern(pattern)])) == lost)
  }

  @Test func aRunThatMayNotAmendTheContextLeavesIt() throws {
    let repairer = Repairer(
      check: try Repairing.check(profile: "strict", only: Self.rules), includesUnsafe: true,
      amendsContext: false)
    let outcome = repairer.repair(SourceText(name: "Dockerfile", text: "FROM a\nCOPY . /a\n")) {
      _ in FileContext(files: Self.base)
    }
    #expect(outcome.amendment == nil)
    #expect(outcome.remaining.contains { $0.rule == "dockerignore-missing" })
  }

  @Test func aFixWithoutUnsafeLeavesTheContext() throws {
    let repairer = try Repairing.repairer(rules: Self.rules, includesUnsafe: false)
    let outcome = repairer.repair(SourceText(name: "Dockerfile", text: "FROM a\nCOPY . /a\n")) {
      _ in FileContext(files: Self.base)
    }
    #expect(outcome.amendment == nil)
  }
}
