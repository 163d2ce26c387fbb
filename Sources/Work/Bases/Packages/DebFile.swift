import Archive
import Debian
import Host
import Layers
import Source
import Streams

/// A package that was unpacked in memory: what is known of it, its scripts and its files.
struct DebFile: Sendable {
  /// A file, folder or link of it.
  struct Entry: Sendable {
    let path: LayerPath
    let entry: TarEntry
    /// The content of a file; empty for all else.
    let content: [UInt8]
  }

  /// The name.
  let name: String
  /// What the package says of itself.
  let control: ControlParagraph
  /// That, as it stands.
  let controlText: [UInt8]
  /// The other files of the control archive, such as `postinst` and `md5sums`.
  let controlFiles: [String: [UInt8]]
  /// The files, those that are dropped left out.
  let entries: [Entry]
  /// All paths as the package has them, those of dropped files too.
  let paths: [LayerPath]

  /// A text file of the control archive; nil where there is none.
  func controlText(_ file: String) -> String? {
    controlFiles[file].map { String(decoding: $0, as: UTF8.self) }
  }

  /// The lines of a file of the control archive that are not empty.
  func controlLines(_ file: String) -> [String] {
    (controlText(file) ?? "").split(separator: "\n").map(String.init).filter { !$0.isEmpty }
  }

  private static let dataLimit: Int64 = 8 << 30
  private static let controlLimit: Int64 = 64 << 20

  /// Reads a package.
  /// - Parameters:
  ///   - path: The file.
  ///   - name: The name that it must have.
  ///   - version: The version that it must have.
  ///   - isDropped: Whether a file is left out.
  /// - Throws: `Failure` when it is no package, or is damaged or hostile.
  init(
    _ path: String, name: String, version: String, isDropped: (LayerPath, TarEntry.Kind) -> Bool
  ) throws(Failure) {
    let what = "the package `\(name)`"
    func trouble(_ reason: String) -> Failure {
      Failure(
        "cannot read \(what)", because: [reason],
        hint: "use a mirror that you trust, as this is no package of the distribution")
    }
    let archive = ArReader(try FileStream(path), what: what)
    guard let first = try archive.next(), first.name == "debian-binary",
      try archive.content.readAll(limit: 64, what: what).starts(with: "2.".utf8)
    else { throw trouble("it is of a form that is not known") }
    guard let second = try archive.next(), second.name.hasPrefix("control.tar") else {
      throw trouble("it has no control archive")
    }
    var controlFiles: [String: [UInt8]] = [:]
    var limits = LayerLimits()
    limits.decompression.bytes = DebFile.controlLimit
    let controls = try LayerReader(
      archive: archive.content, what: "the control archive of \(what)", limits: limits)
    while let step = try controls.next() {
      guard case .put(let entry) = step.action, entry.kind == .file, step.path.names.count == 1
      else { continue }
      let content = try controls.content.readAll(limit: 64 << 20, what: what)
      controlFiles[step.path.raw.text] = content
    }
    guard let text = controlFiles["control"],
      let paragraph = try ControlParagraph.parse(SourceText(name: "control", bytes: text)).first
    else { throw trouble("it does not say what it is") }
    guard paragraph["Package"] == name, paragraph["Version"] == version else {
      throw trouble(
        "it calls itself `\(paragraph["Package"] ?? "")` \(paragraph["Version"] ?? "")")
    }
    guard let third = try archive.next(), third.name.hasPrefix("data.tar") else {
      throw trouble("it has no files")
    }
    limits = LayerLimits()
    limits.decompression.bytes = DebFile.dataLimit
    let reader = try LayerReader(archive: archive.content, what: what, limits: limits)
    var entries: [Entry] = []
    var paths: [LayerPath] = []
    while let step = try reader.next() {
      guard case .put(let entry) = step.action else { continue }
      if entry.kind == .blockDevice || entry.kind == .characterDevice || entry.kind == .pipe {
        throw trouble("it brings the device or pipe `\(step.path)`")
      }
      paths.append(step.path)
      if step.path.names.isEmpty || isDropped(step.path, entry.kind) { continue }
      var content: [UInt8] = []
      if entry.kind == .file {
        content.reserveCapacity(Int(min(entry.size, 1 << 30)))
        while let piece = try reader.read() { content += piece }
      }
      entries.append(Entry(path: step.path, entry: entry, content: content))
    }
    self.name = name
    control = paragraph
    controlText = text
    self.controlFiles = controlFiles
    self.entries = entries
    self.paths = paths
  }
}
