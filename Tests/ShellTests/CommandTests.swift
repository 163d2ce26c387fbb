import Shell
import Source
import Testing

@Suite struct CommandTests {
  @Test func listsAndPipelines() throws {
    let script = ShellScript.of("! a | b |& c && d || e & f; g")
    #expect(script.statements.count == 3)
    let list = script.statements[0].list
    #expect(script.statements[0].isBackground)
    #expect(script.statements[0].terminator == SourceRange(23, 24))
    #expect(script.statements[0].range == SourceRange(0, 22))
    #expect(list.first.isNegated)
    #expect(list.first.commands.count == 3)
    #expect(list.first.pipes.map(\.includesErrors) == [false, true])
    #expect(list.first.pipes.map(\.range) == [SourceRange(4, 5), SourceRange(8, 10)])
    #expect(list.rest.map(\.operator) == [.and, .or])
    #expect(list.rest.map(\.operatorRange) == [SourceRange(13, 15), SourceRange(18, 20)])
    #expect(script.statements[1].terminator == SourceRange(26, 27))
    #expect(script.statements[2].terminator == nil)
  }

  @Test func simpleCommandsHaveAssignmentsWordsAndRedirects() throws {
    let command = try #require(
      ShellScript.command("A=1 B+=$x c[2]=y >o d 2>&1 e <i f=(g [3]=h)")?.simple)
    #expect(command.assignments.map(\.name) == ["A", "B", "c"])
    #expect(command.assignments.map(\.isAppend) == [false, true, false])
    #expect(command.assignments[2].index?.text == "2")
    #expect(command.assignments[0].range == SourceRange(0, 3))
    #expect(command.assignments[1].nameRange == SourceRange(4, 5))
    #expect(command.words.prefix(2).map(\.text) == ["d", "e"])
    #expect(command.redirects.map(\.operator) == [.write, .duplicateOutput, .read])
    #expect(command.redirects.map(\.fd) == [1, 2, 0])
    #expect(command.redirects[1].range == SourceRange(22, 26))
  }

  @Test func arraysHaveElements() throws {
    let command = try #require(ShellScript.command("a=(b 'c d' [5]=$e # x\n f)")?.simple)
    let elements = try #require(command.assignments.first?.elements)
    #expect(elements.map(\.value.text) == ["b", "'c d'", "$e", "f"])
    #expect(elements[2].key?.text == "5")
    let declared = ShellScript.words("declare -a x=(1 2)")
    #expect(declared.count == 3)
    #expect(declared[2].text == "x=(1 2)")
  }

  @Test(arguments: [
    "if a; then b; fi", "if a\nthen b\nelif c; then d; else e; fi >x",
    "for i in a b; do c; done", "for i; do c; done", "for i in; do c; done", "for i do c; done",
    "for i in a\ndo\nc\ndone", "for ((i=0; i<3; i++)); do c; done", "select x in a; do b; done",
    "while a; do b; done <f", "until a; do b; done", "case a in b|c) d;; (e) ;; *) f; esac",
    "case $x in esac", "case a in b) c ;& d) e ;;& f) ;; esac", "f() { a; }", "f () ( a )",
    "function f { a; }", "function f() { a; } >x", "[[ -f a && ( b == c* || ! -d e ) ]]",
    "[[ a =~ ^(b|c)+$ ]]", "[[ -z $x ]]", "[[ a < b ]]", "(( a++ ))", "(a; b) 2>&1",
    "{ a; b; } | c",
    "((a); (b))", "! a", "time a | b", "time -p a", "coproc a", "coproc n { a; }", "a &", "a & b",
    "a \\\n b", "a # c", "# c", "", "\n\n", "a && # c\n b", "a |\n b", "cat <<E\nx\nE",
    "a\r\nb\r\n",
    "if a; then b; fi; if c; then d; fi", "{ if a; then b; fi }", "(if a; then b; fi)",
    "echo if then fi do done", "a=b", "a= b", "echo {} \\;", "find . -exec a {} +", "echo a=(",
    "echo }", "x=`a`", "echo \"`a \"b\"`\"", "case a in (a|b) ;; esac", "f() if a; then b; fi",
    "while read -r x; do echo; done < <(a)", "exec 3>&1 >x 2>&1", "exec {fd}>x", "a >| b <> c",
    "echo ${x:-$(a \"b\")}", "echo \"${x:-'a'}\"", "echo ${x:-'a}'}",
    "echo $(case x in x) a;; esac)",
    "echo $'a\\'b' $\"c\"", "[ a = b ]", "[ ! -f a -o -d b ]", "echo a{b,c}{1..3}", "a;b",
    "a&&b||c",
    "echo $((1 << 2)) $[1+2]", "let x=1", "echo !(a", ":|:", "echo ~ ~/a ~b/c", "a=~/b:~/c",
  ])
  func properTextHasNoProblem(text: String) {
    let expected: [ShellProblem.Kind] =
      text == "echo !(a" || text == "echo a=("
      ? [.unexpectedToken] : []
    #expect(ShellScript.of(text).problems.map(\.kind) == expected)
  }

  @Test func ifHasBranches() throws {
    guard case .if(let command) = ShellScript.command("if a; then b; elif c; then d; e; else f; fi")
    else {
      Issue.record("no if")
      return
    }
    #expect(command.branches.map(\.body.count) == [1, 2])
    #expect(command.elseBody?.count == 1)
    #expect(command.range == SourceRange(0, 43))
    #expect(command.branches[0].range == SourceRange(0, 13))
    #expect(command.branches[1].range == SourceRange(14, 32))
  }

  @Test func loopsHaveTheirPieces() throws {
    guard case .for(let loop) = ShellScript.command("for i in a $b; do c; done >x") else {
      Issue.record("no for")
      return
    }
    #expect(loop.variable == "i")
    #expect(loop.variableRange == SourceRange(4, 5))
    #expect(loop.words?.map(\.text) == ["a", "$b"])
    #expect(loop.redirects.count == 1)
    #expect(loop.range == SourceRange(0, 28))
    guard case .for(let implicit) = ShellScript.command("for i; do c; done") else {
      Issue.record("no for")
      return
    }
    #expect(implicit.words == nil)
    guard case .arithmeticFor(let counted) = ShellScript.command("for ((i=0;i<n;i++)); do c; done")
    else {
      Issue.record("no for")
      return
    }
    #expect(counted.expressions.map(\.text) == ["i=0", "i<n", "i++"])
    guard case .while(let until) = ShellScript.command("until a; do b; done") else {
      Issue.record("no until")
      return
    }
    #expect(until.isUntil)
  }

  @Test func caseHasClauses() throws {
    guard
      case .case(let command) = ShellScript.command("case \"$x\" in (a|b*) c;; d) e;& f) esac >x")
    else {
      Issue.record("no case")
      return
    }
    #expect(command.subject.text == "\"$x\"")
    #expect(command.clauses.map { $0.patterns.map(\.text) } == [["a", "b*"], ["d"], ["f"]])
    #expect(command.clauses.map(\.terminator) == [.break, .fallThrough, nil])
    #expect(command.clauses[0].range == SourceRange(13, 23))
    #expect(command.redirects.count == 1)
  }

  @Test func functionsHaveNamesAndBodies() throws {
    for (text, hasKeyword) in [("f-1 () { a; }", false), ("function f-1 { a; }", true)] {
      guard case .function(let definition) = ShellScript.command(text) else {
        Issue.record("no function")
        return
      }
      #expect(definition.name == "f-1")
      #expect(definition.hasKeyword == hasKeyword)
      #expect(definition.range == SourceRange(0, text.utf8.count))
      #expect(ShellScript.of(text).uses(.functionNameCharacters))
    }
  }

  @Test func conditionsHaveOperatorsAndOperands() throws {
    guard
      case .conditional(let command) = ShellScript.command("[[ -f a && ( $b =~ ^(c|d)$ ) ]] >x")
    else {
      Issue.record("no condition")
      return
    }
    let shown = command.items.map { item in
      switch item {
      case .operand(let word): "w:" + word.text
      case .operator(let text, _): text
      }
    }
    #expect(shown == ["-f", "w:a", "&&", "(", "w:$b", "=~", "w:^(c|d)$", ")"])
    #expect(command.items[5].range == SourceRange(16, 18))
    #expect(command.range == SourceRange(0, 34))
  }

  @Test(arguments: [
    ("/bin/bash", ShellDialect.bash), ("/bin/sh", .posix), ("dash", .dash), ("/bin/ash", .ash),
    ("busybox", .ash), ("zsh", .zsh), ("/usr/bin/ksh", .ksh), ("cmd", nil), ("pwsh", nil),
    ("powershell", nil), ("python3", nil), ("", nil), ("C:\\x\\bash.exe", .bash),
  ])
  func dialectsByExecutable(name: String, dialect: ShellDialect?) {
    #expect(ShellDialect(executable: name) == dialect)
  }
}
