import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Work on many values with all processors.
public enum Parallel {
  /// The results of `transform` over `elements`, in their order.
  ///
  /// Threads take the next few elements as they become free, so long and short work mix well. The
  /// calling thread works too; each other thread has a stack of 8 MiB, as the first one has.
  /// - Parameters:
  ///   - elements: What to work on.
  ///   - threads: How many threads at most; nil for one a processor.
  ///   - transform: The work on one element; it runs on any thread.
  public static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], threads: Int? = nil, _ transform: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    let count = min(max(1, threads ?? System.processorCount), elements.count)
    if count <= 1 { return elements.map(transform) }
    return [Result](unsafeUninitializedCapacity: elements.count) { buffer, initialized in
      let next = Counter()
      // Small bites at few elements, so that the last thread does not work alone for long.
      let bite = max(1, min(16, elements.count / (count * 8)))
      let results = Unchecked(buffer)
      let work: @Sendable () -> Void = {
        while true {
          let start = next.take(bite)
          if start >= elements.count { return }
          for index in start..<min(start + bite, elements.count) {
            (results.buffer.baseAddress! + index).initialize(to: transform(elements[index]))
          }
        }
      }
      let crew = (1..<count).compactMap { _ in Thread.start(work) }
      work()
      crew.forEach { Thread.join($0) }
      initialized = elements.count
    }
  }

  /// The index of the next element that no thread has taken.
  private final class Counter: Sendable {
    private let next = Atomic<Int>(0)
    func take(_ count: Int) -> Int { next.wrappingAdd(count, ordering: .relaxed).oldValue }
  }

  /// Memory of which each thread writes its own part.
  private struct Unchecked<Result>: @unchecked Sendable {
    let buffer: UnsafeMutableBufferPointer<Result>
    init(_ buffer: UnsafeMutableBufferPointer<Result>) { self.buffer = buffer }
  }
}
