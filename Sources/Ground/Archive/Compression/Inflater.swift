import CIsal
import CZlib

/// The library that inflates: ISA-L where it is installed, else zlib; both make the same bytes.
final class Inflater {
  /// What a step came to.
  enum Outcome {
    case more, endOfMember, corrupt, wrongChecksum
  }

  private enum Engine {
    case isal(OpaquePointer)
    case zlib(OpaquePointer)
  }

  private let engine: Engine

  /// An inflater for the body of one member; nil when there is no memory.
  init?(preferring choice: Gunzip.Engine) {
    if choice == .fastest, let state = hardstand_isal_inflate_open() {
      engine = .isal(state)
    } else if let state = hardstand_zlib_inflate_open() {
      engine = .zlib(state)
    } else {
      return nil
    }
  }

  deinit {
    switch engine {
    case .isal(let state): hardstand_isal_inflate_close(state)
    case .zlib(let state): hardstand_zlib_inflate_close(state)
    }
  }

  /// Makes it ready for the body of the next member.
  func reset() {
    switch engine {
    case .isal(let state): hardstand_isal_inflate_reset(state)
    case .zlib(let state): hardstand_zlib_inflate_reset(state)
    }
  }

  /// Takes input and fills room as far as both go.
  func step(
    _ input: UnsafeBufferPointer<UInt8>, _ output: UnsafeMutableBufferPointer<UInt8>
  ) -> (outcome: Outcome, used: Int, made: Int) {
    var used = 0
    var made = 0
    let result =
      switch engine {
      case .isal(let state):
        hardstand_isal_inflate_step(
          state, input.baseAddress, input.count, &used, output.baseAddress, output.count, &made)
      case .zlib(let state):
        hardstand_zlib_inflate_step(
          state, input.baseAddress, input.count, &used, output.baseAddress, output.count, &made)
      }
    let outcome: Outcome =
      switch result {
      case 0: .more
      case 1: .endOfMember
      case -2: .wrongChecksum
      default: .corrupt
      }
    return (outcome, used, made)
  }
}
