import HTTP
import Host

extension RegistryClient {
  /// Does many transfers at once, on as many threads as the settings say.
  ///
  /// The first failure stops the others, which end before this returns.
  /// - Parameter transfer: One transfer, made with the client that it is given.
  /// - Throws: The first `RegistryError`.
  public func transferAll<Job: Sendable>(
    _ jobs: [Job],
    _ transfer: @escaping @Sendable (_ client: RegistryClient, Job) throws(RegistryError) -> Void
  ) throws(RegistryError) {
    var client = self
    let stop = Cancellation(cancellation)
    client.cancellation = stop
    let shared = client
    let first = FirstError<RegistryError>()
    _ = Parallel.map(jobs, threads: settings.parallelBlobs) { job in
      if stop.isCancelled { return }
      do throws(RegistryError) {
        try transfer(shared, job)
      } catch {
        first.note(error)
        stop.cancel()
      }
    }
    if let error = first.error { throw error }
    if stop.isCancelled {
      throw RegistryError(
        .network(.cancelled), "cannot go on", ["the work was given up"], hint: "start it again")
    }
  }
}
