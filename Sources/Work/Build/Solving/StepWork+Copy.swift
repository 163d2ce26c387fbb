import Archive
import Crypto
import Dockerfile
import Frontend
import Host
import Layers
import OCI
import Source
import Store
import Streams

extension StepWork {
  func key(
    _ key: inout StepKey, _ copy: CopyOperation, on base: StepResult?, _ known: [Int: StepResult]
  ) throws(Failure) {
    if !copy.isLinked { key.add("base", base?.key.description ?? "") }
    // By name an account is that of the image below.
    if copy.isLinked, let owner = copy.owner, !CopyOwner.isNumeric(owner) {
      key.add("base", base?.key.description ?? "")
    }
    key.add("destination", copy.destination)
    key.add("owner", copy.owner ?? "")
    key.add("mode", copy.mode?.text ?? "")
    key.add("excludes", copy.excludes)
    key.add(
      "flags",
      "\(copy.isAdd) \(copy.keepsParents) \(copy.unpacksPaths) \(copy.unpacksWeb) \(copy.isLinked)")
    var others: [String] = []
    var paths: [String] = []
    for (place, source) in copy.sources.enumerated() {
      switch source {
      case .path(let path): paths.append(path)
      case .inline(let name, let bytes):
        others.append("inline \(name) \(Digest(of: bytes))")
      case .web(let address, let name):
        let fetched = try WebSource(solver).fetch(address, checksum: copy.checksum)
        self.fetched[place] = fetched
        others.append("web \(name) \(fetched.mark)")
      case .git(let reference):
        let fetched = try GitSource(solver).resolve(reference, checksum: copy.checksum)
        self.fetched[place] = fetched
        others.append("git \(fetched.mark)")
      }
    }
    if !others.isEmpty { key.add("sources", others) }
    if !paths.isEmpty { key.add("files", try digest(of: copy, paths, known).description) }
  }

  /// The digest of the files that paths come to.
  private func digest(
    of copy: CopyOperation, _ paths: [String], _ known: [Int: StepResult]
  ) throws(Failure) -> Digest {
    var memo: Digest?
    if case .operation(let index) = copy.origin {
      var key = StepKey()
      key.add("from", index.flatMap { known[$0]?.key.description } ?? "")
      key.add("paths", paths)
      key.add("excludes", copy.excludes)
      key.add("parents", "\(copy.keepsParents)")
      memo = key.digest
      if let digest = solver.selection(key.digest) { return digest }
    }
    let open = try self.open(copy.origin, known)
    let selection = try select(copy, from: open())
    selections = [selection]
    var hashes: ContentHashes?
    if case .context(let name) = copy.origin { hashes = solver.hashes[name ?? ""] }
    let digest = try SelectionDigest(selection, hashes, open: open)
    taken = [digest]
    if let memo { solver.note(selection: digest.digest, memo) }
    return digest.digest
  }

  private func select(
    _ copy: CopyOperation, from tree: any FileSource
  ) throws(Failure) -> CopySelection {
    let selector = CopySelector(copy, from: tree)
    var sources: [[CopySelection.Match]] = []
    for case .path(let path) in copy.sources { sources.append(try selector.matches(path)) }
    return CopySelection(sources: sources)
  }

  func carryOut(
    _ copy: CopyOperation, on base: StepResult?, _ known: [Int: StepResult]
  ) throws(Failure) -> StepResult.State {
    let lower: any FileSource
    if copy.isLinked {
      lower = StackTree([], label: "the image")
    } else {
      lower = try solver.tree(of: base)()
    }
    var owner: CopyPlacement.Owner?
    if let text = copy.owner {
      owner = try CopyOwner.account(text, in: copy.isLinked ? solver.tree(of: base)() : lower)
    }
    var placement = CopyPlacement(onto: lower, owner: owner, mode: copy.mode, now: now)
    let open = try self.open(copy.origin, known)
    let hasPaths = copy.sources.contains { if case .path = $0 { true } else { false } }
    if hasPaths, selections.isEmpty { selections = [try select(copy, from: open())] }
    let tree = placement.add(tree: open)
    let reading = hasPaths ? try open() : nil
    var spool: WritableFile?
    var matches = selections.first?.sources[...] ?? []
    for (place, source) in copy.sources.enumerated() {
      switch source {
      case .path:
        for match in matches.popFirst() ?? [] {
          if copy.unpacksPaths, let reading, let item = match.items.first, !match.isFolder,
            try isArchive(reading, item)
          {
            let file: WritableFile
            if let known = spool { file = known } else { file = try solver.workshop.spool() }
            spool = file
            try placement.unpack(
              LayerReader(archive: reading.open(item.place), what: "`\(item.place)`"),
              through: file, into: copy.destination)
            if let stamp = item.file.stamp { try reading.require(item.place, stamp) }
          } else {
            try placement.put(match, tree: tree, at: copy.destination, copiesContents: true)
          }
        }
      case .inline(let name, let bytes):
        guard let file = RawName(Array(name.utf8)) else {
          throw Failure("cannot make a file named `\(name)`", hint: "Choose another word after <<")
        }
        let entry = TarEntry(
          .file, "", mode: 0o644, size: Int64(bytes.count),
          modified: TarEntry.Time(seconds: now))
        try placement.put(entry, .bytes(bytes), name: file, at: copy.destination)
      case .web(_, let name):
        guard let fetched = fetched[place], let file = RawName(Array(name.utf8)) else { continue }
        if copy.unpacksWeb, Self.isArchive(try FileStream(fetched.path)) {
          let file: WritableFile
          if let known = spool { file = known } else { file = try solver.workshop.spool() }
          spool = file
          try placement.unpack(
            LayerReader(archive: FileStream(fetched.path), what: "`\(name)`"), through: file,
            into: copy.destination)
          continue
        }
        let size = Int64(Files.status(fetched.path)?.size ?? 0)
        let entry = TarEntry(
          .file, "", mode: 0o600, size: size,
          modified: TarEntry.Time(seconds: fetched.modified ?? now))
        try placement.put(
          entry, .piece(fetched.path, offset: 0, count: size), name: file, at: copy.destination)
      case .git(let reference):
        guard let fetched = fetched[place] else { continue }
        let folder = try GitSource(solver).checkOut(reference, fetched)
        let root = ContextRoot(
          path: folder, ignore: IgnoreFile(patterns: []), label: "the repository")
        let number = placement.add { () throws(Failure) -> any FileSource in try root.tree() }
        var whole = copy
        whole.excludes = copy.excludes
        whole.keepsParents = false
        for match in try CopySelector(whole, from: root.tree()).matches("/") {
          try placement.put(match, tree: number, at: copy.destination, copiesContents: true)
        }
      }
    }
    return StepResult.State(set: try placement.finished())
  }

  private func isArchive(
    _ tree: any FileSource, _ item: CopySelection.Item
  ) throws(Failure) -> Bool {
    guard item.file.entry.kind == .file, item.file.entry.size > 0 else { return false }
    return Self.isArchive(try tree.open(item.place))
  }

  /// Whether bytes, compressed or not, begin like a tar archive.
  private static func isArchive(_ stream: any ByteStream) -> Bool {
    do throws(Failure) {
      let plain = try Decompressor(stream, what: "the archive")
      return try TarReader(plain, what: "the archive").next() != nil
    } catch {
      return false
    }
  }
}
