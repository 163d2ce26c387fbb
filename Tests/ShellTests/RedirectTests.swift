import Shell
import Source
import Testing

@Suite struct RedirectTests {
  private func redirects(_ text: String) -> [Redirect] {
    ShellScript.command(text)?.redirects ?? []
  }

  @Test(arguments: [
    ("a >x", Redirect.Operator.write, 1, "x"), ("a 2>x", .write, 2, "x"),
    ("a >>x", .append, 1, "x"),
    ("a <x", .read, 0, "x"), ("a <<<x", .hereString, 0, "x"), ("a 2>&1", .duplicateOutput, 2, "1"),
    ("a >&-", .duplicateOutput, 1, "-"), ("a <&3", .duplicateInput, 0, "3"),
    ("a &>x", .writeBoth, 1, "x"), ("a &>>x", .appendBoth, 1, "x"), ("a >|x", .clobber, 1, "x"),
    ("a 3<>x", .readWrite, 3, "x"), ("a > \"x y\"", .write, 1, "\"x y\""),
    ("a 12>x", .write, 12, "x"), ("{ a; } >x", .write, 1, "x"),
  ])
  func operators(text: String, operation: Redirect.Operator, fd: Int, target: String) {
    let found = redirects(text)
    #expect(found.map(\.operator) == [operation])
    #expect(found.first?.fd == fd)
    #expect(found.first?.target?.text == target)
    #expect(found.first?.range.upperBound == text.utf8.count)
  }

  @Test func outputsAreKnown() {
    #expect(redirects("a &>x")[0].redirectsErrors)
    #expect(redirects("a >&x")[0].redirectsBoth)
    #expect(!redirects("a >&2")[0].redirectsBoth)
    #expect(redirects("a >&2")[0].redirectsOutput)
    #expect(!redirects("a 2>x")[0].redirectsOutput)
    #expect(redirects("a {fd}>x")[0].descriptor == .variable("fd"))
    #expect(redirects("a {fd}>x")[0].fd == nil)
    #expect(redirects("a 2 >x")[0].descriptor == nil)
  }

  @Test func heredocsHaveBodies() throws {
    let text = "cat <<A - <<-'B' && x\n1 $y `z`\nA\n\t2 $n\n\tB\nw\n"
    let script = ShellScript.of(text)
    #expect(script.problems == [])
    #expect(script.statements.count == 2)
    let found = script.statements[0].list.first.commands[0].redirects
    let first = try #require(found[0].heredoc)
    let second = try #require(found[1].heredoc)
    #expect(first.delimiter == "A")
    #expect(first.text == "1 $y `z`\n")
    #expect(first.range == SourceRange(22, 31))
    #expect(first.delimiterRange == SourceRange(31, 32))
    #expect(first.parts.count == 5)
    #expect(!first.isQuoted)
    #expect(second.isQuoted)
    #expect(second.stripsTabs)
    #expect(second.text == "\t2 $n\n")
    #expect(second.delimiterRange == SourceRange(40, 41))
    #expect(found[1].target?.literal == "B")
    #expect(script.statements[1].range == SourceRange(42, 43))
    var names: [String] = []
    script.forEachParameter { parameter, context in
      names.append(parameter.name)
      #expect(context.isInHeredoc)
      #expect(!context.isSplit)
    }
    #expect(names == ["y"])
    var commands: [String] = []
    script.forEachCommand { command, _ in commands.append(command.name?.text ?? "") }
    #expect(commands == ["cat", "z", "x", "w"])
  }

  @Test(arguments: [
    ("cat <<E\nE\nx", "", 2), ("cat <<E\r\na\r\nE\r\nx", "a\r\n", 2),
    ("cat <<E\nfoo\\\nE\nE\nx", "foo\\\nE\n", 2), ("cat <<\"E F\"\na\nE F\nx", "a\n", 2),
    ("x \"$(cat <<E\na\nE\n)\"; y", nil, 2), ("if cat <<E; then\na\nE\nx; fi", nil, 1),
    ("cat <<E | x 'a\nb' c\n1\nE\ny", "1\n", 2), ("cat <<\\E\n$(a\nE\nx", "$(a\n", 2),
    ("f() {\ncat <<E\na\nE\n}\nf", nil, 2), ("cat <<E # <<F\na\nE\nx", "a\n", 2),
  ])
  func heredocsEndWhereShellsEndThem(text: String, body: String?, count: Int) {
    let script = ShellScript.of(text)
    #expect(script.problems == [])
    #expect(script.statements.count == count)
    var found: String?
    script.forEachRedirect { redirect, _ in
      if let heredoc = redirect.heredoc { found = heredoc.text }
    }
    if let body { #expect(found == body) }
  }
}
