import Documents
import Host
import TestSupport
import Testing

@Suite(.enabled(if: PeopleBuild.canRun, "takes the built program, root, busybox, and crun or runc"))
struct PeopleViewTests {
  /// What a program writes to a terminal of 60 columns that it gets, with what is typed.
  private func onTerminal(
    _ build: PeopleBuild, _ words: [String], typed: String = "", environment: [String: String] = [:]
  ) throws -> (text: String, status: Int) {
    let script = """
      import fcntl, os, pty, select, struct, sys, termios, time
      pid, fd = pty.fork()
      if pid == 0:
          os.execv(sys.argv[1], sys.argv[1:])
      fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 60, 0, 0))
      typed = os.environ.get('TYPED', ''); text = b''
      while True:
          ready = select.select([fd], [], [], 30)[0]
          if not ready: break
          try: piece = os.read(fd, 65536)
          except OSError: break
          if not piece: break
          text += piece
          if typed and b'# ' in text:
              os.write(fd, typed.encode()); typed = ''
      status = os.waitpid(pid, 0)[1]
      sys.stdout.buffer.write(text)
      sys.stdout.flush()
      sys.exit(os.waitstatus_to_exitcode(status))
      """
    let program = try #require(BuiltProgram.path)
    var spawn = Spawn(
      "python3", ["-c", script, program] + words,
      environment: System.environment.merging(build.environment) { $1 }.merging(environment) { $1 },
      folder: build.folder.path)
    spawn.environment["TYPED"] = typed
    spawn.environment["TERM"] = spawn.environment["TERM"] ?? "xterm"
    let outcome = try spawn.run()
    guard case .exited(let status) = outcome.ending else { return (outcome.outputText, -1) }
    return (outcome.outputText, Int(status))
  }

  private static let dockerfile = """
    FROM \(PeopleBuild.base)
    RUN echo a line that is far longer than a terminal of sixty columns can show, without doubt; \
    sleep 0.5; echo end
    """

  @Test(arguments: [true, false])
  func aTerminalShowsWhatGoesOn(hasColour: Bool) throws {
    let build = try PeopleBuild(Self.dockerfile)
    let (text, status) = try onTerminal(
      build, ["build", "context"],
      environment: hasColour
        ? ["TERM": "xterm", "NO_COLOR": "", "CLICOLOR": "1", "CI": ""]
        : ["TERM": "xterm", "NO_COLOR": "1"])
    #expect(status == 0)
    #expect(text.contains("building"))
    #expect(text.contains("a line that is far"))
    #expect(text.contains("\u{1B}[K"))
    // Nothing is wider than the terminal, or lines that wrap could not be written over.
    for line in text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" || $0 == "\r" })
    where line.contains("a line") && line.hasPrefix(" ") {
      let plain = line.replacing("\u{1B}[K", with: "").replacing("\u{1B}[0m", with: "")
        .replacing(/\u{1B}\[[0-9;]*m/, with: "")
      #expect(plain.count < 60)
    }
    #expect(text.contains("\u{1B}[0m") == hasColour)
    // Lines of what is over stay.
    #expect(text.contains("cached"))
  }

  @Test func elsewhereLinesAreWritten() throws {
    let build = try PeopleBuild(Self.dockerfile)
    let outcome = try build.build()
    #expect(outcome.succeeded)
    #expect(!outcome.errorText.contains("\u{1B}"))
    #expect(outcome.errorText.contains("#2 end\n"))
  }

  @Test func programsReadJSON() throws {
    let build = try PeopleBuild(Self.dockerfile)
    let outcome = try build.run(["build", "-q", "--progress", "json", "context"])
    #expect(outcome.succeeded)
    var events: [String] = []
    for line in outcome.errorText.split(separator: "\n") where line.hasPrefix("{") {
      let json = try JSON(reading: Array(line.utf8), name: "progress")
      events.append(json["event"]?.string ?? "")
    }
    #expect(events.starts(with: ["began", "finished", "began"]))
    #expect(events.contains("output") && events.contains("stored") && events.contains("writing"))
  }

  @Test func aFailedStepTellsWhereAndWhy() throws {
    let build = try PeopleBuild(
      "FROM \(PeopleBuild.base)\nENV A=b\nRUN echo first; \\\n    echo reason >&2; \\\n    false\n")
    let outcome = try build.build()
    #expect(outcome.ending == .exited(3))
    let text = outcome.errorText
    #expect(text.contains("Dockerfile:3:1"))
    #expect(text.contains("3 | RUN echo first"))
    #expect(text.contains("5 |     false"))
    #expect(text.contains("status 1"))
    #expect(text.contains("reason"))
    #expect(text.contains("try:"))
  }

  @Test func aShellOpensInWhatAFailedStepLeft() throws {
    let build = try PeopleBuild(
      "FROM \(PeopleBuild.base)\nRUN echo here > /made; false\n")
    let refused = try build.build("--shell-on-failure")
    #expect(refused.ending == .exited(3))
    #expect(refused.errorText.contains("terminal"))
    let (text, status) = try onTerminal(
      build, ["build", "--shell-on-failure", "context"],
      typed: "echo got $(cat /made) $(id -u); exit\n")
    #expect(status == 3)
    #expect(text.contains("got here 0"), "\(text)")
    #expect(text.contains("failed"))
  }
}
