extension Parallel {
  /// Does one thing here while another is done on a thread of its own, and waits for both.
  /// - Returns: Whether it was done; false, with nothing done, where the system gives no thread.
  public static func both(
    _ elsewhere: @escaping @Sendable () -> Void, _ here: () -> Void
  ) -> Bool {
    guard let thread = Thread.start(elsewhere) else { return false }
    here()
    Thread.join(thread)
    return true
  }
}
