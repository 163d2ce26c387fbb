/// An instruction of the Dockerfile frontend.
public enum InstructionKind: String, Hashable, Sendable, CaseIterable {
  /// Adds files, archives, URLs or Git repositories.
  case add = "ADD"
  /// Declares a build argument.
  case arg = "ARG"
  /// Sets the default command.
  case cmd = "CMD"
  /// Copies files from the context, a stage or an image.
  case copy = "COPY"
  /// Sets the program that a container runs.
  case entrypoint = "ENTRYPOINT"
  /// Sets environment variables.
  case env = "ENV"
  /// Names the ports that the program listens on.
  case expose = "EXPOSE"
  /// Begins a stage.
  case from = "FROM"
  /// Says how to tell whether a container is healthy.
  case healthcheck = "HEALTHCHECK"
  /// Sets metadata.
  case label = "LABEL"
  /// Names an author; deprecated.
  case maintainer = "MAINTAINER"
  /// Stores an instruction for builds that start from this image.
  case onbuild = "ONBUILD"
  /// Runs a command while building.
  case run = "RUN"
  /// Sets the shell of the shell forms.
  case shell = "SHELL"
  /// Sets the signal that asks a container to stop.
  case stopsignal = "STOPSIGNAL"
  /// Sets the user of what follows and of the container.
  case user = "USER"
  /// Declares mount points.
  case volume = "VOLUME"
  /// Sets the working directory.
  case workdir = "WORKDIR"

  /// The instruction that a keyword names, in any letter case.
  public init?(keyword: some Collection<UInt8>) {
    guard (3...11).contains(keyword.count) else { return nil }
    let name = String(
      decoding: keyword.map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0 }, as: UTF8.self)
    self.init(rawValue: name)
  }
}
