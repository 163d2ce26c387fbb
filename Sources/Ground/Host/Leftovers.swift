import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What must not stay behind when a signal ends the program: temporary files and child processes.
///
/// A signal handler may neither allocate nor lock, so the table has a fixed
/// number of places that are taken and given back by atomic exchange. A full
/// table only means that one more leftover is not cleaned.
enum Leftovers {
  /// A place in the table.
  struct Ticket {
    let place: Int?
    let isFile: Bool
  }

  private static let capacity = 64
  private nonisolated(unsafe) static let files = table()
  private nonisolated(unsafe) static let children = table()

  private static func table() -> UnsafeMutablePointer<Atomic<UInt>> {
    let table = UnsafeMutablePointer<Atomic<UInt>>.allocate(capacity: capacity)
    for place in 0..<capacity { (table + place).initialize(to: Atomic(0)) }
    return table
  }

  /// Makes the tables, so that a handler finds them ready.
  static func prepare() {
    _ = files
    _ = children
  }

  /// Notes a file that is to be removed.
  static func register(file path: String) -> Ticket {
    guard let copy = strdup(path) else { return Ticket(place: nil, isFile: true) }
    let place = take(files, UInt(bitPattern: copy))
    if place == nil { free(copy) }
    return Ticket(place: place, isFile: true)
  }

  /// Notes a process group that is to be ended.
  static func register(group: pid_t) -> Ticket {
    Ticket(place: take(children, UInt(group)), isFile: false)
  }

  /// Takes a note back.
  static func release(_ ticket: Ticket) {
    guard let place = ticket.place else { return }
    let old = (ticket.isFile ? files : children)[place].exchange(
      0, ordering: .acquiringAndReleasing)
    if ticket.isFile { free(UnsafeMutableRawPointer(bitPattern: old)) }
  }

  private static func take(_ table: UnsafeMutablePointer<Atomic<UInt>>, _ value: UInt) -> Int? {
    for place in 0..<capacity {
      let result = table[place].compareExchange(
        expected: 0, desired: value, ordering: .acquiringAndReleasing)
      if result.exchanged { return place }
    }
    return nil
  }

  /// Removes and ends all that is noted; safe inside a signal handler.
  static func clear() {
    for place in 0..<capacity {
      let file = files[place].exchange(0, ordering: .acquiringAndReleasing)
      if let path = UnsafePointer<CChar>(bitPattern: file) { unlink(path) }
      let group = children[place].exchange(0, ordering: .acquiringAndReleasing)
      if group != 0 { kill(-pid_t(group), SIGKILL) }
    }
  }
}
