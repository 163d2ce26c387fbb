import CLinux

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A started program and our ends of its pipes.
struct Child {
  private var process: pid_t
  private var ownsGroup: Bool
  /// What is still to be written to its input.
  private var pending: ArraySlice<UInt8>
  private var input: FileDescriptor?
  private var outputs: [Drain]

  /// One output as it is being read.
  private struct Drain {
    var descriptor: FileDescriptor?
    var limit: Int
    var bytes: [UInt8] = []
    var isCut = false
  }

  static func run(_ spawn: Spawn, path: String) throws(SystemError) -> Spawn.Outcome {
    Signals.ignoreBrokenPipes
    var child = try Child(spawn, path: path)
    let ticket = child.ownsGroup ? Leftovers.register(group: child.process) : nil
    defer { if let ticket { Leftovers.release(ticket) } }
    let deadline = spawn.timeout.map { timeout in
      System.monotonicNanoseconds &+ UInt64(max(0, timeout / .nanoseconds(1)))
    }
    var timedOut = !child.transfer(until: deadline)
    var status: Int32 = 0
    if !timedOut, let deadline { timedOut = !child.wait(&status, until: deadline) }
    if timedOut {
      kill(child.ownsGroup ? -child.process : child.process, SIGKILL)
      child.reap(&status)
    } else if deadline == nil {
      child.reap(&status)
    }
    child.close()
    let signal = status & 0x7F
    let ending: Spawn.Ending =
      timedOut ? .timedOut : signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
    return Spawn.Outcome(
      ending: ending, output: child.outputs[0].bytes, errors: child.outputs[1].bytes,
      isCut: child.outputs.contains { $0.isCut })
  }

  private init(_ spawn: Spawn, path: String) throws(SystemError) {
    var theirs: [FileDescriptor] = []
    var ours: [FileDescriptor] = []
    defer { theirs.forEach { $0.close() } }
    var isStarted = false
    defer { if !isStarted { ours.forEach { $0.close() } } }
    var actions = SpawnActions()
    defer { actions.destroy() }

    pending = []
    input = nil
    switch spawn.input {
    case .nothing: actions.open("/dev/null", O_RDONLY, as: 0)
    case .inherited: break
    case .bytes(let bytes):
      let (reading, writing) = try Child.pipe()
      theirs.append(reading)
      ours.append(writing)
      actions.duplicate(reading, as: 0)
      pending = bytes[...]
      input = writing
    }
    outputs = []
    for (number, output) in [(Int32(1), spawn.output), (2, spawn.errors)] {
      switch output {
      case .inherited: outputs.append(Drain(descriptor: nil, limit: 0))
      case .discarded:
        actions.open("/dev/null", O_WRONLY, as: number)
        outputs.append(Drain(descriptor: nil, limit: 0))
      case .captured(let limit):
        let (reading, writing) = try Child.pipe()
        theirs.append(writing)
        ours.append(reading)
        actions.duplicate(writing, as: number)
        outputs.append(Drain(descriptor: reading, limit: limit))
      }
    }
    if let folder = spawn.folder { actions.changeFolder(folder) }
    ownsGroup = Child.hasOwnStreams(spawn)
    process = try actions.start(
      path, [spawn.program] + spawn.arguments, spawn.environment, ownGroup: ownsGroup)
    isStarted = true
    for descriptor in ours {
      _ = fcntl(descriptor.number, F_SETFL, fcntl(descriptor.number, F_GETFL) | O_NONBLOCK)
    }
    if pending.isEmpty { closeInput() }
  }

  /// Whether no stream is that of this process: a program in a group of its own may not use the terminal.
  private static func hasOwnStreams(_ spawn: Spawn) -> Bool {
    if case .inherited = spawn.input { return false }
    if case .inherited = spawn.output { return false }
    if case .inherited = spawn.errors { return false }
    return true
  }

  static func pipe() throws(SystemError) -> (
    reading: FileDescriptor, writing: FileDescriptor
  ) {
    var ends: [Int32] = [0, 0]
    #if os(Linux)
      if clinux_pipe2(&ends, O_CLOEXEC) != 0 { throw .last }
    #else
      if Darwin.pipe(&ends) != 0 { throw .last }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #endif
    return (FileDescriptor(number: ends[0]), FileDescriptor(number: ends[1]))
  }

  /// Feeds and drains all pipes until they are closed; false when the deadline came first.
  private mutating func transfer(until deadline: UInt64?) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      var waits: [pollfd] = []
      if let input { waits.append(pollfd(fd: input.number, events: Int16(POLLOUT), revents: 0)) }
      for output in outputs {
        guard let descriptor = output.descriptor else { continue }
        waits.append(pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0))
      }
      if waits.isEmpty { return true }
      switch FileDescriptor.wait(&waits, until: deadline) {
      case .looked: break
      case .timedOut: return false
      case .failed: return true
      }
      for wait in waits where wait.revents != 0 {
        if wait.fd == input?.number {
          feed()
        } else {
          drain(wait.fd, &chunk)
        }
      }
    }
  }

  private mutating func feed() {
    guard let input else { return }
    pending = input.offer(pending)
    if pending.isEmpty { closeInput() }
  }

  private mutating func drain(_ number: Int32, _ chunk: inout [UInt8]) {
    guard let index = outputs.firstIndex(where: { $0.descriptor?.number == number }),
      let descriptor = outputs[index].descriptor
    else { return }
    let count = chunk.withUnsafeMutableBytes { buffer in
      do throws(SystemError) {
        return try descriptor.read(into: buffer)
      } catch {
        // What cannot be read any more is at its end.
        return error.code == EAGAIN ? -1 : 0
      }
    }
    if count < 0 { return }
    if count == 0 {
      descriptor.close()
      outputs[index].descriptor = nil
      return
    }
    let room = max(0, outputs[index].limit - outputs[index].bytes.count)
    outputs[index].bytes.append(contentsOf: chunk[..<min(count, room)])
    if count > room { outputs[index].isCut = true }
  }

  /// Waits for the end; false when the deadline came first.
  private func wait(_ status: inout Int32, until deadline: UInt64) -> Bool {
    var pause: UInt32 = 100
    while true {
      let result = waitpid(process, &status, WNOHANG)
      if result == process || (result < 0 && errno != EINTR) { return true }
      if System.monotonicNanoseconds >= deadline { return false }
      usleep(pause)
      pause = min(pause * 2, 10_000)
    }
  }

  private func reap(_ status: inout Int32) {
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  private mutating func closeInput() {
    input?.close()
    input = nil
  }

  private mutating func close() {
    closeInput()
    for index in outputs.indices {
      outputs[index].descriptor?.close()
      outputs[index].descriptor = nil
    }
  }
}
