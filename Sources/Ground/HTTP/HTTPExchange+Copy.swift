import Host
import Source
public import Streams

extension HTTPExchange {
  /// From how many bytes on a second thread is worth its start.
  private static let large: Int64 = 4 << 20

  /// Hands the rest of the body to a sink.
  ///
  /// A large body is received on this thread while another one hands it to the sink, which may take
  /// as long as the network, as where it hashes.
  /// - Parameter limit: How many bytes at most.
  /// - Returns: How many bytes there were.
  @discardableResult
  public func copy(to sink: any ByteSink, limit: Int64 = .max) throws(HTTPError) -> Int64 {
    if let length = response.length, length >= HTTPExchange.large,
      let count = try copyOnTwoThreads(to: sink, limit)
    {
      return count
    }
    var count: Int64 = 0
    var piece: [UInt8] = []
    while true {
      piece.removeAll(keepingCapacity: true)
      piece = try swap(piece)
      if piece.isEmpty { return count }
      if Int64(piece.count) > limit - count { throw tooLarge(limit) }
      count += Int64(piece.count)
      do throws(Failure) {
        try sink.write(piece[...])
      } catch {
        throw HTTPError(.local, error)
      }
    }
  }

  /// The same on two threads; nil where the system gives no second one.
  private func copyOnTwoThreads(
    to sink: any ByteSink, _ limit: Int64
  ) throws(HTTPError) -> Int64? {
    let relay = Relay(places: 3)
    let handed = Handed(sink: sink)
    var count: Int64 = 0
    var error: HTTPError?
    let isDone = Parallel.both({
      relay.store { bytes throws(Failure) in try handed.sink.write(bytes) }
    }) {
      do throws(HTTPError) {
        var empty: [UInt8] = []
        while true {
          let piece = try swap(empty)
          if piece.isEmpty { break }
          if Int64(piece.count) > limit - count { throw tooLarge(limit) }
          count += Int64(piece.count)
          guard let next = relay.put(piece) else { break }
          empty = next
        }
      } catch let caught {
        error = caught
      }
      relay.close()
    }
    if !isDone { return nil }
    if let failure = relay.trouble { throw HTTPError(.local, failure) }
    if let error { throw error }
    return count
  }
}

/// A sink on its way to another thread.
///
/// Unchecked: the thread that hands it over does not touch it before the other one has ended.
private struct Handed: @unchecked Sendable {
  let sink: any ByteSink
}
