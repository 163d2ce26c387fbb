import Archive
import Containers
import Host
import OCI
public import Source

/// Proves without a configuration what policies demand of an image.
public struct HardeningProof: Sendable {
  private var image: ProvenImage
  private let lab: CommandLab?
  /// The name by which commands to repeat a proof call the image.
  private let name: String
  /// Whether an image with a shell or a package manager fails, and does not only get advice.
  private let forbidsShell: Bool

  /// How long the program of the image is watched, where it does not end by itself.
  public static let watch = Duration.seconds(5)

  /// - Parameters:
  ///   - image: The image.
  ///   - lab: Where its program is started; nil where it is not.
  ///   - name: The name that the user gave it.
  ///   - forbidsShell: Whether the profile demands that there is neither a shell nor a package manager.
  public init(_ image: ProvenImage, _ lab: CommandLab?, name: String, forbidsShell: Bool) {
    self.image = image
    self.lab = lab
    self.name = name
    self.forbidsShell = forbidsShell
  }

  /// Carries out all proofs.
  /// - Throws: `Failure` when a layer is damaged.
  public mutating func prove() throws(Failure) -> ProofReport {
    try image.load(["/etc/passwd", "/etc/group"])
    let proof = self
    var results = [
      Prover.timed { proof.user() },
      Prover.timed {
        proof.programs("No shell", ProgramCheck.shells, "shell", "S0-1-01", proof.forbidsShell)
      },
      Prover.timed {
        proof.programs(
          "No package manager", ProgramCheck.packageManagers, "package manager", "S0-1-01",
          proof.forbidsShell)
      },
      Prover.timed {
        proof.programs(
          "Neither su nor sudo", ProgramCheck.privilegeTools, "tool for more rights", "S3-CK-U7",
          false)
      },
      Prover.timed {
        // Under no_new_privs the bits do nothing, and bases carry some.
        proof.told(
          PermissionCheck.setuid(proof.image), "No setuid programs", "S2-CL-08",
          proof.forbidsShell)
      },
      Prover.timed {
        proof.told(
          PermissionCheck.writableByAll(proof.image), "No world-writable files", "S2-CL-08", true)
      },
    ]
    if lab != nil { results.append(Prover.timed { proof.locked() }) }
    return ProofReport(file: "hardening", results: results)
  }

  private func accounts() -> Accounts {
    Accounts(
      users: (try? image.content("/etc/passwd")) ?? [],
      groups: (try? image.content("/etc/group")) ?? [])
  }

  private func user() -> ProofResult {
    var result = ProofResult("Non-root user")
    result.requirement = "S0-INT-01"
    result.command = "hardstand image inspect \(name)"
    let given = image.config.runtime.user
    let shown = given.isEmpty ? "no user, which is root" : "`\(given)`"
    do throws(Failure) {
      let user = try accounts().user(given)
      result.seen = given.isEmpty ? shown : "\(shown), number \(user.user)"
      if user.user == 0 {
        result.add("user", expected: "a number above 0", seen: result.seen ?? shown)
      }
    } catch {
      result.seen = shown
      result.add(
        "user", expected: "an account of the image or a number",
        seen: ([shown] + error.because).joined(separator: ": "))
    }
    return result
  }

  private func programs(
    _ title: String, _ names: Set<String>, _ kind: String, _ requirement: String, _ counts: Bool
  ) -> ProofResult {
    told(ProgramCheck.result(title, names, kind, image), title, requirement, counts)
  }

  /// A result of a check of files with what else is told of a proof.
  private func told(
    _ check: ProofResult, _ title: String, _ requirement: String, _ counts: Bool
  ) -> ProofResult {
    var result = ProofResult(title)
    result.differences = check.differences
    result.requirement = requirement
    result.command = "hardstand image ls --recursive \(name)"
    result.seen =
      check.differences.isEmpty
      ? "none" : check.differences.prefix(5).map(\.what).joined(separator: " ")
    result.isAdvice = !counts
    return result
  }

  /// Starts the program of the image as its user with everything closed, and asks the kernel.
  private func locked() -> ProofResult {
    var result = ProofResult("Runs locked down")
    result.requirement = "S2-RT-03, S2-RT-04"
    let runtime = image.config.runtime
    let words = (runtime.entrypoint ?? []) + (runtime.command ?? [])
    result.command = "hardstand test --hardening \(name)"
    guard let lab, !words.isEmpty else {
      result.seen = "the image names no program to start"
      result.add("the program", expected: "one that can be started", seen: "none")
      result.isAdvice = true
      return result
    }
    do throws(Failure) {
      try locked(words, lab, &result)
    } catch {
      result.add(
        "the program", expected: "to start",
        seen: ([error.what] + error.because).joined(separator: ": "))
    }
    return result
  }

  private func locked(
    _ words: [String], _ lab: CommandLab, _ result: inout ProofResult
  ) throws(Failure) {
    let bench = try lab.bench()
    let root = try lab.root(bench)
    let user = try Accounts(in: root.folder()).user(image.config.runtime.user)
    var plan = ContainerPlan.hardened(words, as: user)
    plan.environment = image.config.runtime.environment
    let folder = image.config.runtime.workingDirectory
    plan.directory = folder.isEmpty ? "/" : folder
    let files = lab.names(&plan)
    let watcher = KernelWatcher(plan)
    var outcome: Result<CommandLab.Run, Failure>?
    let isWatched = Parallel.both({ watcher.watch() }) {
      outcome = Result { () throws(Failure) in
        try lab.carryOut(plan, root, files, Self.watch) { watcher.started($0) }
      }
      watcher.finish()
    }
    guard isWatched, let run = try outcome?.get() else {
      throw Failure("the system gives no more threads")
    }
    result.output = run.output
    result.errors = run.errors
    let differences = watcher.differences
    switch run.outcome.ending {
    case .exited(let status):
      result.seen = "`\(words[0])` ended with status \(status) as user \(user.user)"
      if status != 0 {
        // What ends so whatever it may do, as a program does that wants arguments, is no matter of locks.
        let open = try lab.run(
          words, image.config, environment: plan.environment, RunOptions(), on: lab.bench(),
          timeout: Self.watch)
        result.isAdvice =
          open.outcome == run.outcome && open.output == run.output && open.errors == run.errors
        result.add(
          "`\(words[0])` with a read-only root and no capabilities",
          expected: "to run, or to end with status 0",
          seen: "it ended with status \(status)"
            + (result.isAdvice ? ", and does so without the lock too" : ""))
      }
    case .timedOut, .stopped:
      result.seen = "`\(words[0])` still ran after \(Self.watch) as user \(user.user)"
    case .notStarted(let problem):
      result.add(
        "`\(words[0])`", expected: "to start",
        seen: ([problem.failure.what] + problem.failure.because).joined(separator: ": "))
    }
    if let differences {
      if !differences.isEmpty { result.isAdvice = false }
      for difference in differences {
        result.add("the kernel", expected: "what was asked for", seen: difference)
      }
      if differences.isEmpty {
        result.seen =
          (result.seen ?? "")
          + "; the kernel says: no capabilities, no_new_privs, a filter of calls, a read-only root"
      }
    } else if let seen = result.seen {
      result.seen = seen + "; it ended before the kernel could be asked"
      if result.differences.isEmpty {
        result.add("the kernel", expected: "to be asked", seen: "the program had ended")
        result.isAdvice = true
      }
    }
  }
}
