import Containers
import Host
import Synchronization

/// Asks the kernel of a container while it runs.
final class KernelWatcher: Sendable {
  private let plan: ContainerPlan
  private let isOver = Atomic<Bool>(false)
  private let runtime = Atomic<Int32>(0)
  private let found = Mutex<[String]?>(nil)

  init(_ plan: ContainerPlan) { self.plan = plan }

  /// In what the kernel differs from the plan; nil where it could not be asked in time.
  var differences: [String]? { found.withLock { $0 } }

  /// Tells of the runtime, as soon as it runs.
  func started(_ process: Int32) { runtime.store(process, ordering: .relaxed) }

  /// Tells that the container has ended.
  func finish() { isOver.store(true, ordering: .relaxed) }

  /// Waits for the program of the container to run, and reads what holds for it.
  func watch() {
    while !isOver.load(ordering: .relaxed) {
      let number = runtime.load(ordering: .relaxed)
      if number > 0, let process = ContainerProof.process(below: number),
        let proof = try? ContainerProof(of: process),
        // The kernel says less of a process that has begun to end.
        ContainerProof.process(below: number) == process
      {
        let differences = proof.differences(from: plan, on: .current)
        found.withLock { $0 = differences }
        return
      }
      System.sleep(milliseconds: 1)
    }
  }
}
