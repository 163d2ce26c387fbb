public import Containers
import Host
import Layers
import OCI
public import Snapshots
import Source

/// Where command tests are run: containers on an image, each with changes of its own that are thrown
/// away.
public struct CommandLab: Sendable {
  private let runner: ContainerRunner
  private let snapshots: SnapshotStore
  /// The unpacked layers of the image, the lowest first.
  private let folders: [String]
  /// How long a command may take that does not say so itself.
  public var timeout = Duration.seconds(300)
  /// Whether containers see the network of this machine, or their own addresses only.
  public var hasNetwork = false
  /// The environment of this process, which `containerRunOptions` take variables from.
  public var environment: [String: String] = [:]
  /// Where paths of `containerRunOptions` start at.
  public var folder = "/"

  /// The bytes that are kept of each stream of a command: 16 MiB.
  public static let outputLimit = 16 << 20

  /// A lab for an image whose layers are unpacked; whoever makes it must hold a lease of the snapshots.
  public init(_ runner: ContainerRunner, _ snapshots: SnapshotStore, folders: [String]) {
    self.runner = runner
    self.snapshots = snapshots
    self.folders = folders
  }

  /// How a command ended, and what it wrote.
  struct Run {
    let outcome: ContainerRunner.Outcome
    let output: String
    let errors: String
  }

  /// The files that the commands of one test share.
  func bench() throws(Failure) -> Bench { Bench(try snapshots.draft()) }

  struct Bench {
    let draft: SnapshotDraft
    init(_ draft: SnapshotDraft) { self.draft = draft }
  }

  /// A view of the files of a bench.
  func root(_ bench: Bench) throws(Failure) -> DetachedMount {
    try DetachedMount.overlay(bench.draft.overlay(on: folders), place: snapshots.place)
  }

  /// The variables that `containerRunOptions` bring, as `NAME=value`.
  func variables(_ options: RunOptions) throws(Failure) -> [String] {
    var list: [String] = []
    if let file = options.environmentFile {
      let path = Paths.join(folder, file)
      let text = String(decoding: try Files.read(path, limit: 16 << 20), as: UTF8.self)
      for line in text.split(whereSeparator: \.isNewline) where line.first != "#" {
        if line.contains("=") {
          list.append(String(line))
        } else if let value = environment[String(line)] {
          list.append("\(line)=\(value)")
        }
      }
    }
    for name in options.variables { list.append("\(name)=\(environment[name] ?? "")") }
    return list
  }

  /// Runs a program as a test asks for it.
  func run(
    _ words: [String], _ config: ImageConfig, environment: [String], _ options: RunOptions,
    on bench: Bench, timeout: Duration
  ) throws(Failure) -> Run {
    let root = try root(bench)
    let accounts = try Accounts(in: root.folder())
    var plan = ContainerPlan(words)
    plan.environment = environment
    plan.directory =
      config.runtime.workingDirectory.isEmpty ? "/" : config.runtime.workingDirectory
    plan.user = try accounts.user(options.user ?? config.runtime.user)
    plan.network = hasNetwork ? .host : .none
    if options.isPrivileged {
      plan.capabilities = CapabilitySets(Capability.ofThisProcess)
      plan.seccomp = nil
      plan.maskedPaths = []
      plan.readOnlyPaths = []
    } else if !options.capabilities.isEmpty {
      plan.capabilities = CapabilitySets(
        try CommandLab.capabilities(options.capabilities).union(Set<Capability>.docker))
    }
    for mount in options.bindMounts { plan.mounts.append(try self.mount(mount)) }
    let files = names(&plan)
    return try carryOut(plan, root, files, timeout)
  }

  /// Runs a plan to its end.
  func carryOut(
    _ plan: ContainerPlan, _ root: DetachedMount, _ files: [Launch.File], _ timeout: Duration,
    started: (Int32) -> Void = { _ in }
  ) throws(Failure) -> Run {
    var output: [UInt8] = []
    var errors: [UInt8] = []
    let outcome = try runner.run(
      plan, root: root, files: files, timeout: timeout, started: started
    ) { stream, bytes in
      switch stream {
      case .output: output += bytes.prefix(max(0, CommandLab.outputLimit - output.count))
      case .errors: errors += bytes.prefix(max(0, CommandLab.outputLimit - errors.count))
      }
    }
    return Run(
      outcome: outcome, output: String(decoding: output, as: UTF8.self),
      errors: String(decoding: errors, as: UTF8.self))
  }

  /// The files by which programs find hosts, which every container has.
  func names(_ plan: inout ContainerPlan) -> [Launch.File] {
    var files = [
      Launch.File(
        "hosts", Array("127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n".utf8),
        mode: 0o644)
    ]
    plan.mounts.append(.bind(runner.path(ofFile: "hosts"), at: "/etc/hosts"))
    if hasNetwork,
      let bytes = try? Files.read("/etc/resolv.conf", limit: 1 << 20, special: .allowed)
    {
      files.append(Launch.File("resolv.conf", bytes, mode: 0o644))
      plan.mounts.append(.bind(runner.path(ofFile: "resolv.conf"), at: "/etc/resolv.conf"))
    }
    return files
  }

  private func mount(_ text: String) throws(Failure) -> ContainerMount {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard (2...3).contains(parts.count), parts[0].first == "/", parts[1].first == "/" else {
      throw Failure(
        "cannot understand the mount `\(text)`",
        hint: "write it under `bindMounts` as in `/path/here:/path/there` or with `:ro`")
    }
    guard Files.exists(parts[0]) else {
      throw Failure(
        "cannot mount `\(parts[0])`", because: ["it is not there"],
        hint: "make it, or correct `bindMounts`")
    }
    return .bind(
      parts[0], at: parts[1],
      isReadOnly: parts.count == 3 && parts[2].split(separator: ",").contains("ro"))
  }

  private static func capabilities(_ names: [String]) throws(Failure) -> Set<Capability> {
    var set: Set<Capability> = []
    for name in names {
      if name.lowercased() == "all" {
        set = Set(Capability.allCases)
        continue
      }
      guard let capability = Capability(name) else {
        throw Failure(
          "there is no capability `\(name)`",
          hint: "write it under `capabilities` as in `sys_admin`")
      }
      set.insert(capability)
    }
    return set
  }
}
