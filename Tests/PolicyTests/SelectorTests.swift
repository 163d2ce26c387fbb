import Evidence
import Policy
import Testing

@Suite struct SelectorTests {
  @Test(
    arguments: [
      ("base-latest", ["base-latest"]), ("DL3006", ["base-untagged"]),
      ("dl3006", ["base-untagged"]),
      ("hadolint/DL3006", ["base-untagged"]), ("DS-0001", ["base-untagged", "base-latest"]),
      ("DS001", ["base-untagged", "base-latest"]), ("AVD-DS-0002", ["user-root"]),
      ("ds002", ["user-root"]), ("DS-0002", ["user-root"]), ("SC2086", ["unquoted-variable"]),
      ("shellcheck/SC2086", ["unquoted-variable"]),
      ("buildkit/JSONArgsRecommended", ["command-shell-form"]),
      ("jsonargsrecommended", ["command-shell-form"]),
      ("tally/no-unreachable-stages", ["unreachable-stage"]),
      ("CKV_DOCKER_2", ["healthcheck-missing"]),
      (
        "DL300?",
        ["base-untagged", "base-latest", "package-unpinned-apt", "sudo-used", "user-root"]
      ),
      ("package-*", ["package-unpinned-apt", "package-unpinned-apk", "package-unpinned-rpm"]),
      ("baseimage/*", ["base-not-digest-pinned", "base-untagged", "base-latest", "base-family"]),
      ("BaseImage", ["base-not-digest-pinned", "base-untagged", "base-latest", "base-family"]),
      ("BaseImage/*latest", ["base-latest"]),
      ("buildkit/*", ["command-shell-form"]), ("none", []), ("DL9999", []), ("", []),
    ] as [(String, [String])])
  func selectorsFindRules(text: String, names: [String]) {
    let found = Rules.index.places(matching: Selector(text)).map { Rules.index.rules[$0].name }
    #expect(Set(found) == Set(names))
  }

  @Test func allFindsEverything() {
    #expect(Rules.index.places(matching: Selector("ALL")).count == Rules.all.count)
    #expect(Rules.index.places(matching: Selector("*")).count == Rules.all.count)
  }

  @Test(.timeLimit(.minutes(1)))
  func patternsTakeNoLongTime() {
    let pattern = String(repeating: "*a", count: 2000) + "b"
    #expect(Rules.index.places(matching: Selector(pattern)).isEmpty)
  }

  @Test(
    arguments: [
      ("base-untaged", "base-untagged"), ("base-lates", "base-latest"),
      ("DL30066", "DL3006"), ("completely-different", nil),
    ] as [(String, String?)])
  func mistypedNamesAreGuessed(text: String, guess: String?) {
    #expect(Rules.index.suggestion(for: text) == guess)
  }
}
