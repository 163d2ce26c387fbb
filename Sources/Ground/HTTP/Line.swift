import CCurl
import Host
import Source

/// A handle of libcurl with the connections that it keeps open. It belongs to one exchange at a time.
///
/// Unchecked: it changes threads, but the pool of the client hands it to one owner at a time, which
/// is all that libcurl asks for.
final class Line: @unchecked Sendable {
  let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer
  private var list: UnsafeMutablePointer<curl_slist>?
  private var isBusy = false
  /// The origin that it spoke to last, and so may still be connected to.
  private(set) var origin = ""

  /// A new handle; nil where memory is short.
  init?() {
    guard let easy = hardstand_curl_easy_new() else { return nil }
    guard let multi = hardstand_curl_multi_new() else {
      hardstand_curl_easy_free(easy)
      return nil
    }
    self.easy = easy
    self.multi = multi
  }

  deinit {
    end()
    hardstand_curl_easy_free(easy)
    hardstand_curl_multi_free(multi)
  }

  /// Begins a transfer with the options that are set.
  func begin(_ origin: String) -> Bool {
    self.origin = origin
    isBusy = hardstand_curl_multi_add(multi, easy) == CURLM_OK
    return isBusy
  }

  /// Ends the transfer, and with it the connection where the transfer is not complete.
  func end() {
    if isBusy { hardstand_curl_multi_remove(multi, easy) }
    isBusy = false
    hardstand_curl_list_free(list)
    list = nil
    hardstand_curl_easy_reset(easy)
  }

  /// Does what can be done without waiting.
  /// - Returns: How the transfer ended; nil while it goes on.
  func perform() -> CURLcode? {
    if hardstand_curl_multi_perform(multi) != CURLM_OK { return CURLE_OUT_OF_MEMORY }
    var code = CURLE_OK
    return hardstand_curl_multi_ended(multi, easy, &code) != 0 ? code : nil
  }

  /// Waits until something can be done, at most so long.
  func wait(milliseconds: Int32) { _ = hardstand_curl_multi_poll(multi, milliseconds) }

  /// Takes up a transfer that `Transfer` paused.
  func resume() { _ = hardstand_curl_resume(easy) }

  func set(_ option: CURLoption, _ number: Int) throws(LineError) {
    try check(hardstand_curl_set_number(easy, option, number), option)
  }

  func set(_ option: CURLoption, size: Int64) throws(LineError) {
    try check(hardstand_curl_set_size(easy, option, size), option)
  }

  func set(_ option: CURLoption, _ text: String) throws(LineError) {
    try check(hardstand_curl_set_text(easy, option, text), option)
  }

  func set(_ option: CURLoption, bytes: [UInt8]) throws(LineError) {
    let code = bytes.withUnsafeBytes { memory in
      hardstand_curl_set_bytes(easy, option, memory.baseAddress, memory.count)
    }
    try check(code, option)
  }

  /// Sets the lines of the request header.
  func set(lines: [String]) throws(LineError) {
    for line in lines {
      guard let longer = hardstand_curl_list_add(list, line) else {
        throw LineError(code: CURLE_OUT_OF_MEMORY, option: CURLOPT_HTTPHEADER)
      }
      list = longer
    }
    try check(hardstand_curl_set_pointer(easy, CURLOPT_HTTPHEADER, list))
  }

  /// Sets the functions through which `transfer`, which must outlive the transfer, takes part.
  func set(_ transfer: Transfer) throws(LineError) {
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    try check(
      hardstand_curl_set_functions(
        easy, Transfer.takeHeader, Transfer.takeBody, Transfer.giveBody, Transfer.rewindBody,
        context))
  }

  private func check(_ code: CURLcode, _ option: CURLoption? = nil) throws(LineError) {
    if code != CURLE_OK { throw LineError(code: code, option: option) }
  }
}

/// An option that libcurl does not take.
struct LineError: Error {
  let code: CURLcode
  let option: CURLoption?
}
