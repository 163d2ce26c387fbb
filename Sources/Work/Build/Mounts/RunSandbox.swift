import Containers
import Frontend
import Host
import Layers
import OCI
import Snapshots
import Source
import Store

/// What a command of a step sees and may do.
struct RunSandbox {
  private let run: RunOperation
  private let work: StepWork
  private let known: [Int: StepResult]
  private let root: DetachedMount
  private let runner: ContainerRunner
  /// Views of other files, which mounts lead to.
  private(set) var attached: [DetachedMount] = []
  /// Files that live in memory while the command runs.
  private(set) var files: [Launch.File] = []
  /// What is held while the command runs.
  private var locks: [FileLock] = []
  /// The folders of caches by their ids.
  private var caches: [String: String] = [:]
  private var drafts: [SnapshotDraft] = []
  private var environment: [String]

  init(
    _ run: RunOperation, _ work: StepWork, _ known: [Int: StepResult], _ root: DetachedMount,
    _ runner: ContainerRunner
  ) throws(Failure) {
    self.run = run
    self.work = work
    self.known = known
    self.root = root
    self.runner = runner
    environment = run.environment
  }

  /// Lets go of what was held for the command.
  mutating func close() {
    locks = []
    attached = []
    drafts = []
  }

  /// Everything of the command.
  mutating func plan() throws(Failure) -> ContainerPlan {
    let settings = work.solver.settings
    var plan = ContainerPlan(run.arguments)
    plan.directory = run.directory
    plan.hostname = settings.hostname
    let folder = try root.folder()
    plan.user = try Accounts(in: folder).user(run.user)
    plan.network = run.network == "none" ? .none : .host
    if run.isInsecure {
      plan.capabilities = CapabilitySets(Capability.ofThisProcess)
      plan.seccomp = nil
      plan.maskedPaths = []
      plan.readOnlyPaths = []
    }
    plan.limits = settings.limits.map { .init($0.name, soft: $0.soft, hard: $0.hard) }
    if let size = settings.sharedMemory { plan.setSharedMemory(size) }
    try makeFolder(run.directory, folder, plan.user)
    try nameServers(&plan)
    try openCaches()
    for (place, mount) in run.mounts.enumerated() { try add(mount, place, &plan) }
    authorities(&plan)
    plan.environment = finishedEnvironment()
    return plan
  }

  /// The folder that the command starts in is made where no WORKDIR made it.
  private func makeFolder(
    _ path: String, _ root: OpenFolder, _ user: ContainerUser
  ) throws(Failure) {
    let names = LayerPath(written: path).names
    var folder = root
    for name in names {
      if let inner = try folder.folder(name) {
        folder = inner
      } else if try folder.status(name) == nil {
        folder = try folder.makeFolder(name)
        try folder.itself.setMode(0o755)
      } else {
        // A link or a file: whoever starts the command finds out where it leads.
        return
      }
    }
  }

  private mutating func nameServers(_ plan: inout ContainerPlan) throws(Failure) {
    if run.network != "none",
      let bytes = try? Files.read("/etc/resolv.conf", limit: 1 << 20, special: .allowed)
    {
      files.append(Launch.File("resolv.conf", bytes, mode: 0o644))
      plan.mounts.append(.bind(runner.path(ofFile: "resolv.conf"), at: "/etc/resolv.conf"))
    }
    var hosts =
      "127.0.0.1\tlocalhost \(work.solver.settings.hostname)\n::1\tlocalhost ip6-localhost ip6-loopback\n"
    for host in work.solver.settings.hosts { hosts += "\(host.address)\t\(host.name)\n" }
    files.append(Launch.File("hosts", Array(hosts.utf8), mode: 0o644))
    plan.mounts.append(.bind(runner.path(ofFile: "hosts"), at: "/etc/hosts"))
  }

  // MARK: Mounts

  private mutating func add(
    _ mount: RunMount, _ place: Int, _ plan: inout ContainerPlan
  ) throws(Failure) {
    switch mount.kind {
    case .bind(let origin, let path): try bind(mount, origin, path, place, &plan)
    case .cache(let id, _, _, _):
      guard let folder = caches[id] else { return }
      plan.mounts.append(.bind(folder, at: mount.target, isReadOnly: mount.isReadOnly))
    case .tmpfs(let size):
      plan.mounts.append(.memory(at: mount.target, size: size, mode: mount.mode ?? 0o755))
    case .secret(let id): try secret(mount, id, place, &plan)
    case .ssh(let id): try agent(mount, id, &plan)
    case .file(let bytes):
      files.append(Launch.File("script\(place)", bytes, mode: mount.mode ?? 0o644))
      plan.mounts.append(
        .bind(runner.path(ofFile: "script\(place)"), at: mount.target, isReadOnly: true))
    }
  }

  private mutating func bind(
    _ mount: RunMount, _ origin: FileOrigin, _ path: String, _ place: Int,
    _ plan: inout ContainerPlan
  ) throws(Failure) {
    let snapshots = work.solver.workshop.snapshots
    var lower: [String]
    var inner: String
    switch origin {
    case .context:
      let shown: MountFiles
      let digest: Digest
      if let known = work.mounted[place] {
        (shown, digest) = (known.files, known.digest)
      } else {
        shown = try MountFiles(origin, path, work, known)
        digest = try shown.digest(nil).digest
      }
      let set = try shown.set()
      lower = [try snapshots.make(digest, on: []) { () throws(Failure) in set.steps() }]
      inner = shown.isFolder ? "" : "/file"
    case .operation(let index):
      lower = try work.solver.folders(of: index.flatMap { known[$0] })
      let tree = try work.solver.tree(of: index.flatMap { known[$0] })()
      let found = try tree.resolve(LayerPath(written: path))
      guard try tree.file(found) != nil else {
        throw Failure(
          "cannot mount `\(path)`", because: ["it is not there"],
          hint: "Check the `source` of the mount")
      }
      inner = found.names.isEmpty ? "" : found.text
    }
    if lower.isEmpty { lower = [try work.solver.workshop.emptyFolder()] }
    var overlay = DetachedMount.Overlay(lower)
    if !mount.isReadOnly {
      // What is written is seen by this command alone.
      let draft = try snapshots.draft()
      drafts.append(draft)
      overlay = try draft.overlay(on: lower)
    }
    attached.append(
      lower.count == 1 && mount.isReadOnly
        ? try DetachedMount.folder(lower[0])
        : try DetachedMount.overlay(overlay, place: snapshots.place))
    plan.mounts.append(
      .bind(
        runner.path(ofAttached: attached.count - 1) + inner, at: mount.target,
        isReadOnly: mount.isReadOnly))
  }

  /// Opens the caches of all mounts, each once however often it is mounted, and in an order that is the
  /// same for all steps: two that wait for each other would wait forever.
  private mutating func openCaches() throws(Failure) {
    var wanted: [String: CacheUse] = [:]
    for mount in run.mounts {
      guard case .cache(let id, let sharing, let seed, let path) = mount.kind else { continue }
      var use = wanted[id] ?? CacheUse(mount: mount, sharing: sharing, seed: seed, path: path)
      if sharing == .locked { use.sharing = .locked }
      wanted[id] = use
    }
    for (id, use) in wanted.sorted(by: { $0.key < $1.key }) {
      let (folder, lock) = try CacheMounts(work.solver).open(id, use.sharing) {
        fresh, isFilled throws(Failure) in
        if let seed = use.seed, !isFilled {
          let shown = try MountFiles(seed, use.path, work, known)
          let unpacker = try Unpacker(into: OpenFolder(fresh))
          try unpacker.apply(shown.set().steps())
        }
        let opened = try OpenFolder(fresh).itself
        if use.mount.owner != nil || use.mount.group != nil, System.isSuperuser {
          try opened.setOwner(use.mount.owner ?? 0, group: use.mount.group ?? 0)
        }
        try opened.setMode(use.mount.mode ?? 0o755)
      }
      locks.append(lock)
      caches[id] = folder
    }
  }

  /// How a command uses a cache: as its first mount says, and alone where one of them asks for that.
  private struct CacheUse {
    let mount: RunMount
    var sharing: RunMount.Sharing
    let seed: FileOrigin?
    let path: String
  }

  private mutating func secret(
    _ mount: RunMount, _ id: String, _ place: Int, _ plan: inout ContainerPlan
  ) throws(Failure) {
    guard let bytes = work.solver.settings.secrets[id] else {
      if mount.isRequired {
        throw Failure(
          "the step needs the secret `\(id)`", because: ["this build was not given it"],
          hint: "Add `--secret id=\(id),src=FILE`")
      }
      return
    }
    if let variable = mount.variable {
      environment.removeAll { $0.hasPrefix("\(variable)=") }
      environment.append("\(variable)=\(String(decoding: bytes, as: UTF8.self))")
    }
    guard !mount.target.isEmpty else { return }
    let name = "secret\(place)"
    files.append(
      Launch.File(
        name, bytes, mode: mount.mode ?? 0o400, owner: mount.owner ?? 0, group: mount.group ?? 0))
    plan.mounts.append(.bind(runner.path(ofFile: name), at: mount.target, isReadOnly: true))
  }

  private mutating func agent(
    _ mount: RunMount, _ id: String, _ plan: inout ContainerPlan
  ) throws(Failure) {
    guard let socket = work.solver.settings.agents[id] else {
      if mount.isRequired {
        throw Failure(
          "the step needs the SSH agent `\(id)`", because: ["this build was not given it"],
          hint: "Add `--ssh \(id)`")
      }
      return
    }
    plan.mounts.append(.bind(socket, at: mount.target))
    if !environment.contains(where: { $0.hasPrefix("SSH_AUTH_SOCK=") }) {
      environment.append("SSH_AUTH_SOCK=\(mount.target)")
    }
  }

  // MARK: Environment

  /// The places where distributions keep the certificates that programs trust.
  private static let bundles = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
    "/etc/ssl/ca-bundle.pem",
  ]

  private mutating func authorities(_ plan: inout ContainerPlan) {
    guard let extra = work.solver.settings.authorities else { return }
    let bundles = Self.bundles.compactMap { path in
      (try? work.read(path, in: root)).map { (path: path, bytes: $0) }
    }
    var bytes = bundles.first?.bytes ?? []
    if !bytes.isEmpty, bytes.last != 0x0A { bytes.append(0x0A) }
    bytes += extra
    files.append(Launch.File("authorities.pem", bytes, mode: 0o644))
    let target = "/run/hardstand/authorities.pem"
    plan.mounts.append(.bind(runner.path(ofFile: "authorities.pem"), at: target, isReadOnly: true))
    for (path, _) in bundles {
      plan.mounts.append(.bind(runner.path(ofFile: "authorities.pem"), at: path, isReadOnly: true))
    }
    for name in [
      "SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "CURL_CA_BUNDLE",
      "GIT_SSL_CAINFO", "AWS_CA_BUNDLE", "CARGO_HTTP_CAINFO",
    ] where !environment.contains(where: { $0.hasPrefix("\(name)=") }) {
      environment.append("\(name)=\(target)")
    }
  }

  private func finishedEnvironment() -> [String] {
    var list = environment
    func isSet(_ name: String) -> Bool { list.contains { $0.hasPrefix("\(name)=") } }
    if !isSet("PATH") {
      list.append("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    }
    for proxy in run.proxies where !isSet(String(proxy.prefix { $0 != "=" })) { list.append(proxy) }
    if let epoch = work.solver.settings.epoch, !isSet("SOURCE_DATE_EPOCH") {
      list.append("SOURCE_DATE_EPOCH=\(epoch)")
    }
    return list
  }
}
