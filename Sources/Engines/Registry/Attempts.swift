import Documents
import HTTP

/// Tries again what may well succeed a moment later, with longer and longer pauses.
struct Attempts {
  private let settings: RegistrySettings
  private let cancellation: Cancellation?
  private let limit: Int
  /// How often it was tried.
  private(set) var count = 1

  init(_ settings: RegistrySettings, _ cancellation: Cancellation?, limit: Int? = nil) {
    self.settings = settings
    self.cancellation = cancellation
    self.limit = max(1, limit ?? settings.attempts)
  }

  /// Forgets what failed, as after a part was done.
  mutating func startAnew() { count = 1 }

  /// Waits for the next attempt; false, and no wait, where there is none.
  /// - Parameter wish: How long a server wants to be left alone.
  mutating func next(_ wish: Duration? = nil) -> Bool {
    if count >= limit { return false }
    let doubled = settings.firstPause * Double(UInt64(1) << UInt64(min(count - 1, 20)))
    // Chance keeps many clients from coming back at the same moment.
    let pause = min(doubled, settings.longestPause) * Double.random(in: 0.5...1)
    settings.wait(min(max(pause, wish ?? .zero), settings.longestPause), cancellation)
    count += 1
    return true
  }

  /// How long an answer asks to be left alone (RFC 9110, section 10.2.3); nil where it says nothing.
  func wish(of response: HTTPResponse) -> Duration? {
    guard let text = response.headers["Retry-After"] else { return nil }
    if let seconds = response.headers.count("Retry-After") {
      return .seconds(min(seconds, 1 << 30))
    }
    guard let date = MailDate.seconds(text) else { return nil }
    return .seconds(max(0, min(date - settings.now(), 1 << 30)))
  }

  /// Whether the same request may be answered otherwise a moment later.
  static func isWorthwhile(_ status: Int) -> Bool {
    status == 429 || status == 408 || (500...599 ~= status && status != 501 && status != 505)
  }

  /// The answer to a request, tried until it is one that stands.
  func run(
    _ what: String, _ body: () throws(HTTPError) -> (HTTPResponse, [UInt8])
  ) throws(RegistryError) -> (HTTPResponse, [UInt8]) {
    var attempts = self
    while true {
      do throws(HTTPError) {
        let (response, bytes) = try body()
        if Attempts.isWorthwhile(response.status), attempts.next(wish(of: response)) { continue }
        return (response, bytes)
      } catch {
        if error.isTransient, attempts.next() { continue }
        throw RegistryError(what, error)
      }
    }
  }
}
