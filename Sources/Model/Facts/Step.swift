public import Dockerfile
public import Shell

/// One instruction of a stage with what holds before and after it.
public struct Step: Sendable {
  /// The instruction.
  public let instruction: Instruction
  /// Its index in the steps of its stage.
  public let index: Int
  /// What holds before it.
  public let before: StageState
  /// The scripts that it hands to a shell: of RUN its text or here-documents, of CMD, ENTRYPOINT
  /// and HEALTHCHECK their shell forms. Empty where no shell of the POSIX family reads them.
  public internal(set) var scripts: [ShellScript] = []
  /// The commands of its scripts or of its exec form, in order, nested ones included.
  public internal(set) var commands: [CommandUse] = []

  /// What it certainly cannot do, in the order of its commands.
  public internal(set) var faults: [Fault] = []

  init(instruction: Instruction, index: Int, before: StageState) {
    self.instruction = instruction
    self.index = index
    self.before = before
  }

  /// The kind of the instruction.
  public var kind: InstructionKind? { instruction.kind }
}
