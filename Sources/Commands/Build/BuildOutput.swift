import Arguments
import Host
import Source
import Streams

/// Where the result of a build goes.
struct BuildOutput {
  /// The kinds, by BuildKit's names.
  enum Kind: String, CaseIterable {
    /// The store.
    case image
    /// A folder in the layout of OCI, or a tar archive of one.
    case oci
    /// An archive for `docker load`, or a Docker daemon.
    case docker
    /// The registries of its names.
    case registry
    /// The files of the image in a folder.
    case local
    /// The files of the image in a tar archive.
    case tar
  }

  let kind: Kind
  /// The file or folder; nil for none, `-` for the standard output.
  var destination: String?
  /// The fields as they are written.
  var fields: [String: String] = [:]

  /// Whether an OCI layout is written as a tar archive: where it is asked for, and where the name says.
  var isTar: Bool {
    if let text = fields["tar"] { return text == "true" || text == "1" }
    return destination == "-" || destination?.hasSuffix(".tar") == true
  }

  /// The outputs that a command line asks for; the store where it asks for none.
  static func all(_ arguments: ParsedArguments, _ session: Session) throws(Failure)
    -> [BuildOutput]
  {
    var outputs: [BuildOutput] = []
    for text in arguments.list(BuildArguments.output) {
      let output = try read(text, session)
      outputs.append(output)
      // An image that is pushed is kept too.
      if output.kind == .image, output.isOn("push") {
        outputs.append(BuildOutput(kind: .registry, fields: output.fields))
      }
    }
    if arguments.flag(BuildArguments.push) { outputs.append(BuildOutput(kind: .registry)) }
    if arguments.flag(BuildArguments.load) { outputs.append(BuildOutput(kind: .docker)) }
    if outputs.isEmpty { outputs = [BuildOutput(kind: .image)] }
    return outputs
  }

  /// How the layers of an output are compressed.
  struct Form: Hashable {
    /// The way; nil for the usual one.
    var compression: Compression?
    /// How much; nil for the usual level.
    var level: Int?
  }

  /// - Throws: `Failure` where a field cannot be understood.
  func form() throws(Failure) -> Form {
    var form = Form()
    if let text = fields["compression"] {
      switch text {
      case "gzip": form.compression = .gzip
      case "zstd": form.compression = .zstd
      case "uncompressed": form.compression = Compression.none
      default:
        throw Failure(
          "cannot compress layers by `\(text)`", hint: "Write gzip, zstd or uncompressed")
      }
    }
    if let text = fields["compression-level"] {
      let most = form.compression == .zstd ? 22 : 9
      guard let level = Int(text), (0...most).contains(level) else {
        throw Failure(
          "`compression-level=\(text)` is no level", hint: "Write a number from 0 to \(most)")
      }
      form.level = level
    }
    return form
  }

  /// Whether a field says yes.
  func isOn(_ field: String) -> Bool { ["true", "1"].contains(fields[field] ?? "") }

  private static func read(_ text: String, _ session: Session) throws(Failure) -> BuildOutput {
    let hint =
      "Write it as type=oci,dest=app.tar; the types are "
      + Kind.allCases.map(\.rawValue).joined(separator: ", ")
    // A path alone is a folder, and `-` a tar archive of the files, as in Docker.
    if !text.contains("=") {
      return BuildOutput(
        kind: text == "-" ? .tar : .local, destination: text == "-" ? "-" : session.path(text))
    }
    var fields: [String: String] = [:]
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      fields[pair[0].lowercased()] = pair.count == 2 ? pair[1] : "true"
    }
    guard let type = fields["type"], let kind = Kind(rawValue: type) else {
      throw Failure("cannot understand `--output \(text)`", hint: hint)
    }
    let known: Set<String> = [
      "type", "dest", "name", "tar", "push", "compression", "compression-level",
      "force-compression", "oci-mediatypes", "rewrite-timestamp", "mode",
    ]
    for key in fields.keys.sorted() where !known.contains(key) && !key.hasPrefix("annotation") {
      throw Failure("`--output` has no field `\(key)`", hint: "Remove it. \(hint)")
    }
    var output = BuildOutput(kind: kind, fields: fields)
    if let dest = fields["dest"] { output.destination = dest == "-" ? "-" : session.path(dest) }
    if output.destination == nil, [.oci, .local, .tar].contains(kind) {
      output.destination = kind == .local ? nil : "-"
      if kind == .local {
        throw Failure("`--output \(text)` names no folder", hint: "Add dest=PATH")
      }
    }
    return output
  }
}
