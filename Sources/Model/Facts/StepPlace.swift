public import Dockerfile

/// The place of an instruction: its stage, and its index in the steps of that.
public struct StepPlace: Hashable, Sendable {
  /// The index of the stage.
  public let stage: Int
  /// The index in the steps of the stage.
  public let step: Int

  init(stage: Int, step: Int) {
    self.stage = stage
    self.step = step
  }
}

extension DockerfileFacts {
  /// The step at a place.
  public func step(at place: StepPlace) -> Step { stages[place.stage].steps[place.step] }
}

extension InstructionKind {
  /// Whether the frontend replaces variables in the arguments itself (Dockerfile reference,
  /// "Environment replacement").
  public var expandsVariables: Bool {
    switch self {
    case .add, .arg, .copy, .env, .expose, .label, .stopsignal, .user, .volume, .workdir: true
    case .cmd, .entrypoint, .from, .healthcheck, .maintainer, .onbuild, .run, .shell: false
    }
  }
}
