import Documents
import Foundation
import Terminal
import Testing

@testable import Proof

/// What is written, in each form.
@Suite struct SummaryTests {
  private var summary: ProofSummary {
    var good = ProofResult("Command Test: a")
    good.output = "one\ntwo"
    good.duration = .milliseconds(1500)
    var bad = ProofResult("File Existence Test: <b>")
    bad.add("/b", expected: "a file", seen: "nothing & \u{1B}[0m")
    bad.duration = .microseconds(20)
    return ProofSummary(
      [ProofReport(file: "x/t.yaml", results: [good, bad])], duration: .seconds(61))
  }

  @Test func writesTextAsContainerStructureTest() {
    #expect(
      summary.text(.text, Style()) == """

        ===============================
        ====== Test file: t.yaml ======
        ===============================
        === RUN: Command Test: a
        --- PASS
        duration: 1.5s
        stdout: one
        two
        === RUN: File Existence Test: <b>
        --- FAIL
        duration: 20µs
        Error: /b: expected a file, seen nothing & ␛[0m

        ===============================
        =========== RESULTS ===========
        ===============================
        Passes:      1
        Failures:    1
        Duration:    1m1s
        Total tests: 2

        FAIL

        """)
    #expect(
      ProofSummary([], duration: .zero).text(.text, Style())
        == "No tests run! Check config file format.\n")
    #expect(!ProofSummary([], duration: .zero).passed)
  }

  @Test func writesJSON() throws {
    let json = try JSON(reading: summary.text(.json, Style()), name: "out")
    #expect(json["Pass"]?.int == 1 && json["Fail"]?.int == 1 && json["Total"]?.int == 2)
    #expect(json["Duration"]?.int == 61_000_000_000)
    #expect(json["Results"]?[0]?["Stdout"]?.string == "one\ntwo")
    #expect(json["Results"]?[0]?["Errors"] == nil)
    #expect(json["Results"]?[1]?["Differences"]?[0]?["Expected"]?.string == "a file")
    // What is written has no member that the schema does not know.
    let known = ProofSummary.schema["$defs"]?["result"]?["properties"]?.object?.map(\.key) ?? []
    for result in json["Results"]?.array ?? [] {
      let keys = result.object?.map(\.key) ?? []
      #expect(!keys.isEmpty && keys.allSatisfy { known.contains($0) })
    }
  }

  @Test func writesJUnit() throws {
    let text = summary.text(.junit, Style())
    #expect(
      text.hasPrefix(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuites failures=\"1\" tests=\"2\" "
          + "time=\"61.0\"><testsuite name=\"container-structure-test.test\">"))
    #expect(
      text.contains("<testcase name=\"Command Test: a\" time=\"1.5\"><system-out>one&#10;two"))
    #expect(text.contains("<failure>/b: expected a file, seen nothing &amp; "))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func writesMarkdown() {
    let text = summary.text(.markdown, Style())
    #expect(text.contains("1 of 2 passed") && text.contains("| pass | Command Test"))
    #expect(!text.contains("<b>"))
  }

  @Test(arguments: [
    (Duration.zero, "0s"), (.nanoseconds(5), "5ns"), (.microseconds(1500), "1.5ms"),
    (.nanoseconds(1_174_902_184), "1.174902184s"), (.seconds(3661), "1h1m1s"),
  ])
  func writesTimesAsGo(_ duration: Duration, _ text: String) {
    #expect(duration.goText == text)
  }
}
