public import Source

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A question to the person at the terminal of this process, whatever its streams are.
public enum Prompt {
  /// Asks for a line.
  /// - Parameter isSecret: Whether what is typed is not shown.
  /// - Returns: The line without its end; nil where there is no terminal.
  /// - Throws: `Failure` when the terminal cannot be read.
  public static func ask(_ question: String, isSecret: Bool) throws(Failure) -> String? {
    let number = open("/dev/tty", O_RDWR | O_CLOEXEC)
    if number < 0 { return nil }
    let terminal = FileDescriptor(number: number)
    defer { terminal.close() }
    var settings = termios()
    let canHide = isSecret && tcgetattr(number, &settings) == 0
    let shown = settings
    if canHide {
      settings.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(number, TCSAFLUSH, &settings)
    }
    defer {
      if canHide {
        var settings = shown
        tcsetattr(number, TCSAFLUSH, &settings)
      }
    }
    do throws(SystemError) {
      try terminal.write(Array(question.utf8)[...])
      var line: [UInt8] = []
      while line.count < 64 << 10 {
        guard let byte = try terminal.piece(1).first, byte != 0x0A else { break }
        line.append(byte)
      }
      if canHide { try terminal.write([0x0A]) }
      return String(decoding: line, as: UTF8.self)
    } catch {
      throw error.failure("cannot read from the terminal")
    }
  }
}
