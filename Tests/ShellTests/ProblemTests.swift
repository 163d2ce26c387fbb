import Shell
import Source
import Testing

@Suite struct ProblemTests {
  @Test(arguments: [
    ("a 'b", ShellProblem.Kind.unterminatedSingleQuote, 2, 3),
    ("a \"b", .unterminatedDoubleQuote, 2, 3), ("a `b", .unterminatedBacktick, 2, 3),
    ("a $'b", .unterminatedAnsiQuote, 2, 4), ("a $(b", .unterminatedCommandSubstitution, 2, 4),
    ("a <(b", .unterminatedProcessSubstitution, 2, 4),
    ("a ${b", .unterminatedParameterExpansion, 2, 4), ("a $[1", .unterminatedArithmetic, 2, 4),
    ("a <<E\nb\n", .unterminatedHeredoc, 2, 5), ("a=(b", .unterminatedParenthesis, 2, 3),
    ("if a; fi", .missingThen, 0, 2), ("if a; then b", .missingFi, 0, 2),
    ("while a; done", .missingDo, 0, 5), ("for i in a; do b", .missingDone, 0, 3),
    ("for i in a; b; done", .missingDo, 0, 3), ("case a b) c;; esac", .missingIn, 0, 4),
    ("case a in b) c;;", .missingEsac, 0, 4), ("{ a", .missingClosingBrace, 0, 1),
    ("{ a }", .missingClosingBrace, 0, 1), ("(a", .missingClosingParenthesis, 0, 1),
    ("[[ a", .missingClosingBrackets, 0, 2), ("a &&", .missingCommand, 2, 4),
    ("a | ; b", .missingCommand, 2, 3), ("if a; then fi", .emptyBody, 6, 10),
    ("{ }", .emptyBody, 0, 1), ("a >", .missingRedirectTarget, 2, 3),
    ("for; do a; done", .missingName, 0, 3),
    ("f()", .missingFunctionBody, 0, 1), ("[[ a b ]]", .malformedCondition, 5, 6),
    ("a; fi", .unexpectedToken, 3, 5), ("a )", .unexpectedToken, 2, 3),
    ("{ a; } b", .unexpectedToken, 7, 8), ("; a", .unexpectedToken, 0, 1),
    ("a;; b", .unexpectedToken, 1, 3), ("a & && b", .unexpectedToken, 4, 6),
    ("&& a", .unexpectedToken, 0, 2), ("a (b)", .unexpectedToken, 2, 3),
    ("in a", .unexpectedToken, 0, 2), ("]] a", .unexpectedToken, 0, 2),
    ("case a in b|) c;; esac", .unexpectedToken, 11, 12), ("[[ a == ]]", .malformedCondition, 0, 2),
    ("[[ a && ]]", .malformedCondition, 0, 2), ("[[ -f && b ]]", .malformedCondition, 3, 5),
    ("a >#b", .missingRedirectTarget, 2, 3), ("a >x< 3<y", .missingRedirectTarget, 4, 5),
    ("for ((a;b)); do c; done", .malformedCondition, 0, 11),
  ])
  func problemsHaveKindAndPlace(text: String, kind: ShellProblem.Kind, lower: Int, upper: Int) {
    let first = ShellScript.of(text).problems.first
    #expect(first?.kind == kind)
    #expect(first?.range == SourceRange(lower, upper))
    #expect(first?.message.isEmpty == false)
    #expect(first?.message.hasSuffix(".") == false)
  }

  @Test(arguments: [
    ("a; fi; b", ["a", "b"]), ("if a; then b; c", ["a", "b", "c"]), ("a ) ; b", ["a", "b"]),
    ("for i in x; b; done; c", ["b", "c"]), ("a && && b", ["a", "b"]), ("a | | b", ["a", "b"]),
    ("{ a; } b", ["a", "b"]), ("case x in a) b;; ;; c) d;; esac; e", ["b", "d", "e"]),
    ("while a; done; b", ["a", "b"]), ("if a; fi; b", ["a", "b"]), ("a ${b c} d; e", ["a", "e"]),
    ("(a; fi; b); c", ["a", "b", "c"]), ("$(a; done; b) c; d", ["$(a; done; b)", "a", "b", "d"]),
    ("a 'b; c", ["a"]), ("a > ; b", ["a", "b"]), ("a;; b", ["a", "b"]),
  ])
  func readingGoesOnAfterProblems(text: String, names: [String]) {
    let script = ShellScript.of(text)
    var found: [String] = []
    script.forEachCommand { command, _ in found.append(command.name?.text ?? "") }
    #expect(found == names)
    #expect(!script.problems.isEmpty)
  }

  @Test(arguments: [
    ("(", ")"), ("$(", ")"), ("{ ", "; }"), ("if a; then ", "; fi"), ("\"${a:-", "}\""), ("`", "`"),
    ("$((", "))"), ("<(", ")"), ("while a; do ", "; done"), ("case a in a) ", ";; esac"),
    ("f() ", ""), ("((", "))"), ("[[ $(", ") ]]"), ("a=(", ")"), ("${a[", "]}"), ("sh -c '", "'"),
    ("cat <<E\n$(", "\nE\n)"), ("! ", ""), ("coproc ", ""), ("bash -c \"", "\""), ("@(", ")"),
  ])
  func deepNestingIsBounded(open: String, close: String) {
    for text in [
      String(repeating: open, count: 2000) + "a" + String(repeating: close, count: 2000),
      String(repeating: open, count: 2000), String(repeating: open + " ", count: 1500),
    ] {
      for dialect in [ShellDialect.bash, .posix] {
        let script = ShellScript.of(text, dialect)
        var count = 0
        script.forEachWord { _, _, _ in count += 1 }
        #expect(script.problems.count <= 2000)
        #expect(script == ShellScript.of(text, dialect))
      }
    }
  }

  @Test func problemsStandInTheOrderOfTheText() {
    let script = ShellScript.of("if a; then ${x y}; [[ -f ]]; while b; { c")
    let places = script.problems.map(\.range.lowerBound)
    #expect(places == places.sorted())
    #expect(
      script.problems.map(\.kind) == [
        .missingFi, .badSubstitution, .missingDo, .missingClosingBrace,
      ])
  }

  @Test func nestingOfThirtyLevelsIsRead() {
    let text = String(repeating: "$(a ", count: 30) + String(repeating: ")", count: 30)
    #expect(ShellScript.of("echo " + text).problems == [])
  }
}
