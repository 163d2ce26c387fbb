import Layers
import Source
import Streams

/// A form in which the layer of a step is stored: which times its files have, and how it is compressed.
struct LayerForm: Hashable, Sendable {
  /// What becomes of the times of files.
  let timestamps: BuildSettings.Timestamps
  /// How it is compressed.
  let compression: Compression
  /// How much; nil for the usual level.
  let level: Int?

  /// The form that steps can go on from on another machine as if they had been done there.
  static let exact = LayerForm(timestamps: .kept, compression: .zstd, level: nil)

  /// What tells it apart in a record.
  var name: String {
    "\(Self.name(of: timestamps)), \(compression.rawValue)\(level.map { " \($0)" } ?? "")"
  }

  /// How times are written.
  var times: LayerWriter.Times {
    switch timestamps {
    case .constant: .all(BuildSettings.constantTime)
    case .atMost(let seconds): .atMost(seconds)
    case .kept: .kept
    }
  }

  /// How much a layer is compressed. Large ones are compressed less where nobody says how much: a few
  /// percent more bytes in a third of the time. It is the content alone that decides.
  /// - Parameter bytes: The bytes of the contents of its files, each counted once however many names it
  ///   has; asked for where it matters.
  func level(for bytes: @autoclosure () throws(Failure) -> Int64) throws(Failure) -> Int? {
    if let level { return level }
    guard compression == .gzip else { return nil }
    return try bytes() > 64 << 20 ? 1 : nil
  }

  /// The stored forms that this one can be made of, the best first, by their names.
  func sources(in names: some Sequence<String>) -> [String] {
    let own = "\(Self.name(of: timestamps)), "
    return names.filter { $0.hasPrefix("kept, ") || $0.hasPrefix(own) }
      .sorted { ($0 == name ? 0 : 1, $0) < ($1 == name ? 0 : 1, $1) }
  }

  /// Stored forms in the order in which files are unpacked from them: true times before others.
  static func sourcesOfFiles(in names: some Sequence<String>) -> [String] {
    names.sorted { ($0.hasPrefix("kept, ") ? 0 : 1, $0) < ($1.hasPrefix("kept, ") ? 0 : 1, $1) }
  }

  private static func name(of timestamps: BuildSettings.Timestamps) -> String {
    switch timestamps {
    case .constant: "constant"
    case .atMost(let seconds): "at most \(seconds)"
    case .kept: "kept"
    }
  }
}
