#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The pipes to a program that was launched, both ends.
struct LaunchPipes {
  private(set) var inputReading: FileDescriptor?
  private(set) var outputWriting, errorsWriting, reportWriting: FileDescriptor
  private var inputWriting: FileDescriptor?
  private var outputReading, errorsReading, reportReading: FileDescriptor?
  private var pending: ArraySlice<UInt8> = []
  private var hasTheirs = true
  private(set) var report: [UInt8] = []
  private static let reportLimit = 65_536

  init(_ input: Launch.Input) throws(SystemError) {
    var made: [FileDescriptor] = []
    var isMade = false
    defer { if !isMade { made.forEach { $0.close() } } }
    func pipe() throws(SystemError) -> (reading: FileDescriptor, writing: FileDescriptor) {
      let ends = try Child.pipe()
      made += [ends.reading, ends.writing]
      return ends
    }
    let output = try pipe()
    let errors = try pipe()
    let report = try pipe()
    (outputReading, outputWriting) = output
    (errorsReading, errorsWriting) = errors
    (reportReading, reportWriting) = report
    if case .bytes(let bytes) = input {
      let ends = try pipe()
      (inputReading, inputWriting) = ends
      pending = bytes[...]
    }
    for end in [outputReading, errorsReading, reportReading, inputWriting] {
      if let end {
        _ = fcntl(end.number, F_SETFL, fcntl(end.number, F_GETFL) | O_NONBLOCK)
      }
    }
    isMade = true
  }

  /// Closes the ends of the program, once it has them.
  mutating func closeTheirs() {
    if !hasTheirs { return }
    hasTheirs = false
    inputReading?.close()
    outputWriting.close()
    errorsWriting.close()
    reportWriting.close()
    if pending.isEmpty { closeInput() }
  }

  mutating func close() {
    closeTheirs()
    closeInput()
    outputReading?.close()
    errorsReading?.close()
    reportReading?.close()
    (outputReading, errorsReading, reportReading) = (nil, nil, nil)
  }

  /// Feeds and drains the pipes until all are closed; false when the deadline came first.
  mutating func transfer(
    until deadline: UInt64?, _ receive: (Launch.Output, ArraySlice<UInt8>) -> Void
  ) -> Bool {
    while true {
      var waits: [pollfd] = []
      for end in [outputReading, errorsReading, reportReading] {
        if let end { waits.append(pollfd(fd: end.number, events: Int16(POLLIN), revents: 0)) }
      }
      // A program that is over reads no more, whatever is left to be given to it.
      if waits.isEmpty { return true }
      if let inputWriting {
        waits.append(pollfd(fd: inputWriting.number, events: Int16(POLLOUT), revents: 0))
      }
      switch FileDescriptor.wait(&waits, until: deadline) {
      case .looked: break
      case .timedOut: return false
      case .failed: return true
      }
      for wait in waits where wait.revents != 0 {
        switch wait.fd {
        case inputWriting?.number: feed()
        case outputReading?.number: drain(&outputReading) { receive(.output, $0) }
        case errorsReading?.number: drain(&errorsReading) { receive(.errors, $0) }
        default: drainReport()
        }
      }
    }
  }

  private func drain(_ end: inout FileDescriptor?, _ receive: (ArraySlice<UInt8>) -> Void) {
    guard let descriptor = end else { return }
    do throws(SystemError) {
      let piece = try descriptor.piece(65_536)
      if !piece.isEmpty { return receive(piece[...]) }
    } catch {
      // What cannot be read any more is at its end.
      if error.code == EAGAIN { return }
    }
    descriptor.close()
    end = nil
  }

  private mutating func drainReport() {
    var more: [UInt8] = []
    drain(&reportReading) { more += $0 }
    report += more.prefix(LaunchPipes.reportLimit - report.count)
  }

  private mutating func feed() {
    guard let inputWriting else { return }
    pending = inputWriting.offer(pending)
    if pending.isEmpty { closeInput() }
  }

  private mutating func closeInput() {
    inputWriting?.close()
    inputWriting = nil
  }
}
