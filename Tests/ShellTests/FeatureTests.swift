import Shell
import Source
import Testing

@Suite struct FeatureTests {
  @Test(arguments: [
    ("a <(b)", ShellFeature.processSubstitution, 2, 6), ("[[ a ]]", .doubleBracket, 0, 2),
    ("(( a ))", .doubleParenthesis, 0, 7), ("for ((;;)); do a; done", .arithmeticFor, 0, 10),
    ("a=(b)", .array, 0, 5), ("a[1]=b", .array, 0, 4), ("e ${a[1]}", .array, 2, 8),
    ("e $'a'", .ansiQuote, 2, 6), ("e $\"a\"", .localeQuote, 2, 4),
    ("a &>b", .ampersandRedirect, 2, 4),
    ("a &>>b", .ampersandAppend, 2, 5), ("a >&b", .redirectBothToWord, 2, 4),
    ("a {b}>c", .variableDescriptor, 2, 5), ("a |& b", .pipeBoth, 2, 4),
    ("function a { b; }", .functionKeyword, 0, 8), ("a-b() { c; }", .functionNameCharacters, 0, 3),
    ("a {b,c}d", .braceExpansion, 2, 7), ("a {1..3}", .braceRange, 2, 8),
    ("[[ a == @(b) ]]", .extendedGlob, 8, 10),
    ("a <<<b", .hereString, 2, 5), ("e ${a:1}", .substringExpansion, 2, 6),
    ("e ${a/b/c}", .patternReplacement, 2, 6), ("e ${a^^}", .caseModification, 2, 7),
    ("e ${a@Q}", .parameterTransformation, 2, 7), ("e ${!a}", .indirectExpansion, 2, 6),
    ("e $[1]", .legacyArithmetic, 2, 6), ("a+=b", .appendAssignment, 0, 3),
    ("[ a == b ]", .doubleEqualsInTest, 4, 6), ("[ -v a ]", .extendedTestOperator, 2, 4),
    ("source a", .sourceCommand, 0, 6), ("pushd a", .directoryStack, 0, 5),
    ("let a=1", .letCommand, 0, 3),
    ("declare a", .declareCommand, 0, 7), ("local a", .localCommand, 0, 5),
    ("shopt a", .bashCommand, 0, 5),
    ("select a in b; do c; done", .selectLoop, 0, 6), ("time a", .timeKeyword, 0, 4),
    ("coproc a", .coprocess, 0, 6), ("e $RANDOM", .bashVariable, 2, 9),
    ("echo -e a", .echoFlag, 5, 7),
    ("read -p a b", .readFlag, 5, 7), ("printf -v a b", .printfExtension, 7, 9),
    ("export -f a", .exportFlag, 7, 9), ("trap a ERR", .trapExtension, 7, 10),
    ("set -euo pipefail", .pipefail, 9, 17), ("set -E", .setExtension, 4, 6),
    ("case a in b) c;& d) ;; esac", .caseFallThrough, 14, 16),
  ])
  func featuresAreNoted(text: String, feature: ShellFeature, lower: Int, upper: Int) {
    let script = ShellScript.of(text)
    #expect(
      script.features.contains { $0.feature == feature && $0.range == SourceRange(lower, upper) })
    if feature != .legacyArithmetic {
      #expect(ShellScript.of(text, .dash).uses(feature) || feature == .timeKeyword)
    }
  }

  @Test(arguments: [
    "a | b && c > d 2>&1", "for i in a b; do echo \"$i\"; done", "[ a = b ] || exit 1",
    "echo {} '{a,b}' ${a%b} ${a:-b} $((1+1))", "read -r a", "set -eux", "export A=b",
    "trap 'a' EXIT",
    "case a in b) c;; esac", "f() { a; }", "cat <<E\nE\n", "echo \"$'a'\" \"{a,b}\"",
    "printf '%s' a",
  ])
  func posixTextHasNone(text: String) {
    #expect(ShellScript.of(text).features == [])
  }

  @Test func extendedGlobsNeedShopt() {
    #expect(ShellScript.of("ls !(a)").problems.map(\.kind) == [.unexpectedToken, .unexpectedToken])
    #expect(ShellScript.of("shopt -s extglob\nls !(a|b)").problems == [])
    #expect(!ShellScript.of("shopt -s extglob; ls !(a)").problems.isEmpty)
    #expect(ShellScript.of("ls @(a|b)", .ksh).problems == [])
  }
}
