import Archive
import Debian
import Documents
import Host
import Layers
import OCI
import Source
import Streams

/// The making of one image of a base from packages that are there.
struct BaseAssembly: Sendable {
  let spec: BaseSpec
  let lock: BaseLock
  /// Debian's name of the architecture.
  let architecture: String
  /// The entries of the machine's sources for apt, where the specification asks for them.
  var aptSources: String?

  /// The files of the base.
  /// - Parameters:
  ///   - files: The packages of the lock, in its order.
  ///   - threads: How many are unpacked at once.
  func tree(
    _ files: [String], threads: Int
  ) throws(Failure) -> (tree: BaseTree, notes: [String]) {
    let rules = try DropRules(spec)
    let locked = lock.packages(architecture, isDebugVariant: spec.isDebugVariant) ?? []
    let results = Parallel.map(Array(zip(locked, files)), threads: threads) {
      package, file -> Result<DebFile, Failure> in
      Result { () throws(Failure) in
        try DebFile(file, name: package.name, version: package.version) { rules.drops($0, $1) }
      }
    }
    var packages: [DebFile] = []
    for result in results { packages.append(try result.get()) }
    var names = ["bin", "sbin", "lib"]
    if architecture == "amd64" { names.append("lib64") }
    var tree = BaseTree(merged: names)
    var context = Effect.Context(
      spec: spec, architecture: architecture, packages: packages, date: lock.date,
      aptSources: aptSources)
    for package in packages { try tree.add(package, notes: &context.notes) }
    for effect in Effect.all { effect.apply(&tree, &context) }
    return (tree, context.notes)
  }

  /// Writes the files as a layer.
  func write(_ tree: BaseTree, to archive: TarWriter) throws(Failure) {
    var firstNames: [Int: RawPath] = [:]
    let time = TarEntry.Time(seconds: lock.date)
    for path in tree.sortedPaths {
      guard let node = tree.nodes[path] else { continue }
      var entry = TarEntry(
        .folder, path, mode: node.mode, owner: node.owner, group: node.group, modified: time)
      switch node.kind {
      case .folder: try archive.add(entry)
      case .link(let target):
        entry.kind = .symbolicLink
        entry.link = target
        try archive.add(entry)
      case .file(let number):
        if let first = firstNames[number] {
          entry.kind = .hardLink
          entry.link = first
          try archive.add(entry)
          continue
        }
        firstNames[number] = path
        entry.kind = .file
        entry.attributes = node.attributes
        try archive.add(entry, bytes: tree.contents[number])
      }
    }
  }

  /// How the image runs.
  var runtime: RuntimeConfig {
    var runtime = RuntimeConfig()
    runtime.user = spec.userNumbers
    runtime.workingDirectory = spec.directory
    var environment = spec.environment
    if !environment.contains(where: { $0.name == "PATH" }) {
      environment.insert(
        .init("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), at: 0)
    }
    if spec.isDebugVariant {
      environment = environment.map {
        $0.name == "PATH" ? .init("PATH", $0.value + ":/busybox") : $0
      }
    }
    runtime.environment = environment.map { "\($0.name)=\($0.value)" }
    runtime.entrypoint = spec.entrypoint.isEmpty ? nil : spec.entrypoint
    runtime.command = spec.command.isEmpty ? nil : spec.command
    if spec.isDebugVariant, spec.entrypoint.isEmpty, spec.command.isEmpty {
      runtime.entrypoint = ["/busybox/sh"]
    }
    for label in spec.labels { runtime.labels[label.name] = label.value }
    return runtime
  }
}
