extension Instruction {
  /// What COPY or ADD asks for; nil for every other instruction and where it is refused.
  public var transfer: Transfer? {
    switch body {
    case .copy(let transfer), .add(let transfer): transfer
    default: nil
    }
  }
}
