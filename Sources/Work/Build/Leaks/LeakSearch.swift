import Archive
import Crypto
import Frontend
import Host
import Layers
import OCI
import Secrets
import Source
import Store
import Streams

/// The values that a build must not leave in an image: those of the secrets that its steps mount, and of
/// build arguments whose names speak of secrets.
struct LeakSearch: Sendable {
  /// A value.
  private struct Value: Sendable {
    /// Whose it is, such as "the secret `npm`".
    let owner: String
    /// What names it in records, which no one can tell the value from.
    let mark: String
    let bytes: [UInt8]
  }

  private var values: [Value] = []
  private var search = ValueSearch([])
  /// What people are told of values that are not looked for.
  private(set) var notes: [String] = []
  /// The build arguments whose values no record shows.
  private(set) var hiddenArguments: [(name: String, value: String)] = []

  /// Nothing to look for.
  init() {}

  init(_ solver: Solver) throws(Failure) {
    let settings = solver.settings
    var candidates: [(owner: String, bytes: [UInt8])] = []
    var mounted: Set<String> = []
    for operation in solver.definition.operations {
      guard case .run(let run) = operation.kind else { continue }
      for mount in run.mounts { if case .secret(let id) = mount.kind { mounted.insert(id) } }
    }
    for id in mounted.sorted() {
      guard let bytes = settings.secrets[id] else { continue }
      let owner = "the secret `\(id)`"
      let whole = Self.trimmed(bytes[...])
      if whole.count < ValueSearch.fewestBytes {
        notes.append("\(owner) is too short to be looked for in the image")
        continue
      }
      candidates.append((owner, whole))
      candidates += Self.values(inLines: whole).map { (owner, $0) }
    }
    for (name, value) in settings.arguments.sorted(by: { $0.key < $1.key })
    where SecretName.verdict(name).isSecret && !value.isEmpty
      && !solver.definition.unusedArguments.contains(name)
    {
      hiddenArguments.append((name, value))
      candidates.append(("the build argument `\(name)`", Array(value.utf8)))
    }
    if settings.entitlements.contains(Self.entitlement) || candidates.isEmpty { return }
    let dockerfile = settings.dockerfile?.bytes ?? []
    let salt = try Self.salt(solver.workshop)
    for (owner, bytes) in candidates where !values.contains(where: { $0.bytes == bytes }) {
      let kind = SecretValue(String(decoding: bytes, as: UTF8.self))
      // Short words, switches and words that everybody uses stand in any image; what is mounted as a
      // secret is one even so, unless it is a switch.
      let isCommon = owner.hasPrefix("the secret") ? kind == .flag : kind != .literal
      if bytes.count < ValueSearch.fewestBytes || isCommon {
        notes.append("\(owner) is too common a text to be looked for in the image")
        continue
      }
      if !ValueSearch([bytes]).hits(in: dockerfile).isEmpty {
        notes.append(
          "\(owner) stands in the Dockerfile itself, so it is not looked for in the image")
        continue
      }
      let mark = String(Digest(of: salt + bytes).hex.prefix(16))
      values.append(Value(owner: owner, mark: mark, bytes: bytes))
    }
    notes = Array(Set(notes)).sorted()
    search = ValueSearch(values.map(\.bytes))
  }

  /// What `--allow` takes for images that may hold secrets.
  static let entitlement = "secret.leak"

  var isEmpty: Bool { search.isEmpty }

  /// What names all values in records.
  var marks: Set<String> { Set(values.map(\.mark)) }

  /// A value without the line break at its end, which editors add.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var bytes = bytes
    while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
    return Array(bytes)
  }

  /// The values in a file of settings that its names call secrets, as of `_authToken=…` in `.npmrc`: one
  /// of them alone is a leak too.
  private static func values(inLines bytes: [UInt8]) -> [[UInt8]] {
    var values: [[UInt8]] = []
    for line in bytes.split(separator: 0x0A).prefix(1000) where line.count < 65_536 {
      guard
        let mark = line.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: " ") })
      else { continue }
      let key = String(decoding: line[..<mark], as: UTF8.self)
      let name = key.split { ":/\" ".contains($0) }.last.map(String.init) ?? key
      guard SecretName.verdict(name).isSecret else { continue }
      var value = line[line.index(after: mark)...]
      while let last = value.last, last == 0x0D || last == 0x20 || last == 0x22 || last == 0x27 {
        value.removeLast()
      }
      while let first = value.first, first == 0x20 || first == 0x22 || first == 0x27 {
        value.removeFirst()
      }
      if value.count >= ValueSearch.fewestBytes { values.append(Array(value)) }
    }
    return values
  }

  /// Random bytes of the store that keep marks from telling values.
  private static func salt(_ workshop: Workshop) throws(Failure) -> [UInt8] {
    let path = Paths.join(workshop.folder, "salt")
    if let bytes = try? Files.read(path, limit: 64), bytes.count == 32 { return bytes }
    let lock = try FileLock.wait(path + ".lock", .exclusive)
    defer { withExtendedLifetime(lock) {} }
    if let bytes = try? Files.read(path, limit: 64), bytes.count == 32 { return bytes }
    let bytes = (0..<32).map { _ in UInt8.random(in: 0...255) }
    let file = try WritableFile.create(path + ".new", mode: 0o600, isTemporary: true)
    try file.write(bytes[...])
    try file.move(to: path, mode: 0o600)
    return bytes
  }

  // MARK: Looking

  /// A sink that looks at what goes by.
  final class Sink: ByteSink {
    private var stream: ValueSearch.Stream

    init(_ leaks: LeakSearch) { stream = ValueSearch.Stream(leaks.search) }

    func write(_ bytes: ArraySlice<UInt8>) throws(Failure) { stream.add(bytes) }

    /// Whether a value went by.
    var found: Bool {
      stream.finish()
      return !stream.hits.isEmpty
    }
  }

  /// A file of a layer that holds a value.
  struct Place {
    let path: String
    let owner: String
    let encoding: String?
  }

  /// The files of a layer that hold values, at most ten.
  func places(in layer: LayerReader) throws(Failure) -> [Place] {
    var places: [Place] = []
    while places.count < 10, let step = try layer.next() {
      var stream = ValueSearch.Stream(search)
      stream.add(step.path.raw.bytes[...])
      if case .put(let entry) = step.action {
        // A byte that no text has keeps values from growing out of two parts.
        for part in [entry.link.bytes] + entry.attributes.map(\.value) { stream.add([0] + part) }
        if entry.kind == .file {
          stream.add([0])
          while let piece = try layer.read() { stream.add(piece) }
        }
      }
      stream.finish()
      if let hit = stream.hits.first { places.append(place(hit, "`/\(step.path.raw.text)`")) }
    }
    return places
  }

  private func place(_ hit: ValueSearch.Hit, _ path: String) -> Place {
    let form = search.forms[hit.form]
    // A name may be the very value.
    var path = path
    for form in search.forms {
      path = path.replacing(String(decoding: form.bytes, as: UTF8.self), with: Self.mask)
    }
    return Place(path: path, owner: values[form.value].owner, encoding: form.encoding)
  }

  /// Fails where a text of the image, such as its history, holds a value.
  func require(_ text: String, _ place: String) throws(Failure) {
    try require(Array(text.utf8), place)
  }

  func require(_ text: [UInt8], _ place: String) throws(Failure) {
    if let hit = search.hits(in: text).first {
      throw Self.failure([self.place(hit, place)], nil)
    }
  }

  /// The failure of an image that would hold values.
  static func failure(_ places: [Place], _ step: String?, place: Failure.Place? = nil) -> Failure {
    let because = places.map { place in
      "\(place.path)\(step.map { ", which `\($0)` leaves," } ?? "") holds the value of \(place.owner)"
        + (place.encoding.map { " (\($0))" } ?? "")
    }
    let owner = places.first?.owner ?? "a secret"
    return Failure(
      "the image would hold \(owner)", because: because,
      hint: "Use the secret by `RUN --mount=type=secret` and write it nowhere; where it is none, "
        + "add `--allow \(entitlement)`", place: place)
  }
}
