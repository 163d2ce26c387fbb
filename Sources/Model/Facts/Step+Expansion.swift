public import Dockerfile

extension Step {
  /// The arguments in which the frontend itself replaces variables, in the order of the source;
  /// the text of RUN, CMD, ENTRYPOINT, HEALTHCHECK, SHELL and ONBUILD is none of them.
  public var expandedArguments: [Argument] {
    switch instruction.body {
    case .arg(let pairs), .env(let pairs), .label(let pairs): pairs.compactMap(\.value)
    case .copy(let transfer), .add(let transfer):
      [transfer.chown, transfer.chmod, transfer.checksum].compactMap(\.self)
        + transfer.paths + [transfer.destination]
    case .expose(let arguments), .volume(let arguments): arguments
    case .user(let argument), .workdir(let argument), .stopsignal(let argument): [argument]
    case .cmd, .entrypoint, .from, .healthcheck, .maintainer, .onbuild, .run, .shell, nil: []
    }
  }

  /// What COPY or ADD takes and where to; nil for other instructions.
  public var transfer: Transfer? {
    switch instruction.body {
    case .copy(let transfer), .add(let transfer): transfer
    default: nil
    }
  }
}
