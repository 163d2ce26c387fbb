import Dockerfile
import FoundationEssentials
import Testing

/// Files of `shared/conformance`, which stands beside the package or above it.
enum ConformanceText {
  static func read(_ path: String) -> String? {
    var folder = #filePath[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      let candidate = folder + "/shared/conformance/" + path
      if let text = try? String(contentsOfFile: String(candidate), encoding: .utf8) { return text }
    }
    return nil
  }

  static let expansion = read("expansion/envVarTest")
  static let words = read("expansion/wordsTest")
  static let ignore = read("ignore/matches.json")

  static func trimmed(_ text: some StringProtocol) -> String {
    var text = Substring(text)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

/// BuildKit's own tables of words and what they become.
@Suite struct ExpansionConformanceTests {
  /// The environment of the table; on Windows names differ by more than their case.
  struct Environment: ExpansionEnvironment {
    let ignoresCase: Bool

    func binding(of name: String) -> ExpansionBinding {
      switch ignoresCase ? name.uppercased() : name {
      case "PWD": .known("/home")
      case "SHELL": .known("bash")
      case "KOREAN": .known("한국어")
      case "NULL": .known("")
      default: .unset
      }
    }
  }

  @Test(.enabled(if: ConformanceText.expansion != nil, "no conformance data"))
  func everyRowOfTheWordTableHolds() throws {
    let text = try #require(ConformanceText.expansion)
    var count = 0
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: "|", omittingEmptySubsequences: false)
        .map(ConformanceText.trimmed)
      if parts.count < 3 { continue }
      let result = try? Expander().word(
        parts[1], environment: Environment(ignoresCase: parts[0] == "W")
      ).value.text
      #expect(result ?? "error" == parts[2], "\(line)")
      count += 1
    }
    #expect(count == 230)
  }

  @Test(.enabled(if: ConformanceText.words != nil, "no conformance data"))
  func everyRowOfTheSplittingTableHolds() throws {
    let text = try #require(ConformanceText.words)
    var environment: [String: String] = [:]
    var count = 0
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix("ENV ") {
        let pair = line.dropFirst(4).split(separator: "=", maxSplits: 1)
        environment[String(pair[0])] = String(pair[1])
        continue
      }
      let parts = line.split(separator: "|")
      let expected = parts[1].drop { $0 == " " }.split(
        separator: ",", omittingEmptySubsequences: false
      ).map(String.init)
      let words = try? Expander().words(
        ConformanceText.trimmed(parts[0]), environment: environment
      ).texts
      #expect(words ?? ["error"] == expected, "\(line)")
      count += 1
    }
    #expect(count > 20)
  }
}
