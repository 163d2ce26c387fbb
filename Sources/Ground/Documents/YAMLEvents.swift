import CYAML

/// The events of a YAML stream, as libyaml finds them.
///
/// The only place that touches libyaml; the bytes must not be empty and must
/// outlive the value.
struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let isReady: Bool

  /// One step through a stream; places are code points from the first byte read.
  struct Event {
    var kind: Kind
    var anchor: String?
    var start: Int
    var end: Int
  }

  enum Kind {
    case documentStart
    case alias(String)
    case scalar(YAMLNode.Scalar)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
    case streamEnd
    case other
  }

  /// What libyaml refuses, and where.
  struct Mistake: Error {
    var problem: String
    var index: Int
    /// The place in bytes, where the bytes are no UTF-8 text and code points cannot be counted.
    var byteOffset: Int?
  }

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    parser = .allocate(capacity: 1)
    isReady = yaml_parser_initialize(parser) == 1
    guard isReady, let start = bytes.baseAddress else { return }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, start, bytes.count)
  }

  deinit {
    if isReady { yaml_parser_delete(parser) }
    parser.deallocate()
  }

  func next() -> Result<Event, Mistake> {
    guard isReady else {
      return .failure(Mistake(problem: "no memory is left", index: 0, byteOffset: nil))
    }
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { return .failure(mistake()) }
    defer { yaml_event_delete(&event) }
    var result = Event(
      kind: .other, anchor: nil, start: Int(event.start_mark.index), end: Int(event.end_mark.index))
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
    case YAML_STREAM_END_EVENT, YAML_NO_EVENT: result.kind = .streamEnd
    case YAML_ALIAS_EVENT: result.kind = .alias(Self.text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      result.anchor = Self.text(scalar.anchor)
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      result.kind = .scalar(
        YAMLNode.Scalar(
          text: String(decoding: bytes, as: UTF8.self), style: Self.style(scalar.style),
          tag: Self.text(scalar.tag)))
    case YAML_SEQUENCE_START_EVENT:
      result.anchor = Self.text(event.data.sequence_start.anchor)
      result.kind = .sequenceStart
    case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      result.anchor = Self.text(event.data.mapping_start.anchor)
      result.kind = .mappingStart
    case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
    default: result.kind = .other
    }
    return .success(result)
  }

  private func mistake() -> Mistake {
    var problem = parser.pointee.problem.map { String(cString: $0) } ?? "no memory is left"
    if parser.pointee.error == YAML_READER_ERROR {
      return Mistake(
        problem: problem, index: 0, byteOffset: Int(clamping: parser.pointee.problem_offset))
    }
    if let context = parser.pointee.context { problem += " " + String(cString: context) }
    return Mistake(
      problem: problem, index: Int(parser.pointee.problem_mark.index), byteOffset: nil)
  }

  private static func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLNode.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }
}
