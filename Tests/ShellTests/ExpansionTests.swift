import Shell
import Source
import Testing

@Suite struct ExpansionTests {
  private func parameter(_ text: String) -> ParameterExpansion? {
    var found: ParameterExpansion?
    ShellScript.of("e " + text).forEachParameter { parameter, _ in found = found ?? parameter }
    return found
  }

  @Test(arguments: [
    ("$x", "x", nil, nil, nil), ("${x}", "x", nil, nil, nil), ("$10", "1", nil, nil, nil),
    ("${10}", "10", nil, nil, nil), ("$@", "@", nil, nil, nil), ("$?", "?", nil, nil, nil),
    ("$$", "$", nil, nil, nil), ("${x:-y}", "x", ":-", "y", nil), ("${x-}", "x", "-", "", nil),
    ("${x:=y z}", "x", ":=", "y z", nil), ("${x:?no}", "x", ":?", "no", nil),
    ("${x:+y}", "x", ":+", "y", nil), ("${x#*/}", "x", "#", "*/", nil),
    ("${x##*/}", "x", "##", "*/", nil), ("${x%.*}", "x", "%", ".*", nil),
    ("${x%%.*}", "x", "%%", ".*", nil), ("${x/a/b}", "x", "/", "a", "b"),
    ("${x//a}", "x", "//", "a", nil), ("${x/#a/b}", "x", "/#", "a", "b"),
    ("${x/%a/b}", "x", "/%", "a", "b"), ("${x:1}", "x", ":", "1", nil),
    ("${x:1:2}", "x", ":", "1", "2"), ("${x: -1}", "x", ":", " -1", nil),
    ("${x^}", "x", "^", "", nil), ("${x,,}", "x", ",,", "", nil), ("${x@Q}", "x", "@", "Q", nil),
    ("${!p*}", "p", "*", nil, nil), ("\"${x:-\"y z\"}\"", "x", ":-", "\"y z\"", nil),
    ("\"${x:-it's}\"", "x", ":-", "it's", nil), ("${@:2}", "@", ":", "2", nil),
    ("${#:-3}", "#", ":-", "3", nil), ("${#}", "#", nil, nil, nil),
  ])
  func operators(text: String, name: String, operation: String?, argument: String?, second: String?)
  {
    let found = parameter(text)
    #expect(found?.name == name)
    #expect(found?.operator?.rawValue == operation)
    #expect(found?.argument?.text == argument)
    #expect(found?.secondArgument?.text == second)
    #expect(ShellScript.of("e " + text).problems == [])
  }

  @Test func lengthIndirectionAndIndex() {
    #expect(parameter("${#x}")?.isLength == true)
    #expect(parameter("${##}")?.isLength == true)
    #expect(parameter("${!x}")?.isIndirect == true)
    #expect(parameter("${!}")?.name == "!")
    #expect(parameter("${x[1]}")?.index?.text == "1")
    #expect(parameter("${#x[@]}")?.index?.text == "@")
    #expect(parameter("${x[$i]%a}")?.operator == .removeShortestSuffix)
    #expect(parameter("${x:-${y}}")?.text == "${x:-${y}}")
    #expect(parameter("${x}")?.nameRange == SourceRange(4, 5))
  }

  @Test(arguments: ["${}", "${x y}", "${x!}", "${ x}", "${-x-}x", "${x[1]y}", "${#x:-y}"])
  func badSubstitutionsAreTold(text: String) {
    let script = ShellScript.of("e \(text); f")
    #expect(script.problems.map(\.kind) == [.badSubstitution])
    #expect(script.problems[0].range.lowerBound == 2)
    #expect(script.statements.count == 2)
  }

  @Test func substitutionsNest() {
    let script = ShellScript.of("a \"$(b `c \\`d\\`` $(e))\" <(f)")
    var names: [String] = []
    var ranges: [SourceRange] = []
    script.forEachCommand { command, _ in
      names.append(command.name?.text ?? "")
      ranges.append(command.range)
    }
    #expect(names == ["a", "b", "c", "d", "e", "f"])
    #expect(ranges[3] == SourceRange(12, 13))
    #expect(script.problems == [])
  }

  @Test(arguments: [
    ("$((1 + x))", true), ("$((a) | b)", false), ("$( (a) )", false), ("$(((1)))", true),
    ("$((a); (b))", false),
  ])
  func arithmeticIsToldFromSubshells(text: String, isArithmetic: Bool) {
    let script = ShellScript.of("e " + text)
    let part = script.statements.first?.list.first.commands.first?.simple?.words.last?.parts.first
    if case .arithmetic = part?.kind {
      #expect(isArithmetic)
    } else {
      #expect(!isArithmetic)
    }
    #expect(script.problems == [])
  }

  @Test func arithmeticHasItsNames() {
    var names: [String] = []
    var ranges: [SourceRange] = []
    ShellScript.of("e $((a + $b * ${c} + 0x1f + d[1]))").forEachParameter { parameter, context in
      names.append(parameter.name)
      ranges.append(parameter.range)
      #expect(context.isInArithmetic)
    }
    #expect(names == ["a", "b", "c", "d"])
    #expect(ranges[0] == SourceRange(5, 6))
  }

  @Test func quotingOfParametersIsKnown() {
    var quoted: [String: Bool] = [:]
    var split: [String: Bool] = [:]
    ShellScript.of(
      "A=$a $b \"$c\" > $d; for i in $e; do x \"$(y $f)\"; done; case $g in $h) ;; esac; [[ $i ]]"
    ).forEachParameter { parameter, context in
      quoted[parameter.name] = context.isQuoted
      split[parameter.name] = context.isSplit
    }
    #expect(quoted.filter(\.value).keys.sorted() == ["c"])
    #expect(split.filter(\.value).keys.sorted() == ["b", "e", "f"])
  }
}
