import Arguments
import BaseImages
import Documents
import Host
import Layers
import OCI
import Source
import Store
import Streams
import Transfer

/// `hardstand image import`: an image of one layer from files.
let imageImportCommand = Command(
  CommandDescription(
    name: "import", abstract: "Make an image of a folder or an archive of files",
    discussion: """
      Makes an image with one layer of all files of FILES: a folder, a tar archive, compressed or not, or \
      `-` for an archive on the standard input. Settings come from the options, or from --config with the \
      settings of an image as JSON. The same files and settings make the same image: times later than \
      SOURCE_DATE_EPOCH become that, and the image is dated so.
      """,
    arguments: [filesArgument, nameArgument],
    options: [
      configOption, entrypointOption, commandOption, environmentOption, userOption, directoryOption,
      labelOption, portOption, compressionOption, ownersOption, ImageOptions.platform,
      ImageOptions.store,
    ],
    examples: [
      .init(
        "hardstand image import --entrypoint /app rootfs acme/app:1", "Make an image of a folder"),
      .init(
        "hardstand image import rootfs.tar.xz base:1", "Make one of an archive"),
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments)
  defer { work.finish() }
  let target = try work.reference(arguments.argument(nameArgument) ?? "")
  let epoch = try session.sourceDate()
  var runtime = RuntimeConfig()
  if let file = arguments.value(configOption) {
    let json = try JSON(reading: try Files.read(session.path(file)), name: file)
    guard json.object != nil else {
      throw Failure("cannot understand `\(file)`", because: ["it is no JSON object"])
    }
    // Either the settings alone, or a whole configuration that has them inside.
    runtime = RuntimeConfig(json["config"]?.object == nil ? json : json["config"] ?? json)
  }
  try runtime.apply(arguments)
  let store = work.images.store
  let writer = try store.writer()
  let compression = arguments.choice(compressionOption, as: Compression.self) ?? .gzip
  let layer = try LayerWriter(into: writer, compression)
  var input = ArchiveInput()
  input.latestTime = epoch
  input.dropsOwners = arguments.flag(ownersOption)
  let files = arguments.argument(filesArgument) ?? ""
  let path = session.path(files)
  if files != "-", Files.isFolder(path) {
    try input.write(try OpenFolder(path), to: layer.archive)
  } else {
    let stream: any ByteStream =
      files == "-" ? try session.inputStream() : try FileStream(path)
    let what = files == "-" ? "the archive on the standard input" : "the archive `\(files)`"
    try input.write(try LayerReader(archive: stream, what: what), to: layer.archive)
  }
  let made = try layer.finish()
  try writer.commit()
  let created = Timestamp.text(epoch ?? session.now())
  let config = ImageConfig(
    platform: work.platform, runtime: runtime, diffIDs: [made.diffID],
    history: [
      .init(created: created, createdBy: "hardstand image import", isEmptyLayer: false)
    ], created: created)
  let manifest = Manifest(
    config: try store.put(config.bytes, .config), layers: [made.descriptor])
  let root = try store.put(manifest.bytes, manifest.mediaType)
  try work.images.setName(target, root, .imported)
  session.write("\(Images.key(target))@\(root.digest)\n")
  return .clean
}

private let filesArgument = ArgumentDescription(
  "FILES", .one, .file, help: "A folder, a tar archive, or `-`")
private let nameArgument = ArgumentDescription("NAME", .one, help: "The name of the image")
private let configOption = OptionDescription.value(
  "config", "FILE", .file, help: "Settings of the image, as JSON")
private let entrypointOption = OptionDescription.value(
  "entrypoint", "WORDS", help: "The program: a path, or a JSON array of words")
private let commandOption = OptionDescription.value(
  "cmd", "WORDS", help: "Its arguments: a JSON array of words")
private let environmentOption = OptionDescription.list(
  "env", short: "e", "NAME=VALUE", separator: nil, variable: .none, help: "Set a variable")
private let userOption = OptionDescription.value("user", "USER", help: "The account, as UID[:GID]")
private let directoryOption = OptionDescription.value(
  "workdir", "DIR", help: "The folder that it starts in")
private let labelOption = OptionDescription.list(
  "label", "NAME=VALUE", separator: nil, variable: .none, help: "Set a label")
private let portOption = OptionDescription.list("expose", "PORT", help: "A port, as 8080/tcp")
private let compressionOption = OptionDescription.value(
  "compress", "METHOD", .choices([.init("gzip"), .init("zstd"), .init("none")]), default: "gzip",
  help: "How the layer is compressed")
private let ownersOption = OptionDescription.flag(
  "root-owned", help: "Make all files those of root")

extension RuntimeConfig {
  /// Takes over what the options say.
  fileprivate mutating func apply(_ arguments: ParsedArguments) throws(Failure) {
    if let text = arguments.value(entrypointOption) {
      entrypoint = try RuntimeConfig.words(text, "--entrypoint")
    }
    if let text = arguments.value(commandOption) {
      command = try RuntimeConfig.words(text, "--cmd")
    }
    for text in arguments.list(environmentOption) {
      let name = text.prefix { $0 != "=" }
      guard name.count < text.count, !name.isEmpty else {
        throw Failure(
          "cannot understand `--env \(text)`", hint: "write it as in `--env NAME=VALUE`")
      }
      environment.removeAll { $0.hasPrefix("\(name)=") }
      environment.append(text)
    }
    if let text = arguments.value(userOption) { user = text }
    if let text = arguments.value(directoryOption) { workingDirectory = text }
    for text in arguments.list(labelOption) {
      let name = text.prefix { $0 != "=" }
      labels[String(name)] = String(text.dropFirst(name.count + 1))
    }
    for port in arguments.list(portOption) {
      let whole = port.contains("/") ? port : port + "/tcp"
      if !exposedPorts.contains(whole) { exposedPorts.append(whole) }
    }
  }

  private static func words(_ text: String, _ option: String) throws(Failure) -> [String] {
    if !text.hasPrefix("[") { return [text] }
    let json = try JSON(reading: text, name: option)
    let words = json.array?.compactMap(\.string) ?? []
    if words.count == json.array?.count { return words }
    throw Failure(
      "cannot understand `\(option) \(text)`", hint: #"write it as in `["/app", "-v"]`"#)
  }
}

extension Session {
  /// The time that SOURCE_DATE_EPOCH sets; nil where it is not set.
  /// - Throws: `Failure` when it is no number of seconds.
  func sourceDate() throws(Failure) -> Int64? {
    guard let text = environment["SOURCE_DATE_EPOCH"], !text.isEmpty else { return nil }
    if let seconds = Int64(text), seconds >= 0 { return seconds }
    throw Failure(
      "cannot understand SOURCE_DATE_EPOCH", because: ["`\(text)` is no number of seconds"],
      hint: "set it with `git log -1 --format=%ct`, or unset it")
  }
}
