import Dockerfile
import Evidence
import Facts
import Lint
import Source
import Testing

/// Every repair of every example: what it declares is what it does.
@Suite struct RepairDeclarationTests {
  /// A repair of an example with the text it is for.
  struct Repair: CustomTestStringConvertible, Sendable {
    let rule: String
    let number: Int
    let text: String
    let fix: Fix
    var testDescription: String { "\(rule) #\(number): \(fix.title)" }

    static let all = RuleBook.descriptions.flatMap { rule in
      rule.examples.enumerated().flatMap { number, example in
        let text = MarkedText(example.text).text
        return RuleExampleTests.findings(rule, text, context: example.context).flatMap { finding in
          finding.fixes.map { Repair(rule: rule.name, number: number + 1, text: text, fix: $0) }
        }
      }
    }
  }

  @Test(arguments: Repair.all)
  func editsDoNotOverlap(repair: Repair) {
    for (left, right) in zip(repair.fix.edits, repair.fix.edits.dropFirst()) {
      #expect(left.range.upperBound <= right.range.lowerBound)
      #expect(left.range != right.range)
    }
  }

  @Test(arguments: Repair.all.filter { $0.fix.applicability == .unsafe })
  func whatIsNotSafeTellsItsRisk(repair: Repair) {
    #expect(repair.fix.risk?.hasSuffix(".") == true)
    #expect(repair.fix.changes.allSatisfy { $0 == .refusal || $0 == .splitRun })
  }

  @Test(arguments: Repair.all.filter { $0.fix.applicability == .safe })
  func commandsChangeAsDeclared(repair: Repair) {
    #expect(repair.fix.risk == nil)
    #expect(
      Self.changesAsDeclared(repair.fix, SourceText(name: "Dockerfile", text: repair.text)))
  }

  /// Lines that end in carriage return and newline do so after the repair as well.
  @Test(arguments: Case.all.filter { $0.example.fixed != nil })
  func lineEndingsAreKept(example: Case) {
    let text = MarkedText(example.example.text).text.split(
      separator: "\n", omittingEmptySubsequences: false
    ).joined(separator: "\r\n")
    let source = SourceText(name: "Dockerfile", text: text)
    let edits = RuleExampleTests.findings(
      example.rule, text, context: example.example.context
    ).compactMap { $0.fixes.first?.edits }.flatMap(\.self)
    let repaired = source.applying(edits)
    for (index, byte) in repaired.enumerated() where byte == 0x0A {
      #expect(index > 0 && repaired[index - 1] == 0x0D, "line ending at byte \(index)")
    }
    let expected = Array((example.example.fixed ?? "").utf8)
    #expect(repaired.filter { $0 != 0x0D } == expected)
  }

  /// Whether the words of all RUN instructions change as a repair declares, and in no other way.
  static func changesAsDeclared(_ fix: Fix, _ source: SourceText) -> Bool {
    let after = SourceText(name: "Dockerfile", bytes: source.applying(fix.edits))
    let old = scripts(source)
    let new = scripts(after)
    var adds: [String] = []
    var drops: [String] = []
    for change in fix.changes {
      switch change {
      case .command(let added, let dropped):
        adds += added
        drops += dropped
      case .joinedRuns: adds.append("&&")
      case .droppedRun(let words): drops += words
      default: break
      }
    }
    let gone = fix.changes.count {
      if case .droppedRun = $0 { true } else { $0 == .joinedRuns }
    }
    // The scripts of all RUN instructions one behind the other, without what is declared.
    return old.count - new.count == gone
      && agree(old.flatMap(\.self), drops, new.flatMap(\.self), adds)
  }

  /// Whether two lists are the same after words were taken from both.
  static func agree(_ old: [String], _ drops: [String], _ new: [String], _ adds: [String]) -> Bool {
    guard old.count - drops.count == new.count - adds.count else { return false }
    var seen: Set<[Int]> = []
    var open = [[0, 0, 0, 0]]
    while let place = open.popLast() {
      guard seen.insert(place).inserted else { continue }
      let (left, right) = (place[0], place[2])
      if left == old.count, right == new.count { return true }
      if left < old.count, place[1] < drops.count, old[left] == drops[place[1]] {
        open.append([left + 1, place[1] + 1, right, place[3]])
      }
      if right < new.count, place[3] < adds.count, new[right] == adds[place[3]] {
        open.append([left, place[1], right + 1, place[3] + 1])
      }
      if left < old.count, right < new.count, old[left] == new[right] {
        open.append([left + 1, place[1], right + 1, place[3]])
      }
    }
    return false
  }

  /// The words and operators of every RUN, by a reader that knows nothing of the shell's syntax tree.
  static func scripts(_ source: SourceText) -> [[String]] {
    let syntax = DockerfileSyntax.parse(source)
    return syntax.instructions.filter { $0.kind == .run }.map { instruction in
      if instruction.isJSON { return instruction.arguments.map(\.value) }
      guard case .run(let run)? = instruction.body, case .shell(let line) = run.command else {
        return []
      }
      var text = run.isHeredocScript ? [] : words(line.text)
      for heredoc in instruction.heredocs { text += words(heredoc.content.text) }
      return text
    }
  }

  /// A text taken apart at blanks and operators outside of quotes and substitutions.
  static func words(_ text: String) -> [String] {
    var result: [String] = []
    var word = ""
    var depth = 0
    var quote: Character?
    var isTick = false
    var rest = Array(text)[...]
    func end() {
      if !word.isEmpty { result.append(word) }
      word = ""
    }
    while let next = rest.popFirst() {
      if next == "\\", quote != "'", let escaped = rest.popFirst() {
        if escaped != "\n" { word += [next, escaped] }
        continue
      }
      if let open = quote {
        word.append(next)
        if next == open { quote = nil }
        continue
      }
      switch next {
      case "'", "\"":
        quote = next
        word.append(next)
      case "`":
        isTick.toggle()
        word.append(next)
      case "(" where word.hasSuffix("$") || depth > 0:
        depth += 1
        word.append(next)
      case ")" where depth > 0:
        depth -= 1
        word.append(next)
      case _ where depth > 0 || isTick: word.append(next)
      case " ", "\t", "\n": end()
      case "#" where word.isEmpty: rest = rest.drop { $0 != "\n" }
      case ";", "&", "|", "(", ")":
        if word.isEmpty, next == result.last?.first, result.last?.count == 1, "&|;".contains(next) {
          result[result.count - 1].append(next)
        } else {
          end()
          result.append(String(next))
        }
      default: word.append(next)
      }
    }
    end()
    return result
  }
}
