public import Documents
import Report
public import Terminal

/// What came of all files, as it is written.
public struct ProofSummary: Sendable {
  /// The forms in which it can be written.
  public enum Form: String, Hashable, Sendable, CaseIterable {
    case text, json, junit, markdown
  }

  /// The reports in their order.
  public let reports: [ProofReport]
  /// How long all took.
  public let duration: Duration
  /// The name of the suite in JUnit.
  public var suite = "container-structure-test.test"

  /// A summary of reports.
  public init(_ reports: [ProofReport], duration: Duration) {
    self.reports = reports
    self.duration = duration
  }

  /// All results.
  public var results: [ProofResult] { reports.flatMap(\.results) }
  /// How many passed.
  public var passCount: Int { results.count { $0.passed } }
  /// How many did not.
  public var failCount: Int { results.count - passCount }
  /// Whether checks were carried out, and all passed.
  public var passed: Bool { !results.isEmpty && failCount == 0 }

  /// The summary in a form.
  public func text(_ form: Form, _ style: Style) -> String {
    switch form {
    case .text: plainText(style)
    case .json: json.text() + "\n"
    case .junit: junit
    case .markdown: markdown
    }
  }

  // MARK: Text

  /// As container-structure-test prints it.
  private func plainText(_ style: Style) -> String {
    var text = ""
    var width = 27
    for report in reports {
      let file = report.file.split(separator: "/").last.map(String.init) ?? report.file
      let title = "====== Test file: \(file.harmless) ======"
      width = title.count
      let bar = String(repeating: "=", count: width)
      text += "\n" + [bar, title, bar].map { style.text($0, .heading) + "\n" }.joined()
      for result in report.results { text += plainText(result, style) }
    }
    if results.isEmpty {
      return text + style.text("No tests run! Check config file format.", .error) + "\n"
    }
    if width % 2 == 0 { width += 1 }
    let bar = String(repeating: "=", count: width)
    let half = String(repeating: "=", count: (width - 9) / 2)
    text += "\n\(bar)\n\(half) RESULTS \(half)\n\(bar)\n"
    text += "Passes:      \(passCount)\nFailures:    \(failCount)\n"
    text += "Duration:    \(duration.goText)\nTotal tests: \(results.count)\n\n"
    return text + (passed ? style.text("PASS", .success) : style.text("FAIL", .error)) + "\n"
  }

  private func plainText(_ result: ProofResult, _ style: Style) -> String {
    var text = "=== RUN: \(result.name.harmless)\n"
    text +=
      result.passed
      ? style.text("--- PASS", .success) + "\n" : style.text("--- FAIL", .error) + "\n"
    text += "duration: \(result.duration.goText)\n"
    if let seen = result.seen { text += "seen: \(seen.harmless)\n" }
    if let requirement = result.requirement { text += "requirement: \(requirement)\n" }
    if let command = result.command { text += "repeat: \(command.harmless)\n" }
    if !result.output.isEmpty { text += "stdout: \(Self.harmless(result.output))\n" }
    if !result.errors.isEmpty { text += "stderr: \(Self.harmless(result.errors))\n" }
    for difference in result.differences {
      let word = result.isAdvice ? "Advice" : "Error"
      text += style.text("\(word): \(difference.sentence.harmless)", .warning) + "\n"
    }
    return text
  }

  /// The lines of a text, each of them harmless to a terminal.
  private static func harmless(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).harmless }
      .joined(separator: "\n")
  }

  // MARK: JSON

  /// As container-structure-test writes it, with more members.
  public var json: JSON {
    [
      "schema": "hardstand.test/1", "Pass": .number(passCount), "Fail": .number(failCount),
      "Total": .number(results.count), "Duration": .number(duration.nanoseconds),
      "Results": .array(reports.flatMap { report in report.results.map { json($0, report.file) } }),
    ]
  }

  private func json(_ result: ProofResult, _ file: String) -> JSON {
    var members: [JSON.Member] = [
      .init("Name", .string(result.name)), .init("Pass", .bool(result.passed)),
    ]
    func add(_ key: String, _ text: String?) {
      if let text, !text.isEmpty { members.append(.init(key, .string(text))) }
    }
    add("Stdout", result.output)
    add("Stderr", result.errors)
    if !result.differences.isEmpty {
      members.append(
        .init("Errors", .array(result.differences.map { .string($0.sentence) })))
    }
    members.append(.init("Duration", .number(result.duration.nanoseconds)))
    members.append(.init("File", .string(file)))
    if !result.differences.isEmpty {
      let differences = result.differences.map { difference -> JSON in
        [
          "What": .string(difference.what), "Expected": .string(difference.expected),
          "Seen": .string(difference.seen),
        ]
      }
      members.append(.init("Differences", .array(differences)))
    }
    if result.isAdvice { members.append(.init("Advice", true)) }
    add("Requirement", result.requirement)
    add("Command", result.command)
    add("Seen", result.seen)
    return .object(members)
  }

  // MARK: JUnit

  private var junit: String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
    text +=
      "<testsuites failures=\"\(failCount)\" tests=\"\(results.count)\" "
      + "time=\"\(duration.seconds)\"><testsuite name=\"\(suite.xml)\">"
    for result in results {
      text += "<testcase name=\"\(result.name.xml)\" time=\"\(result.duration.seconds)\">"
      if !result.passed {
        for difference in result.differences {
          text += "<failure>\(difference.sentence.xml)</failure>"
        }
      }
      if !result.output.isEmpty { text += "<system-out>\(result.output.xml)</system-out>" }
      if !result.errors.isEmpty { text += "<system-err>\(result.errors.xml)</system-err>" }
      text += "</testcase>"
    }
    return text + "</testsuite></testsuites>\n"
  }

  // MARK: Markdown

  private var markdown: String {
    var text = "## Structure tests: \(passed ? "passed" : "failed")\n\n"
    text += "\(passCount) of \(results.count) passed in \(duration.goText).\n"
    for report in reports {
      text += "\n### \(Markdown.code(report.file))\n\n| | check | expected | seen |\n"
      text += "| --- | --- | --- | --- |\n"
      for result in report.results {
        let name = Markdown.inline(
          result.name + (result.requirement.map { " (\($0))" } ?? ""))
        if result.differences.isEmpty {
          text += "| pass | \(name) | | \(Markdown.inline(result.seen ?? "")) |\n"
        }
        for difference in result.differences {
          text +=
            "| \(result.isAdvice ? "advice" : "fail") | \(name): "
            + "\(Markdown.inline(difference.what)) | \(Markdown.inline(difference.expected)) | "
            + "\(Markdown.inline(difference.seen)) |\n"
        }
      }
    }
    return text
  }
}
