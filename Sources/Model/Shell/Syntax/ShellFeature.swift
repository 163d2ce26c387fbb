public import Source

/// Something that a text uses and that not every shell of the family has.
///
/// All dialects are read alike, so a rule asks the dialect and this list whether
/// the shell at hand knows what the text says. Where POSIX shells give a text
/// another meaning it is said at the feature.
public enum ShellFeature: String, Hashable, Sendable, CaseIterable {
  /// `<(…)` or `>(…)`.
  case processSubstitution
  /// `[[ … ]]`; in POSIX shells a command named `[[`.
  case doubleBracket
  /// `(( … ))`; in POSIX shells a subshell in a subshell.
  case doubleParenthesis
  /// `for (( … ))`.
  case arithmeticFor
  /// `a=(…)`, `a[i]=…` or `${a[i]}`.
  case array
  /// `$'…'`; in dash a `$` and a quoted string.
  case ansiQuote
  /// `$"…"`; in POSIX shells a `$` and a quoted string.
  case localeQuote
  /// `&>`; in POSIX shells `&` and then `>`: the command runs in the background.
  case ampersandRedirect
  /// `&>>`; in POSIX shells `&` and then `>>`.
  case ampersandAppend
  /// `>&word` where the word is no descriptor.
  case redirectBothToWord
  /// `{name}>`; in POSIX shells an argument and a redirection.
  case variableDescriptor
  /// `|&`; a syntax error in POSIX shells.
  case pipeBoth
  /// `function name`; in POSIX shells a command named `function`.
  case functionKeyword
  /// A function name that is no identifier, such as `apt-retry`.
  case functionNameCharacters
  /// `{a,b}`; in POSIX shells plain text.
  case braceExpansion
  /// `{1..3}`; in POSIX shells plain text.
  case braceRange
  /// `@(a|b)` and its kin; in bash only after `shopt -s extglob`.
  case extendedGlob
  /// `<<< word`.
  case hereString
  /// `${x:1:2}`.
  case substringExpansion
  /// `${x/a/b}`; BusyBox ash knows it too.
  case patternReplacement
  /// `${x^}` or `${x,}`.
  case caseModification
  /// `${x@Q}`.
  case parameterTransformation
  /// `${!x}` and `${!x*}`.
  case indirectExpansion
  /// `$[ … ]`.
  case legacyArithmetic
  /// `x+=y`.
  case appendAssignment
  /// `==` in `[` or `test`.
  case doubleEqualsInTest
  /// A unary or binary operator of `[` that POSIX does not have, such as `-v` or `=~`.
  case extendedTestOperator
  /// The command `source`.
  case sourceCommand
  /// The commands `pushd`, `popd` and `dirs`.
  case directoryStack
  /// The command `let`.
  case letCommand
  /// The commands `declare` and `typeset`.
  case declareCommand
  /// The command `local`, which all shells of images have though POSIX does not.
  case localCommand
  /// A command that only bash has, such as `mapfile`, `shopt` or `compgen`.
  case bashCommand
  /// A `select` loop.
  case selectLoop
  /// The reserved word `time`.
  case timeKeyword
  /// The reserved word `coproc`.
  case coprocess
  /// A variable that only bash and its like set, such as `RANDOM`.
  case bashVariable
  /// A flag of `echo`, such as `-e` or `-n`; dash prints `-e`.
  case echoFlag
  /// A flag of `read` other than `-r`.
  case readFlag
  /// `printf -v` or the format `%q`.
  case printfExtension
  /// `export -f` or `export -n`.
  case exportFlag
  /// A flag of `trap` or its signals `ERR`, `DEBUG` and `RETURN`.
  case trapExtension
  /// `set -o pipefail`, which dash of Debian 12 and before refuses.
  case pipefail
  /// A long option of `set` other than those of POSIX, such as `-o errtrace`.
  case setExtension
  /// `;&` or `;;&` after a case clause.
  case caseFallThrough
}

/// One use of a feature.
public struct ShellFeatureUse: Hashable, Sendable {
  /// What is used.
  public let feature: ShellFeature
  /// Where.
  public let range: SourceRange
}
