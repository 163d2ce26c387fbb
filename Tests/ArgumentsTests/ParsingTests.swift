import Arguments
import Testing

@Suite struct ParsingTests {
  private func parsed(
    _ words: [String], _ environment: [String: String] = [:]
  ) throws -> ParsedArguments {
    guard case .run(_, let arguments) = try Sample.tree.parse(words, environment: environment)
    else {
      Issue.record("it does not run")
      return ParsedArguments()
    }
    return arguments
  }

  @Test(arguments: [
    ["check", "--format=json"], ["check", "--format", "json"], ["check", "-f", "json"],
    ["check", "-fjson"], ["check", "-f=json"], ["check", "-xqfjson"], ["lint", "-f", "json"],
    ["-q", "check", "--format", "human", "--format", "json"],
  ])
  func readsValues(words: [String]) throws {
    let arguments = try parsed(words)
    #expect(arguments.value(Sample.format) == "json")
    #expect(arguments.origin(Sample.format) == .commandLine)
  }

  @Test func readsListsFlagsAndPlaces() throws {
    let arguments = try parsed([
      "check", "a", "-s", "one,two", "-", "--select=three", "-D", "k=a,b", "--no-cache", "--since",
      "-j4", "--", "-x", "--fix",
    ])
    #expect(arguments.list(Sample.select) == ["one", "two", "three"])
    #expect(arguments.list(Sample.define) == ["k=a,b"])
    #expect(arguments.arguments(Sample.paths) == ["a", "-", "-x", "--fix"])
    #expect(arguments.isGiven(Sample.cache) && !arguments.flag(Sample.cache))
    #expect(arguments.value(Sample.since) == "HEAD")
    #expect(arguments.integer(Sample.jobs) == 4)
    #expect(!arguments.flag(Sample.fix))
    #expect(arguments.origin(Sample.fix) == nil)
    #expect(arguments.value(Sample.format) == "human")
    #expect(arguments.origin(Sample.format) == .defaultValue)
    // What the command does not have is simply not there.
    #expect(arguments.argument(Sample.shell) == nil)
  }

  @Test func readsTheEnvironment() throws {
    let environment = [
      "TOOL_CHECK_FORMAT": "json", "TOOL_CHECK_SELECT": "a,b", "TOOL_CHECK_CACHE": "off",
      "TOOL_QUIET": "1", "TOOL_CHECK_FIX": "",
    ]
    let arguments = try parsed(["check", "-s", "c"], environment)
    #expect(arguments.value(Sample.format) == "json")
    #expect(arguments.origin(Sample.format) == .environment("TOOL_CHECK_FORMAT"))
    #expect(arguments.list(Sample.select) == ["c"])
    #expect(arguments.isGiven(Sample.cache) && !arguments.flag(Sample.cache))
    #expect(arguments.flag(Sample.quiet))
    #expect(!arguments.isGiven(Sample.fix))
  }

  @Test func flagsCanBeOnByDefault() {
    let option = OptionDescription.flag("context", isOn: true, help: "Look at the context")
    #expect(ParsedArguments().flag(option))
    #expect(!ParsedArguments().isGiven(option))
    #expect(option.kind == .negatableFlag)
  }

  @Test func variadicArgumentsLeaveRoomForTheRest() throws {
    let arguments = try parsed(["copy", "a", "b", "c"])
    #expect(arguments.arguments(Sample.source) == ["a", "b"])
    #expect(arguments.argument(Sample.target) == "c")
  }

  @Test func asksForHelpAndVersion() throws {
    func path(_ words: [String]) throws -> String {
      switch try Sample.tree.parse(words) {
      case .help(let path, let isWanted):
        (isWanted ? "" : "missing ") + path.map(\.name).joined(separator: " ")
      case .version: "version"
      case .run: "run"
      }
    }
    #expect(try path(["--help"]) == "tool")
    #expect(try path(["check", "-h", "--nonsense"]) == "tool check")
    #expect(try path(["image", "pull", "--help"]) == "tool image pull")
    #expect(try path(["image"]) == "missing tool image")
    #expect(try path([]) == "missing tool")
    #expect(try path(["check", "--version"]) == "version")
    #expect(try path(["-qV"]) == "version")
    #expect(try path(["chart"]) == "run")
  }

  @Test(
    arguments: [
      (["chekc"], "there is no command `tool chekc`", "did you mean `check`?"),
      (["zzzzz"], "there is no command `tool zzzzz`", nil),
      (["image", "pul"], "there is no command `tool image pul`", "did you mean `pull`?"),
      (["check", "--formt"], "`tool check` has no option `--formt`", "did you mean `--format`?"),
      (
        ["check", "--secrt"], "`tool check` has no option `--secrt`",
        "write `-- --secrt` if it is an argument"
      ),
      (["check", "-J4"], "`tool check` has no option `-J`", "did you mean `-j`?"),
      (["check", "-jobs=4"], "`-j`: `obs=4` is no whole number", nil),
      (["check", "-quiet"], "`tool check` has no option `-quiet`", "did you mean `--quiet`?"),
      (
        ["--format", "json", "check"], "`tool` has no option `--format`",
        "write it after the command: `tool check --format`"
      ),
      (
        ["check", "-f", "jsn"], "`-f`: `jsn` is none of `human`, `json`", "did you mean `json`?"
      ),
      (["check", "--format"], "`--format` needs a value", "write `--format FORMAT`"),
      (
        ["check", "--format", "--fix"], "`--format` needs a value before `--fix`",
        "write `--format FORMAT`, or `--format=--fix` if that is the value"
      ),
      (["check", "--fix=yes"], "`--fix` takes no value", "write `--fix` alone"),
      (["check", "--no-cache=1"], "`--no-cache` takes no value", nil),
      (["check", "-j", "0"], "`-j`: 0 is not from 1 to 64", nil),
      (
        ["check", "-j", "99999999999999999999"], "`-j`: `99999999999999999999` is no whole number",
        nil
      ),
      (["copy", "a"], "`tool copy` needs at least one SOURCE", nil),
      (["copy"], "`tool copy` needs at least one SOURCE", nil),
      (["image", "pull"], "`tool image pull` needs the argument SHELL", nil),
      (["image", "pull", "bas"], "SHELL: `bas` is none of `bash`, `zsh`", "did you mean `bash`?"),
      (["image", "pull", "zsh", "x"], "`tool image pull` does not take the argument `x`", nil),
    ] as [([String], String, String?)])
  func explainsWhatIsWrong(words: [String], message: String, hint: String?) {
    let error = #expect(throws: UsageError.self) { try Sample.tree.parse(words) }
    #expect(error?.message == message)
    #expect(error?.hint == hint)
  }

  @Test func explainsTheEnvironment() {
    let flag = #expect(throws: UsageError.self) {
      try Sample.tree.parse(["check"], environment: ["TOOL_CHECK_FIX": "maybe"])
    }
    #expect(flag?.message == "the variable `TOOL_CHECK_FIX` is `maybe`")
    let choice = #expect(throws: UsageError.self) {
      try Sample.tree.parse(["check"], environment: ["TOOL_CHECK_FORMAT": "xml"])
    }
    #expect(choice?.message == "the variable TOOL_CHECK_FORMAT: `xml` is none of `human`, `json`")
  }

  @Test func survivesAnything() {
    let pieces = ["-", "--", "=", "f", "check", "", "é", "-f", "--format", "image", "\0", ",", "x"]
    var state: UInt64 = 1
    for _ in 0..<5000 {
      var words: [String] = []
      for _ in 0..<4 {
        var word = ""
        for _ in 0..<3 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          word += pieces[Int(state >> 40) % pieces.count]
        }
        words.append(word)
      }
      _ = try? Sample.tree.parse(words)
    }
  }
}

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("pin-base-imgae", ["pin-base-image"]), ("verison", ["version"]), ("x", []), ("", []),
    ("ver", ["version"]), ("VERSION", ["version"]), (String(repeating: "a", count: 500), []),
  ])
  func findsTheNearest(word: String, expected: [String]) {
    #expect(Suggestion.nearest(to: word, among: ["version", "pin-base-image", "a"]) == expected)
  }
}
