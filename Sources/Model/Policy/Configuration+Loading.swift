import Documents
import Evidence
public import Source

extension Configuration {
  /// The names of our own file, the first found wins.
  public static let fileNames = ["hardstand.yaml", "hardstand.yml"]
  /// The names of hadolint's file, read where ours is absent.
  public static let hadolintFileNames = [".hadolint.yaml", ".hadolint.yml"]

  /// The path of the configuration file that governs a folder: the nearest of
  /// ours upwards to the root of the repository, the folder that holds `.git`;
  /// else the nearest of hadolint's; nil without either.
  public static func path(
    governing folder: String, in files: some ConfigurationFiles
  ) -> String? {
    var foreign: String?
    for folder in PathText.foldersUp(from: folder) {
      for name in fileNames {
        let path = PathText.join(folder, name)
        if files.exists(path) { return path }
      }
      for name in hadolintFileNames where foreign == nil {
        let path = PathText.join(folder, name)
        if files.exists(path) { foreign = path }
      }
      if files.exists(PathText.join(folder, ".git")) { break }
    }
    return foreign
  }

  /// Reads the configuration at a path with all that it extends.
  ///
  /// Mistakes in keys and values become findings in `verdicts`. Throws a
  /// `Failure` where a file cannot be read, is no YAML, or extends itself.
  public init(
    at path: String, in files: some ConfigurationFiles, rules: RuleIndex
  ) throws(Failure) {
    self.init()
    self.path = path
    guard let bytes = try files.bytes(at: path) else {
      throw Failure("cannot find the configuration file `\(path)`")
    }
    let source = SourceText(name: path, bytes: bytes)
    if Self.hadolintFileNames.contains(PathText.name(of: path)) {
      try readHadolint(source, rules: rules)
    } else {
      var loader = ConfigurationLoader(files: files, rules: rules)
      try loader.load(source, into: &self)
    }
  }
}

/// Follows `extends` from file to file.
struct ConfigurationLoader<Files: ConfigurationFiles> {
  let files: Files
  let rules: RuleIndex
  /// The files that are being read, the outermost first.
  private var open: [String] = []
  /// The files that were read to the end.
  private var done: Set<String> = []

  init(files: Files, rules: RuleIndex) {
    self.files = files
    self.rules = rules
  }

  /// The most files that one configuration may be made of.
  private static var mostFiles: Int { 64 }

  mutating func load(
    _ source: SourceText, into configuration: inout Configuration
  ) throws(Failure) {
    let path = PathText.normalised(source.name)
    let root = try YAMLNode(reading: source)
    open.append(path)
    defer { open.removeLast() }
    var reader = SettingsReader(source, rules: rules) { offset in
      .file(path: source.name, line: source.line(at: offset))
    }
    let entries = reader.mapping(root)
    for entry in entries where entry.key == "extends" {
      for (text, range) in reader.texts(entry.value) {
        try extend(text, range, from: source, into: &configuration)
      }
    }
    configuration.read(entries, with: &reader, folder: PathText.folder(of: path))
    configuration.verdicts.append(Verdict(source: source, findings: reader.findings))
    done.insert(path)
  }

  private mutating func extend(
    _ text: String, _ range: SourceRange, from source: SourceText,
    into configuration: inout Configuration
  ) throws(Failure) {
    let isFile = text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml")
    guard isFile else {
      configuration.profile = Setting(
        text, .file(path: source.name, line: source.line(at: range.lowerBound)))
      return
    }
    let path = PathText.join(PathText.folder(of: PathText.normalised(source.name)), text)
    if let first = open.firstIndex(of: path) {
      throw Failure(
        "the configuration extends itself", in: source, at: range.lowerBound,
        because: [(open[first...] + [path]).map { "`\($0)`" }.joined(separator: " extends ")],
        hint: "Take one `extends` away")
    }
    guard done.count + open.count < Self.mostFiles else {
      throw Failure(
        "the configuration is made of more than \(Self.mostFiles) files", in: source,
        at: range.lowerBound)
    }
    // What was read before still stands where two files extend the same third one.
    if done.contains(path) { return }
    guard let bytes = try files.bytes(at: path) else {
      throw Failure(
        "cannot find `\(path)`, which the configuration extends", in: source,
        at: range.lowerBound, hint: "Write a path relative to `\(source.name)`, or a profile")
    }
    try load(SourceText(name: path, bytes: bytes), into: &configuration)
  }
}
