public import Source

/// One way in which two plans differ.
public struct PlanDifference: Hashable, Sendable {
  /// The kinds of differences.
  public enum Kind: Hashable, Sendable {
    /// The number of stages, or which of them is built.
    case stages
    /// The name of a stage.
    case stageName
    /// The base of a stage.
    case base
    /// The command of a RUN: its words before and after, where they are known.
    case command(before: [String]?, after: [String]?)
    /// The mounts of a RUN.
    case mounts
    /// The network, the security mode or the devices of a RUN.
    case sandbox
    /// How a COPY or ADD puts its sources in place.
    case transfer
    /// A RUN is gone; its words, where they are known.
    case droppedRun([String]?)
    /// Two RUN instructions are one, with `&&` between their scripts.
    case joinedRuns
    /// One RUN is two, which do the same one after the other.
    case splitRun
    /// An operation came that was not there.
    case added
    /// An operation other than RUN is gone.
    case removed
    /// A folder of WORKDIR is made, or no longer, or another one, or for another user.
    case madeDirectory
    /// A variable of ENV or ARG.
    case variable(String)
    /// The working directory.
    case workingDirectory
    /// The user.
    case user
    /// A label.
    case label(String)
    /// The author.
    case author
    /// The ports.
    case ports
    /// The volumes.
    case volumes
    /// The signal that stops a container.
    case stopSignal
    /// The shell of shell forms.
    case shell
    /// CMD or ENTRYPOINT.
    case startCommand
    /// The health check.
    case healthcheck
    /// The triggers of ONBUILD.
    case triggers
    /// What the frontend refuses.
    case problems
  }

  /// What differs.
  public let kind: Kind
  /// The stage, as an index; nil for what belongs to the whole.
  public let stage: Int?
  /// The instruction in the file before, as a range; nil where it is not known.
  public let range: SourceRange?

  init(_ kind: Kind, stage: Int? = nil, range: SourceRange? = nil) {
    self.kind = kind
    self.stage = stage
    self.range = range
  }
}

extension PlanDifference: CustomStringConvertible {
  /// The difference in words.
  public var description: String {
    switch kind {
    case .stages: "the stages differ"
    case .stageName: "the name of a stage differs"
    case .base: "the base of a stage differs"
    case .command: "the command of a RUN differs"
    case .mounts: "the mounts of a RUN differ"
    case .sandbox: "the network, security mode or devices of a RUN differ"
    case .transfer: "what a COPY or ADD does differs"
    case .droppedRun: "a RUN is gone"
    case .joinedRuns: "two RUN instructions became one"
    case .splitRun: "a RUN became two"
    case .added: "an instruction does something that was not done before"
    case .removed: "something is no longer done"
    case .madeDirectory: "the folder that a WORKDIR makes differs"
    case .variable(let name): "the variable `\(name)` differs"
    case .workingDirectory: "the working directory differs"
    case .user: "the user differs"
    case .label(let name): "the label `\(name)` differs"
    case .author: "the author differs"
    case .ports: "the ports differ"
    case .volumes: "the volumes differ"
    case .stopSignal: "the stop signal differs"
    case .shell: "the shell differs"
    case .startCommand: "the command of the container differs"
    case .healthcheck: "the health check differs"
    case .triggers: "the triggers of ONBUILD differ"
    case .problems: "the frontend refuses what it took before"
    }
  }
}
