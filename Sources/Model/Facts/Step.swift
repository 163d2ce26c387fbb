public import Dockerfile
public import Shell
public import Source

/// One instruction of a stage with what holds before and after it.
public struct Step: Sendable {
  private struct Origin: Sendable {
    let instruction: Instruction
    let before: StageState
  }

  private let origin: Boxed<Origin>
  /// Its index in the steps of its stage.
  public let index: Int
  /// The kind of the instruction.
  public let kind: InstructionKind?
  /// The scripts that it hands to a shell: of RUN its text or here-documents, of CMD, ENTRYPOINT
  /// and HEALTHCHECK their shell forms. Empty where no shell of the POSIX family reads them.
  public internal(set) var scripts: [ShellScript] = []
  /// The text of each script with its places, as the shell gets it.
  public internal(set) var texts: [MappedText] = []
  /// The commands of its scripts or of its exec form, in order, nested ones included.
  public internal(set) var commands: [CommandUse] = []
  /// The package managers that it calls, where it is a RUN.
  public internal(set) var packages: [PackageCommand] = []
  /// What it certainly cannot do, in the order of its commands.
  public internal(set) var faults: [Fault] = []

  init(instruction: Instruction, index: Int, before: StageState) {
    origin = Boxed(Origin(instruction: instruction, before: before))
    self.index = index
    kind = instruction.kind
  }

  /// The instruction.
  public var instruction: Instruction {
    _read { yield origin.value.instruction }
  }

  /// What holds before it.
  public var before: StageState {
    _read { yield origin.value.before }
  }
}
