import Shell
import Source
import Testing

@Suite struct WalkTests {
  private func contexts(_ text: String) -> [String: CommandContext] {
    var found: [String: CommandContext] = [:]
    ShellScript.of(text).forEachCommand { command, context in
      found[command.name?.text ?? ""] = context
    }
    return found
  }

  @Test func orderIsThatOfTheSource() {
    var starts: [Int] = []
    var names: [String] = []
    let script = ShellScript.of(
      """
      A=$(a) b $(c) >$(d) e "$(f)"; if g; then h; else i | j; fi; k() { l; }
      for x in $(m); do n; done; case $(o) in $(p)) q;; esac; (r) && { s; } & sh -c 't $(u)' v
      """)
    script.forEachCommand { command, _ in
      starts.append(command.range.lowerBound)
      names.append(command.name?.text ?? "")
    }
    #expect(names.joined() == "bacdfghijlmnopqrssh" + "tu")
    #expect(starts == starts.sorted())
  }

  @Test func pipelinesAndListsAreKnown() {
    let found = contexts("a | b | c && d || e; f")
    #expect(found["b"]?.pipelineIndex == 1)
    #expect(found["b"]?.pipelineCount == 3)
    #expect(found["b"]?.isLastInPipeline == false)
    #expect(found["c"]?.isLastInPipeline == true)
    #expect(found["a"]?.output == .piped)
    #expect(found["c"]?.output == .inherited)
    #expect(found["d"]?.operatorBefore == .and)
    #expect(found["d"]?.operatorAfter == .or)
    #expect(found["d"]?.listIndex == 1)
    #expect(found["d"]?.listCount == 3)
    #expect(found["a"]?.isInOwnProcess == true)
    #expect(found["f"]?.isInOwnProcess == false)
    #expect(found["f"]?.isLastStatement == true)
  }

  @Test(arguments: [
    ("a && b", true, false), ("a || b", true, false), ("a; b", false, false),
    ("! a; b", true, false),
    ("if a; then b; fi", true, false), ("while a; do b; done", true, false),
    ("if x; a; then b; fi", true, false), ("if a; x; then b; fi", false, false),
    ("a | x && b", false, false), ("x | a && b", true, false), ("{ a; } && b", true, false),
    ("{ a; x; } || b", false, false), ("(b; a) || x", true, false), ("f() { a; }; b", false, false),
    ("x && a; b", false, false), ("$(a) && b", false, false),
  ])
  func failuresAreTested(text: String, first: Bool, second: Bool) {
    let found = contexts(text)
    #expect(found["a"]?.isFailureTested == first)
    #expect(found["b"]?.isFailureTested == second)
  }

  @Test func errexitIsIgnoredInConditions() {
    let found = contexts("if { a; b; }; then c; fi; (d; e) || f; g && h; $(i) || j")
    #expect(
      found.filter(\.value.ignoresErrexit).keys.sorted()
        == ["$(i)", "a", "b", "d", "e", "g", "i"])
  }

  @Test func choicesAreKnown() {
    let found = contexts(
      "a && b; c || d; [ x ] && e; if f; then g; fi; for x in y; do h; done; case x in y) i;; esac; j() { k; }; (l)"
    )
    #expect(
      found.filter(\.value.isConditional).keys.sorted() == ["d", "e", "g", "h", "i", "k"])
    #expect(found["k"]?.functionName == "j")
    #expect(found["g"]?.surroundings.contains(.branch) == true)
    #expect(found["f"]?.surroundings.contains(.condition) == true)
    #expect(found["h"]?.surroundings.contains(.loop) == true)
    #expect(found["l"]?.surroundings.contains(.subshell) == true)
  }

  @Test(arguments: [
    ("a >x", CommandContext.Output.redirected), ("a 2>x", .inherited), ("a | b", .piped),
    ("{ a; } >x", .redirected), ("x=$(a)", .captured), ("x=`a >&2`", .redirected),
    ("(a) | b", .piped), ("for i in x; do a; done | b", .piped), ("a &>x", .redirected),
    ("b <(a)", .captured), ("a", .inherited),
  ])
  func outputsAreKnown(text: String, output: CommandContext.Output) {
    #expect(contexts(text)["a"]?.output == output)
  }

  @Test func wordsHaveRoles() {
    var roles: [String: WordRole] = [:]
    ShellScript.of(
      "A=a b c >d <<E; for i in f; do g; done; case h in j) ;; esac; [[ k ]]; l=(m)\nE\n"
    )
    .forEachWord { word, role, _ in roles[word.text] = role }
    #expect(
      roles == [
        "a": .assignmentValue, "b": .commandName, "c": .argument(1), "d": .redirectTarget,
        "E": .heredocDelimiter, "f": .loopWord, "g": .commandName, "h": .caseSubject,
        "j": .casePattern, "k": .conditionOperand, "m": .arrayElement,
      ])
  }

  @Test func nestedScriptsCanBeLeftOut() {
    var names: [String] = []
    ShellScript.of("sh -c 'a; b'; c").forEachCommand(includingNestedScripts: false) { command, _ in
      names.append(command.name?.text ?? "")
    }
    #expect(names == ["sh", "c"])
  }
}
