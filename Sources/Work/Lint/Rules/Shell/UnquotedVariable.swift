import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let unquotedVariable = Rule(
    "unquoted-variable", .shell, .info, fix: .unsafe, aliases: ["SC2086", "SC2248"],
    summary: "A variable without quotes falls apart where its value has a blank or a pattern.",
    why: """
      The shell splits what an unquoted `$x` gives at blanks and takes `*` and `?` in it for \
      patterns of file names. The rule tells it only where that can happen: not for a value that \
      the file gives and that is one word, nor for numbers, versions and architectures, nor for \
      lists that are meant to fall apart such as `$PACKAGES` or `$CFLAGS`. ShellCheck tells all \
      of these.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2086"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        ARG TITLE
        ENV FOLDER="/opt/my app"
        RUN echo ‹$TITLE› > /title && ls ‹${FOLDER}›/bin
        RUN file=$(find /x) && rm ‹$file›/a
        """,
        fixed: """
          FROM debian:trixie-slim
          ARG TITLE
          ENV FOLDER="/opt/my app"
          RUN echo "$TITLE" > /title && ls "${FOLDER}"/bin
          RUN file=$(find /x) && rm "$file"/a
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        ARG UV_VERSION=0.9.1
        ARG NODE_VERSION
        ARG TARGETARCH
        ENV FOLDER=/opt/app DEPS="gcc make"
        RUN pip install uv==${UV_VERSION} && echo $UID $? $# $TARGETARCH $NODE_VERSION "$TITLE" > $FOLDER/x
        RUN apt-get install -y $DEPS $BUILD_PACKAGES && make $MAKEFLAGS && x=$y && case $y in a) ;; esac
        RUN arch=$(uname -m); for f in a b; do echo $f-$arch; done; for p in $LIST; do :; done
        SHELL ["/bin/bash", "-c"]
        RUN [[ $TITLE == a ]] && echo $((TITLE + 1))
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() { check(text, subject, &findings) }
    })

  private static func check(_ text: ShellText, _ subject: Subject, _ findings: inout Findings) {
    if text.script.dialect == .zsh || !text.hasExpansion { return }
    var visitor = SplitParameters()
    text.script.accept(&visitor)
    if visitor.found.isEmpty { return }
    let values = BlankFreeValues(text)
    for (parameter, word, command, surroundings) in visitor.found
    where !values.isOneWord(parameter) {
      let isWhole = word?.parts.count == 1
      if isWhole, isList(parameter, text) || takesList(command) { continue }
      findings.report(
        parameter.range, "`\(parameter.text)` falls apart where its value has a blank or a `*`",
        help: "Write `\"\(parameter.text)\"`",
        fixes: subject.quoting(
          parameter.range, with: "\"", .unsafe, in: text.step, surroundings,
          risk: "A value of several words becomes one word, where several may be meant."),
        cause: "\(text.stage.index) \(parameter.name)")
    }
  }

  /// Whether a variable holds several words on purpose.
  private static func isList(_ parameter: ParameterExpansion, _ text: ShellText) -> Bool {
    if let value = text.step.before.scope.value(parameter.name).value, value.contains(" ") {
      return true
    }
    if parameter.operator != nil { return true }
    let name = parameter.name.uppercased()
    return listEnds.contains { name.hasSuffix($0) }
  }

  private static let listEnds = [
    "FLAGS", "OPTS", "OPTIONS", "ARGS", "OPTION", "S", "LIST", "EXTRA", "PARAMS", "CMD", "COMMAND",
    "FLAG", "PKG", "OPT", "PHPIZE",
  ]

  /// Whether a command takes any number of words, so that a list is what it is given.
  private static func takesList(_ command: SimpleCommand?) -> Bool {
    switch command?.invocation.program {
    case "apt-get", "apt", "apk", "yum", "dnf", "microdnf", "zypper", "pip", "pip3", "npm", "gem",
      "configure", "make", "cmake",
      "apt-mark", "docker-php-ext-install", "pecl", "conda", "cargo", "go", "set", "gcc", "xargs",
      "tlmgr":
      return true
    default: return false
    }
  }

  private struct SplitParameters: ShellVisitor {
    var found: [(ParameterExpansion, Word?, SimpleCommand?, CommandContext.Surroundings)] = []
    private var command: SimpleCommand?
    private var word: Word?
    private var isAssignment = false

    mutating func visit(_ command: Command, _ context: CommandContext) {
      if let simple = command.simple { self.command = simple }
    }

    mutating func visit(_ word: Word, _ role: WordRole, _ context: CommandContext) {
      guard word.containsExpansion else { return }
      self.word = word
      switch command?.name?.text {
      case "export", "local", "readonly", "declare", "typeset", "eval":
        isAssignment = word.assignmentName != nil || command?.name?.text == "eval"
      default: isAssignment = false
      }
    }

    mutating func visit(_ parameter: ParameterExpansion, _ context: ParameterContext) {
      guard context.isSplit, parameter.name != "@", parameter.name != "*", !isAssignment,
        !context.command.surroundings.contains(.nestedScript)
      else { return }
      switch context.role {
      case .argument: break
      default: return
      }
      found.append((parameter, word, command, context.command.surroundings))
    }
  }
}
