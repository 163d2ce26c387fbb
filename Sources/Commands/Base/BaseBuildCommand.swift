import Apt
import Arguments
import Bases
import Documents
import OCI
import Source
import Store
import Streams
import Terminal
import Transfer

/// `hardstand base build`: an image of packages.
let baseBuildCommand = Command(
  CommandDescription(
    name: "build", abstract: "Make the image of a base",
    discussion: """
      Makes the image that SPEC tells of, from the packages that its lock names, and puts it into the \
      store. Without a lock the packages of today are taken. The same lock makes the same image, bit for \
      bit. For several platforms an index of their images is made; no emulation is needed.
      """,
    arguments: [BaseOptions.spec],
    options: [
      nameOption, platformOption, debugOption, compressionOption, freshOption, CommonOptions.json,
      ImageOptions.store,
    ] + BaseOptions.archives,
    examples: [
      .init("hardstand base build python3", "Make the base `python3` that is ready"),
      .init("hardstand base build base.yaml -t acme/base:1", "Make one of your own"),
      .init(
        "hardstand base build --platform linux/amd64,linux/arm64 static", "Make it for two machines"
      ),
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments)
  defer { work.finish() }
  let base = try BaseSession(session, arguments)
  let given = try BaseSession.given(arguments.argument(BaseOptions.spec) ?? "", session)
  let isDebug = arguments.flag(debugOption)
  var platforms: [Platform] = []
  for text in arguments.list(platformOption) {
    guard let platform = Platform(text) else {
      throw Failure(
        "cannot understand the platform `\(text)`", hint: "write it as in `linux/amd64`")
    }
    platforms.append(platform)
  }
  if platforms.isEmpty { platforms = [.host] }
  let lock: BaseLock
  if let text = given.lock {
    lock = try BaseLock(text)
  } else {
    let architectures = platforms.compactMap { BasePlan.architecture(of: $0) }
    lock = try BaseLock.make(given.spec, architectures: architectures, base.archives).lock
    session.tell(
      "There is no lock, so the packages of today are taken. Write one with `hardstand base lock`.")
  }
  let spec = isDebug ? given.spec.debugVariant : given.spec
  let target = try work.reference(
    arguments.value(nameOption) ?? ("localhost/" + given.spec.name + (isDebug ? ":debug" : "")))
  var maker = Bases(
    store: work.images.store, archives: base.archives, threads: session.processors)
  maker.usesCache = !arguments.flag(freshOption)
  let compression = arguments.choice(compressionOption, as: Compression.self) ?? .gzip
  var built: [Bases.Built] = []
  for platform in platforms {
    let plan = try BasePlan(
      spec, lock, platform: platform, aptSources: base.aptSources, compression: compression)
    let one = try maker.build(plan)
    built.append(one)
    if session.isVerbose {
      for note in one.notes { session.tell("note: \(note)") }
    } else if !one.notes.isEmpty {
      session.tell(
        "\(one.notes.count) notes on what scripts of packages would do; see them with --verbose.")
    }
    session.tell(
      "\(platform): \(one.packageCount) packages, \(DataSize.text(one.size)) "
        + "(\(DataSize.text(one.plainSize)) unpacked)\(one.isCached ? ", made before" : "")")
  }
  let root = platforms.count == 1 ? built[0].manifest : try maker.index(built)
  try work.images.setName(target, root, .made)
  if arguments.flag(CommonOptions.json) {
    let images = built.map { one -> JSON in
      [
        "platform": .string("\(one.platform)"), "digest": .string("\(one.manifest.digest)"),
        "size": .number(one.size), "plainSize": .number(one.plainSize),
        "packages": .number(one.packageCount), "cached": .bool(one.isCached),
        "notes": .array(one.notes.map { .string($0) }),
      ]
    }
    let json: JSON = [
      "schema": "hardstand.base-build/1", "name": .string(Images.key(target)),
      "digest": .string("\(root.digest)"), "images": .array(images),
    ]
    session.write(json.text(.pretty) + "\n")
  } else {
    session.write("\(Images.key(target))@\(root.digest)\n")
  }
  return .clean
}

private let nameOption = OptionDescription.value(
  "tag", short: "t", "NAME",
  help: "The name of the image [default: localhost/ and that of the base]")
private let platformOption = OptionDescription.list(
  "platform", "PLATFORM", help: "The platforms [default: that of this machine]")
private let debugOption = OptionDescription.flag(
  "debug-variant", help: "Add BusyBox, to look around with, in /busybox")
private let compressionOption = OptionDescription.value(
  "compress", "METHOD", .choices([.init("gzip"), .init("zstd"), .init("none")]), default: "gzip",
  help: "How the layer is compressed")
private let freshOption = OptionDescription.flag(
  "no-cache", help: "Make it anew even where the same was made before")
