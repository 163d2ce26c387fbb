import Arguments
import Containers
import Host
import Layers
import OCI
import Policy
import Proof
import Snapshots
import Source
import Store
import Terminal
import Transfer

/// One call of `hardstand test`.
final class TestRun {
  private let session: Session
  private let arguments: ParsedArguments
  private let work: ImageSession
  private let name: String
  private let configs: [ProofConfig]
  private let isHardening: Bool
  private var lease: FileLock?

  init(_ session: Session, _ arguments: ParsedArguments) throws {
    var session = session
    if arguments.flag(TestOptions.noColor) { session.outputStyle.usesColor = false }
    self.session = session
    self.arguments = arguments
    name = try TestRun.name(session, arguments)
    isHardening = arguments.flag(TestOptions.hardening)
    if arguments.list(TestOptions.config).isEmpty, !isHardening {
      throw UsageError(
        "nothing says what to test", hint: "Add `--config FILE`, or `--hardening`")
    }
    var configs: [ProofConfig] = []
    for file in arguments.list(TestOptions.config) {
      configs.append(try ProofConfig(try SourceReader.read(file, session)))
    }
    self.configs = configs
    // Before there are threads: an ordinary user runs commands in a user namespace, and needs none for
    // files, which are read from the archives of layers.
    if !System.isSuperuser, isHardening || configs.contains(where: \.runsCommands),
      case .single = try UserNamespace.enter(in: session.environment)
    {
      session.tell(
        "This user is lent no other users' numbers, so commands run as root alone; /etc/subuid and "
          + "/etc/subgid can lend some.")
    }
    work = try ImageSession(session, arguments, progress: "reading")
  }

  func finish() {
    lease = nil
    work.finish()
  }

  /// What names the image, with the words of container-structure-test as places of images.
  private static func name(_ session: Session, _ arguments: ParsedArguments) throws -> String {
    let given = [
      arguments.argument(TestOptions.image), arguments.value(TestOptions.named),
      arguments.value(TestOptions.layout).map { "oci:\($0)" },
    ].compactMap { $0 }
    guard let name = given.first else {
      throw UsageError("no image is named", hint: "Name one, as in `hardstand test app:1`")
    }
    if given.count > 1 {
      throw UsageError("the image is named twice", hint: "Keep one of the names")
    }
    switch arguments.value(TestOptions.driver) {
    case "host":
      throw UsageError(
        "`--driver host` is not carried out: it would run commands on this machine",
        hint: "Name an image")
    case "tar":
      if !name.contains(":"), Files.isFile(session.path(name)) { return "docker-archive:\(name)" }
    default: break
    }
    if arguments.flag(TestOptions.save) {
      session.tell("No container is kept: `--save` does nothing.")
    }
    if arguments.value(TestOptions.metadata) != nil {
      session.tell("The settings are those of the image: `--metadata` does nothing.")
    }
    return name
  }

  func test() throws -> ExitCode {
    let start = ContinuousClock.now
    if arguments.flag(TestOptions.pull) {
      _ = try work.images.pull(try work.reference(name), .one(work.platform))
    }
    let stored = try work.image(name)
    let layers = stored.layerBlobs
    let image = try ProvenImage(layers, stored.config)
    var lab: CommandLab?
    if isHardening || configs.contains(where: \.runsCommands) { lab = try self.lab(layers) }
    var reports: [ProofReport] = []
    if !configs.isEmpty {
      var prover = Prover(image, lab, threads: try jobs())
      reports += try prover.prove(configs)
    }
    if isHardening {
      let profile = arguments.value(TestOptions.profile) ?? "default"
      let chain = try ProfileCatalog.chain(named: profile).map(\.name)
      var proof = HardeningProof(
        image, lab, name: name,
        forbidsShell: chain.contains { ["distroless", "chainguard"].contains($0) })
      reports.append(try proof.prove())
    }
    var summary = ProofSummary(reports, duration: ContinuousClock.now - start)
    if let suite = arguments.value(TestOptions.suite) { summary.suite = suite }
    try deliver(summary)
    return summary.passed ? .clean : .findings
  }

  private func deliver(_ summary: ProofSummary) throws(Failure) {
    var form = arguments.choice(TestOptions.output, as: ProofSummary.Form.self) ?? .text
    guard let file = arguments.value(TestOptions.report) else {
      // Who asks for quiet wants the status, and what failed.
      if session.isQuiet, form == .text, summary.passed { return }
      session.write(summary.text(form, session.outputStyle))
      return
    }
    if form == .text {
      session.tell("The report is written as JSON: text is for the standard output only.")
      form = .json
    }
    try Files.write(Array(summary.text(form, Style()).utf8), to: session.path(file))
  }

  private func jobs() throws -> Int {
    guard let text = arguments.value(TestOptions.jobs) else { return session.processors }
    guard let count = Int(text), (1...1024).contains(count) else {
      throw UsageError("`\(text)` is no number of jobs", hint: "Write one from 1 to 1024")
    }
    return count
  }

  /// Unpacks the image, and finds what starts containers.
  private func lab(_ layers: [LayerBlob]) throws -> CommandLab {
    var environment = session.environment
    if let runtime = arguments.value(TestOptions.runtime) {
      environment["HARDSTAND_RUNTIME"] = runtime
    }
    let root = work.images.store.root
    let runner = try ContainerRunner(
      try RuntimeProgram.find(in: environment), folder: Paths.join(root, "test/runtime"))
    let snapshots = try SnapshotStore(Paths.join(root, "snapshots"))
    lease = try snapshots.lease()
    var folders = try snapshots.unpack(layers)
    if folders.isEmpty {
      folders = [Paths.join(root, "test/empty")]
      try Files.makeFolder(folders[0])
    }
    var lab = CommandLab(runner, snapshots, folders: folders)
    let text = arguments.value(TestOptions.timeout) ?? "5m"
    guard let timeout = Duration(proof: text) else {
      throw UsageError("`\(text)` is no time", hint: "Write it as in `30s` or `5m`")
    }
    lab.timeout = timeout
    lab.hasNetwork = arguments.value(TestOptions.network) == "host"
    lab.environment = session.environment
    lab.folder = session.folder
    return lab
  }
}
