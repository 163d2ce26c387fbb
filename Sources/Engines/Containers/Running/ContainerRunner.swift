import Documents
public import Host
public import Source

/// Starts containers and waits for them.
///
/// A container is the second process in a process namespace whose first one is the runtime, and its
/// mounts are made in the mount namespace of the runtime. So when this process ends, or the runtime, by
/// whatever signal, the kernel ends all that runs in the container, and takes its mounts away.
public struct ContainerRunner: Sendable {
  /// The runtime.
  public let program: RuntimeProgram
  /// What containers run on.
  public let machine: Machine
  /// A folder for what is kept from one start to the next.
  public let folder: String
  private let place: String
  private let copy: SealedProgram?
  private let deviceGuard: DeviceGuard

  /// A runner.
  /// - Parameters:
  ///   - program: The runtime.
  ///   - folder: A folder that only this user may write; it is made where it is not there.
  ///   - machine: What containers run on.
  /// - Throws: `Failure` when the folder cannot be made.
  public init(
    _ program: RuntimeProgram, folder: String, machine: Machine = .current
  ) throws(Failure) {
    self.program = program
    self.machine = machine
    self.folder = folder
    // Each runtime covers it by a file system of its own, which the others do not see.
    place = Paths.join(folder, "place")
    copy = SealedProgram(program.path)
    deviceGuard = DeviceGuard(in: Paths.join(folder, "groups"))
    try Files.makeFolder(place)
    ControlGroup.sweep(Paths.join(folder, "groups"))
  }

  /// How a container ended.
  public struct Outcome: Hashable, Sendable {
    /// The ways to end.
    public enum Ending: Hashable, Sendable {
      /// With this status, 0 to 255; 128 and more may also be a signal of that number less 128.
      case exited(Int32)
      /// It took longer than it was given, and was killed.
      case timedOut
      /// Another thread stopped it.
      case stopped
      /// It was not started, because its program or folder is not there or cannot be run.
      case notStarted(ProgramSearch.Problem)
    }

    /// How it ended.
    public let ending: Ending

    /// Whether it ended by itself with status 0.
    public var succeeded: Bool { ending == .exited(0) }
    /// The status that Docker gives for it: that of the program, 126, 127, or 137.
    public var status: Int32 {
      switch ending {
      case .exited(let status): status
      case .timedOut, .stopped: 137
      case .notStarted(let problem): problem.status
      }
    }
  }

  /// Where mounts of a plan find an attached mount, by its number.
  public func path(ofAttached number: Int) -> String { Paths.join(place, "m\(number)") }

  /// Where mounts of a plan find a file that lives in memory, by its name.
  public func path(ofFile name: String) -> String { Paths.join(place, "file-\(name)") }

  /// Runs a container to its end, on this thread.
  /// - Parameters:
  ///   - plan: What runs in it.
  ///   - root: Its files.
  ///   - attached: Views of other files, which the mounts of the plan may lead to.
  ///   - files: Files that live in memory as long as the container, which its mounts may lead to.
  ///   - input: The standard input.
  ///   - timeout: How long it may take; nil for as long as it wants.
  ///   - control: By what another thread can end it.
  ///   - started: Called once the runtime runs, with the number of its process.
  ///   - receive: Called on this thread with what the program writes, as it comes.
  /// - Throws: `Failure` when the container cannot be made; a program that is not there is no failure.
  public func run(
    _ plan: ContainerPlan, root: DetachedMount, attached: [DetachedMount] = [],
    files: [Launch.File] = [], input: Launch.Input = .nothing,
    timeout: Duration? = nil, control: ProcessControl = ProcessControl(),
    started: (Int32) -> Void = { _ in },
    receive: (Launch.Output, ArraySlice<UInt8>) -> Void
  ) throws(Failure) -> Outcome {
    var plan = plan
    if !plan.environment.contains(where: { $0.hasPrefix("PATH=") }) {
      plan.environment.insert("PATH=" + ProgramSearch.usualPath, at: 0)
    }
    if let problem = try ProgramSearch.problem(of: plan, in: root.folder()) {
      return Outcome(ending: .notStarted(problem))
    }
    if !plan.environment.contains(where: { $0.hasPrefix("HOME=") }) {
      plan.environment.append("HOME=" + plan.user.home)
    }
    if program.takesCompiledFilter, let rules = plan.seccompRules(on: machine),
      let filter = SeccompFilter(folder: Paths.join(folder, "filters")).compiled(rules)
    {
      plan.annotations["run.oci.seccomp_bpf_data"] = Base64.text(filter)
    }
    // Devices are watched over by a control group, where they work at all: a program with the usual
    // capabilities can make any, and an image may hold some.
    var usesGroups = plan.resources != nil || program.alwaysMakesControlGroups
    let guardFile = machine.mapsAllUsers && !usesGroups ? deviceGuard.file : nil
    if machine.mapsAllUsers, guardFile == nil { usesGroups = true }
    let group = usesGroups ? try ControlGroup(in: Paths.join(folder, "groups")) : nil
    defer { group?.remove() }
    var launch = Launch(
      program.path, program.arguments(place, id: "c", usesControlGroups: usesGroups), place: place)
    // The copy of itself that the runtime runs goes where everything else of it goes.
    launch.environment = ["PATH=" + ProgramSearch.usualPath, "_LIBCONTAINER_STATEDIR=" + place]
    launch.settings = plan.json(
      root: "root", on: machine, controlGroup: group?.path
    ).bytes()
    launch.root = root
    launch.attached = attached
    launch.files = files.map {
      Launch.File("file-\($0.name)", $0.bytes, mode: $0.mode, owner: $0.owner, group: $0.group)
    }
    launch.copy = copy
    launch.group = guardFile
    launch.hidden = program.hidden
    launch.input = input
    launch.timeout = timeout
    let outcome = try launch.run(control: control, started: started, receive: receive)
    switch outcome.ending {
    case .timedOut: return Outcome(ending: .timedOut)
    case .signalled where control.isStopped: return Outcome(ending: .stopped)
    case .signalled(let signal):
      throw Failure(
        "the container is gone",
        because: ["signal \(signal) ended `\(program.path)`"],
        hint: "run it again; see `dmesg` where it was not you who sent the signal")
    case .exited(let status):
      if status != 0, let complaint = program.complaint(outcome.report) {
        throw Failure(
          "cannot start the container", because: ["\(program.kind.rawValue): \(complaint)"],
          hint: "see whether `\(program.path)` can start other containers on this machine")
      }
      return Outcome(ending: .exited(status))
    }
  }
}
