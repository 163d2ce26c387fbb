import Arguments
import Host
import Source
import Terminal

/// One call of hardstand, from its words to its exit code.
public enum Invocation {
  /// Runs this process: its words, its environment, its streams.
  public static func run() -> Never {
    Signals.prepare()
    let session = Session.ofProcess()
    let code = run(Array(CommandLine.arguments.dropFirst()), session)
    System.exit(finish(session, code).rawValue)
  }

  /// Runs the command that these words call; what it has to say is written to the session.
  public static func run(_ words: [String], _ session: Session) -> ExitCode {
    let tree = CommandTable.tree
    var session = session
    do throws(UsageError) {
      switch try tree.parse(words, environment: session.environment) {
      case .version:
        session.output.write("hardstand \(Version.number)\n")
        return .clean
      case .help(let path, let isWanted):
        let style = isWanted ? session.outputStyle : session.errorStyle
        let page = helpText(tree, path, style)
        (isWanted ? session.output : session.errors).write(page)
        return isWanted ? .clean : .usage
      case .run(let path, let arguments):
        session.apply(arguments)
        return run(path, arguments, session)
      }
    } catch {
      session.errors.write(UsageMessage.text(error, session.errorStyle))
      return .usage
    }
  }

  private static func run(
    _ path: [CommandDescription], _ arguments: ParsedArguments, _ session: Session
  ) -> ExitCode {
    guard let command = CommandTable.command(at: path) else { return .usage }
    do {
      return try command.run(session, arguments)
    } catch let error as UsageError {
      let words = error.command ?? path.dropFirst().map(\.name)
      let named = UsageError(error.message, hint: error.hint, command: words)
      session.errors.write(UsageMessage.text(named, session.errorStyle))
      return .usage
    } catch let failure as Failure {
      // Who reads no more of an archive, as `tar t | head` does, wants no word about it.
      if case .readerGone? = session.output.trouble { return .readerGone }
      session.report(failure)
      return .failed
    } catch {
      session.report(Failure("\(error)"))
      return .failed
    }
  }

  /// Sends out what is left; an output that could not be written makes the result a failure.
  private static func finish(_ session: Session, _ code: ExitCode) -> ExitCode {
    session.output.flush()
    var code = code
    switch session.output.trouble {
    case nil: break
    case .readerGone: code = .readerGone
    case .refused(let reason):
      let failure = Failure("cannot write the output", because: [reason])
      session.report(failure)
      code = .failed
    }
    session.errors.flush()
    return code
  }

  /// The help of a command as wide as the terminal, but at most 100 columns.
  static func helpText(
    _ tree: CommandTree, _ path: [CommandDescription], _ style: Style
  ) -> String {
    HelpPage(tree, path, columns: style.proseColumns) { style.text($0, .heading) }.text
  }
}

extension Session {
  /// Takes over what the common options say.
  mutating func apply(_ arguments: ParsedArguments) {
    isQuiet = arguments.flag(CommonOptions.quiet)
    isVerbose = arguments.flag(CommonOptions.verbose)
    switch arguments.choice(CommonOptions.color, as: ColorChoice.self) {
    case .always:
      outputStyle.usesColor = true
      errorStyle.usesColor = true
    case .never:
      outputStyle.usesColor = false
      errorStyle.usesColor = false
    case .auto, nil: break
    }
  }
}
