import Archive
import Crypto
import Host
import Layers
import OCI
import Source
import Streams

/// What the files that a copy takes are, apart from their times: equal files give equal digests.
struct SelectionDigest {
  /// The digest of all.
  let digest: Digest
  /// What each path is, by a short mark of its own; made when it is asked for.
  var files: [(path: String, mark: String)] { marks() }

  private let marks: () -> [(path: String, mark: String)]

  /// - Parameters:
  ///   - selection: What is taken.
  ///   - open: Opens the tree that it is taken from, for one thread.
  ///   - hashes: What is known of the contents.
  init(
    _ selection: CopySelection, _ hashes: ContentHashes?,
    open: @escaping @Sendable () throws(Failure) -> any FileSource
  ) throws(Failure) {
    var contents: [LayerPath: [UInt8]] = [:]
    var missing: [(place: LayerPath, file: TreeFile)] = []
    for match in selection.sources.joined() {
      for item in match.items where item.file.entry.kind == .file {
        if contents[item.place] != nil { continue }
        if let known = hashes?.hash(item.place, item.file) {
          contents[item.place] = known
        } else {
          contents[item.place] = []
          missing.append((item.place, item.file))
        }
      }
    }
    let read = try SelectionDigest.hashes(of: missing, hashes, open)
    for (index, entry) in missing.enumerated() { contents[entry.place] = read[index] }

    var whole = Digester()
    // Which names share a content is told by the first of them: numbers of inodes mean nothing
    // elsewhere.
    var firstNames: [String: LayerPath] = [:]
    for (number, matches) in selection.sources.enumerated() {
      whole.add(Array("source \(number)\n".utf8)[...])
      for match in matches {
        whole.add(Array("match ".utf8)[...])
        whole.add((match.name?.bytes ?? [])[...])
        whole.add([0x0A][...])
        for item in match.items {
          var first: LayerPath?
          if let identity = item.file.identity {
            first = firstNames[identity]
            if first == nil { firstNames[identity] = item.place }
          }
          let bytes = SelectionDigest.describe(item, contents[item.place] ?? [], sharedWith: first)
          whole.add(bytes[...])
        }
      }
    }
    digest = whole.finish()
    let known = contents
    marks = { SelectionDigest.marks(selection, known) }
  }

  private static func marks(
    _ selection: CopySelection, _ contents: [LayerPath: [UInt8]]
  ) -> [(path: String, mark: String)] {
    var marks: [(path: String, mark: String)] = []
    var firstNames: [String: LayerPath] = [:]
    for item in selection.sources.joined().flatMap(\.items) {
      var first: LayerPath?
      if let identity = item.file.identity {
        first = firstNames[identity]
        if first == nil { firstNames[identity] = item.place }
      }
      let digest = Digest(of: describe(item, contents[item.place] ?? [], sharedWith: first))
      marks.append((item.place.raw.text, String(digest.hex.prefix(16))))
    }
    return marks
  }

  /// Everything of a file but its times and its place.
  private static func describe(
    _ item: CopySelection.Item, _ content: [UInt8], sharedWith first: LayerPath?
  ) -> [UInt8] {
    let entry = item.file.entry
    var bytes = item.path.raw.bytes
    bytes.append(0)
    let kind: String =
      switch entry.kind {
      case .file: "file"
      case .folder: item.isOnDemand ? "way" : "folder"
      case .symbolicLink: "link"
      case .hardLink: "name"
      case .pipe: "pipe"
      case .characterDevice: "character"
      case .blockDevice: "block"
      case .other: "other"
      }
    bytes +=
      "\(kind) \(String(entry.mode, radix: 8)) \(entry.owner) \(entry.group) \(entry.size) ".utf8
    bytes += "\(entry.deviceMajor):\(entry.deviceMinor) ".utf8
    bytes += first?.raw.bytes ?? []
    bytes.append(0)
    bytes += entry.link.bytes
    bytes.append(0)
    bytes += content
    for attribute in entry.attributes.sorted(by: { $0.key < $1.key }) {
      bytes += attribute.key.utf8
      bytes.append(0)
      bytes += attribute.value
      bytes.append(0)
    }
    bytes.append(0x0A)
    return bytes
  }

  /// The digests of contents, read by as many threads as there are processors.
  private static func hashes(
    of files: [(place: LayerPath, file: TreeFile)], _ known: ContentHashes?,
    _ open: @escaping @Sendable () throws(Failure) -> any FileSource
  ) throws(Failure) -> [[UInt8]] {
    if files.isEmpty { return [] }
    let started = System.secondsSince1970
    let size = max(1, (files.count + System.processorCount * 4 - 1) / (System.processorCount * 4))
    let chunks = stride(from: 0, to: files.count, by: size).map {
      Array(files[$0..<min($0 + size, files.count)])
    }
    let results = Parallel.map(chunks) { chunk -> Result<[[UInt8]], Failure> in
      do throws(Failure) {
        let tree = try open()
        var hashes: [[UInt8]] = []
        for (place, file) in chunk {
          var hash = SHA256()
          let stream = try tree.open(place)
          while let piece = try stream.next() { hash.add(piece) }
          let bytes = hash.finish()
          known?.note(place, file, bytes, started: started)
          hashes.append(bytes)
        }
        return .success(hashes)
      } catch {
        return .failure(error)
      }
    }
    var hashes: [[UInt8]] = []
    for result in results { hashes += try result.get() }
    return hashes
  }
}
