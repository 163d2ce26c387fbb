import BaseImages
import Dockerfile
import Evidence
import Facts
import Lint
import Policy
import Repair
import Source
import Testing

/// The examples of the rules, repaired under the plan's eye.
@Suite struct RepairExampleTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let rule: RuleDescription
    let example: RuleDescription.Example
    let number: Int
    var testDescription: String { "\(rule.name) #\(number)" }

    static let all = RuleBook.descriptions.flatMap { rule in
      rule.examples.enumerated().filter {
        $0.element.fixed != nil || $0.element.ignored != nil
      }.map {
        Case(rule: rule, example: $0.element, number: $0.offset + 1)
      }
    }
  }

  @Test(arguments: Case.all) func examplesPassTheGate(example: Case) throws {
    let text = example.example.text.filter { $0 != "‹" && $0 != "›" }
    let repairer = try Repairing.repairer(rules: [example.rule.name], includesUnsafe: true)
    let outcome = repairer.repair(SourceText(name: "Dockerfile", text: text)) { _ in
      example.example.context.map { FileContext(files: $0) }
    }
    #expect(outcome.rejected.map(\.reason) == [])
    #expect(outcome.untouched == nil)
    #expect(String(decoding: outcome.bytes, as: UTF8.self) == example.example.fixed ?? text)
    let lines = outcome.amendment.map { String(decoding: $0.bytes, as: UTF8.self) }
    #expect(lines == example.example.ignored.map { $0 + "\n" })
    var files = example.example.context
    if let lines { files?[".dockerignore"] = lines }
    let again = repairer.repair(SourceText(name: "Dockerfile", bytes: outcome.bytes)) { [files] _ in
      files.map { FileContext(files: $0) }
    }
    #expect(!again.isChanged && again.amendment == nil, "a second run goes on")
  }
}
