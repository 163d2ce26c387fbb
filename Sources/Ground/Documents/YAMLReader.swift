public import Source

extension YAMLNode {
  /// The only document of a source; a source without one reads as null.
  ///
  /// Throws a `Failure` with line and column where the bytes are no YAML, go
  /// beyond `limits`, hold a key twice or hold more than one document.
  public init(reading source: SourceText, limits: YAMLLimits = YAMLLimits()) throws(Failure) {
    let documents = try Self.documents(of: source, limits: limits)
    if documents.count > 1 {
      throw Failure(
        "cannot read the second document of the file", in: source,
        at: documents[1].range.lowerBound,
        because: ["one document is expected"], hint: "Keep one document and drop the `---` line")
    }
    let end = SourceRange(source.bytes.count, source.bytes.count)
    self = documents.first ?? YAMLNode(.scalar(Scalar(text: "")), range: end)
  }

  /// Every document of a source, in order.
  ///
  /// Throws as `init(reading:limits:)` does, but for the number of documents.
  public static func documents(
    of source: SourceText, limits: YAMLLimits = YAMLLimits()
  ) throws(Failure) -> [YAMLNode] {
    guard source.bytes.count <= limits.bytes else {
      throw Failure(
        "cannot read `\(source.name)`",
        because: ["it has \(source.bytes.count) bytes, more than \(limits.bytes)"])
    }
    let skipped = source.hasByteOrderMark ? 3 : 0
    if source.bytes.count == skipped { return [] }
    let result = source.bytes.withUnsafeBufferPointer { bytes in
      let events = YAMLEvents(UnsafeBufferPointer(rebasing: bytes[skipped...]))
      var composer = YAMLComposer(source: source, skipped: skipped, limits: limits)
      return Result<[YAMLNode], Failure> { () throws(Failure) in
        try composer.documents(from: events)
      }
    }
    return try result.get()
  }
}

/// Builds nodes from events, and holds the bounds.
struct YAMLComposer {
  private let source: SourceText
  private let limits: YAMLLimits
  private let offsets: CodePointOffsets
  private var anchors: [String: (node: YAMLNode, nodes: Int, depth: Int)] = [:]
  private var nodes = 0

  init(source: SourceText, skipped: Int, limits: YAMLLimits) {
    self.source = source
    self.limits = limits
    offsets = CodePointOffsets(source.bytes, from: skipped)
  }

  /// A node with the number of nodes in it and how deep they stand.
  private typealias Built = (node: YAMLNode, nodes: Int, depth: Int)

  mutating func documents(from events: borrowing YAMLEvents) throws(Failure) -> [YAMLNode] {
    var documents: [YAMLNode] = []
    while true {
      let event = try next(events)
      switch event.kind {
      case .documentStart:
        anchors = [:]
        documents.append(try node(next(events), events, depth: 0).node)
      case .streamEnd: return documents
      default: continue
      }
    }
  }

  private func next(_ events: borrowing YAMLEvents) throws(Failure) -> YAMLEvents.Event {
    switch events.next() {
    case .success(let event): return event
    case .failure(let mistake):
      let place = mistake.byteOffset.map { $0 + offsets.skipped } ?? offsets[mistake.index]
      let tab = place < source.bytes.count && source.bytes[place] == UInt8(ascii: "\t")
      throw Failure(
        "cannot read this as YAML", in: source, at: place, because: [mistake.problem],
        hint: tab ? "Indent with spaces, YAML takes no tabs" : nil)
    }
  }

  private func range(_ event: YAMLEvents.Event) -> SourceRange {
    SourceRange(offsets[event.start], offsets[event.end])
  }

  private mutating func count(_ more: Int, at place: SourceRange) throws(Failure) {
    nodes += more
    if nodes > limits.nodes {
      throw Failure(
        "cannot read more than \(limits.nodes) values, aliases counted as what they stand for",
        in: source, at: place.lowerBound)
    }
  }

  private func check(depth: Int, at place: SourceRange) throws(Failure) {
    if depth > limits.depth {
      throw Failure(
        "cannot read more than \(limits.depth) levels of lists and mappings", in: source,
        at: place.lowerBound)
    }
  }

  private mutating func node(
    _ event: YAMLEvents.Event, _ events: borrowing YAMLEvents, depth: Int
  ) throws(Failure) -> Built {
    let place = range(event)
    var built: Built
    switch event.kind {
    case .alias(let name):
      guard let target = anchors[name] else {
        throw Failure(
          "cannot find the anchor `&\(name)` before this alias", in: source, at: place.lowerBound)
      }
      try count(target.nodes, at: place)
      try check(depth: depth + target.depth, at: place)
      return (YAMLNode(target.node.kind, range: place), target.nodes, target.depth)
    case .scalar(let scalar):
      try count(1, at: place)
      built = (YAMLNode(.scalar(scalar), range: place), 1, 0)
    case .sequenceStart:
      built = try sequence(from: place, events, depth: depth + 1)
    case .mappingStart:
      built = try mapping(from: place, events, depth: depth + 1)
    case .documentStart, .sequenceEnd, .mappingEnd, .streamEnd, .other:
      throw Failure("cannot read this as YAML", in: source, at: place.lowerBound)
    }
    if let anchor = event.anchor { anchors[anchor] = built }
    return built
  }

  private mutating func sequence(
    from start: SourceRange, _ events: borrowing YAMLEvents, depth: Int
  ) throws(Failure) -> Built {
    try check(depth: depth, at: start)
    try count(1, at: start)
    var items: [YAMLNode] = []
    var size = 1
    var deepest = 0
    while true {
      let event = try next(events)
      if case .sequenceEnd = event.kind {
        let whole = self.whole(start, to: event, lastChild: items.last?.range)
        return (YAMLNode(.sequence(items), range: whole), size, deepest + 1)
      }
      let item = try node(event, events, depth: depth)
      items.append(item.node)
      size += item.nodes
      deepest = max(deepest, item.depth)
    }
  }

  private mutating func mapping(
    from start: SourceRange, _ events: borrowing YAMLEvents, depth: Int
  ) throws(Failure) -> Built {
    try check(depth: depth, at: start)
    try count(1, at: start)
    var entries: [YAMLNode.Entry] = []
    var seen: [String: SourceRange] = [:]
    var size = 1
    var deepest = 0
    while true {
      let event = try next(events)
      if case .mappingEnd = event.kind {
        let whole = self.whole(start, to: event, lastChild: entries.last?.value.range)
        return (YAMLNode(.mapping(entries), range: whole), size, deepest + 1)
      }
      let key = try node(event, events, depth: depth)
      guard let text = key.node.scalar?.text else {
        throw Failure(
          "cannot use \(key.node.kindName) as a key", in: source, at: key.node.range.lowerBound)
      }
      if let first = seen.updateValue(key.node.range, forKey: text) {
        let position = source.position(at: first.lowerBound)
        throw Failure(
          "the key `\(text)` stands here for the second time", in: source,
          at: key.node.range.lowerBound,
          because: ["it stands first at line \(position.line), column \(position.column)"],
          hint: "Keep one of the two")
      }
      let value = try node(next(events), events, depth: depth)
      entries.append(
        YAMLNode.Entry(key: text, keyRange: key.node.range, value: value.node))
      size += key.nodes + value.nodes
      deepest = max(deepest, value.depth)
    }
  }

  /// The bytes of a collection: a flow collection ends with its bracket, a
  /// block collection with its last child, as what follows is not part of it.
  private func whole(
    _ start: SourceRange, to end: YAMLEvents.Event, lastChild: SourceRange?
  ) -> SourceRange {
    let place = range(end)
    if !place.isEmpty { return SourceRange(start.lowerBound, place.upperBound) }
    return SourceRange(start.lowerBound, lastChild?.upperBound ?? start.upperBound)
  }
}

/// Offsets of code points, as libyaml counts those and everything else counts bytes.
struct CodePointOffsets {
  /// Bytes before the first counted code point.
  let skipped: Int
  private let count: Int
  /// The offset of each code point; empty where all are one byte long.
  private var starts: [UInt32] = []

  init(_ bytes: [UInt8], from skipped: Int) {
    self.skipped = skipped
    count = bytes.count
    guard bytes[skipped...].contains(where: { $0 >= 0x80 }) else { return }
    starts.reserveCapacity(bytes.count - skipped)
    for offset in skipped..<bytes.count where bytes[offset] & 0b1100_0000 != 0b1000_0000 {
      starts.append(UInt32(truncatingIfNeeded: offset))
    }
  }

  /// The byte at which a code point begins; the end of the source for those past it.
  subscript(index: Int) -> Int {
    if starts.isEmpty { return min(index + skipped, count) }
    return index < starts.count ? Int(starts[index]) : count
  }
}
