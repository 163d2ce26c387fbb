import Frontend
import OCI
import Source

extension LeakSearch {
  /// Fails where the settings or the history of an image hold a value.
  func require(_ config: ImageConfig) throws(Failure) {
    if isEmpty { return }
    for (number, step) in config.history.enumerated() {
      try require(step.createdBy ?? "", "step \(number + 1) of the history")
      try require(step.author ?? "", "the author in step \(number + 1) of the history")
    }
    for variable in config.runtime.environment {
      try require(variable, "the variable `\(variable.prefix { $0 != "=" })` of the image")
    }
    for (name, value) in config.runtime.labels.sorted(by: { $0.key < $1.key }) {
      try require(value, "the label `\(name)`")
    }
    // What has no name of its own.
    try require(String(decoding: config.bytes, as: UTF8.self), "the configuration of the image")
  }

  /// The text of a step of the history without the values of build arguments that are secrets: they
  /// stand after ARG, and in front of a command where they were in force.
  func hidden(_ text: String?) -> String? {
    guard let text, text.hasPrefix("ARG ") || text.hasPrefix("RUN |") else { return text }
    var padded = text + " "
    for (name, value) in hiddenArguments {
      if let range = padded.firstRange(of: " \(name)=\(value) ") {
        padded.replaceSubrange(range, with: " \(name)=\(Self.mask) ")
      }
    }
    return String(padded.dropLast())
  }

  /// What stands in place of a value.
  static let mask = "***"
}
