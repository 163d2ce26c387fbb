public import Documents

/// Which system calls a container may make, for any machine and any capabilities.
public struct SeccompProfile: Hashable, Sendable {
  /// What happens to a call.
  public enum Action: Hashable, Sendable {
    /// It is made.
    case allow
    /// It fails with this error number.
    case errno(UInt32)
    /// It kills the process.
    case kill
    /// It is made, and the kernel's log tells of it.
    case log
  }

  /// What an argument of a call must be, by its index from 0, for a rule to hold.
  public enum Argument: Hashable, Sendable {
    case equal(UInt32, UInt64)
    case different(UInt32, UInt64)
    case less(UInt32, UInt64)
    case lessOrEqual(UInt32, UInt64)
    case greater(UInt32, UInt64)
    case greaterOrEqual(UInt32, UInt64)
    /// Its bits under a mask.
    case masked(UInt32, UInt64, equals: UInt64)
  }

  /// Calls that are treated alike, where the conditions hold.
  public struct Rule: Hashable, Sendable {
    /// The names of the calls.
    public let calls: [String]
    /// What happens.
    public let action: Action
    /// What all their arguments must be; an argument that stands twice means either.
    public let arguments: [Argument]
    /// The machines it holds for, as Go names them; none for all.
    public let architectures: [String]
    /// The machines it does not hold for.
    public let otherArchitectures: [String]
    /// The capabilities it asks for, all of them.
    public let capabilities: [Capability]
    /// The capabilities of which none may be there.
    public let missingCapabilities: [Capability]
    /// The kernel it asks for.
    public let kernel: KernelVersion?

    /// A rule for calls, whose names stand between blanks.
    public init(
      _ calls: String, action: Action = .allow, arguments: [Argument] = [],
      architectures: [String] = [], otherArchitectures: [String] = [],
      capability: Capability? = nil, missingCapability: Capability? = nil,
      kernel: KernelVersion? = nil
    ) {
      self.init(
        calls: calls.split { $0 == " " || $0 == "\n" }.map(String.init), action: action,
        arguments: arguments, architectures: architectures, otherArchitectures: otherArchitectures,
        capabilities: capability.map { [$0] } ?? [],
        missingCapabilities: missingCapability.map { [$0] } ?? [], kernel: kernel)
    }

    init(
      calls: [String], action: Action, arguments: [Argument], architectures: [String],
      otherArchitectures: [String], capabilities: [Capability],
      missingCapabilities: [Capability], kernel: KernelVersion?
    ) {
      self.calls = calls
      self.action = action
      self.arguments = arguments
      self.architectures = architectures
      self.otherArchitectures = otherArchitectures
      self.capabilities = capabilities
      self.missingCapabilities = missingCapabilities
      self.kernel = kernel
    }

    func holds(
      _ architecture: String, _ capabilities: Set<Capability>, _ kernel: KernelVersion
    ) -> Bool {
      (architectures.isEmpty || architectures.contains(architecture))
        && !otherArchitectures.contains(architecture)
        && self.capabilities.allSatisfy(capabilities.contains)
        && !missingCapabilities.contains(where: capabilities.contains)
        && (self.kernel.map { $0 <= kernel } ?? true)
    }
  }

  /// What happens to a call that no rule names.
  public let defaultAction: Action
  /// The rules; each call may stand in several.
  public let rules: [Rule]
  /// The kinds of calls that a machine takes, its own first, as libseccomp names them without
  /// `SCMP_ARCH_`, by the machine as Go names it.
  public let architectures: [String: [String]]

  /// A profile from its parts.
  public init(defaultErrno: UInt32, rules: [Rule], architectures: [String: [String]]) {
    self.init(defaultAction: .errno(defaultErrno), rules: rules, architectures: architectures)
  }

  init(defaultAction: Action, rules: [Rule], architectures: [String: [String]]) {
    self.defaultAction = defaultAction
    self.rules = rules
    self.architectures = architectures
  }

  /// The rules that hold on a machine.
  /// - Parameters:
  ///   - architecture: The machine as Go names it, such as `amd64`.
  ///   - capabilities: What the container may have: its bounding set.
  ///   - kernel: The version of the kernel.
  public func resolved(
    architecture: String, capabilities: Set<Capability>, kernel: KernelVersion
  ) -> SeccompRules {
    SeccompRules(
      defaultAction: defaultAction, architectures: architectures[architecture] ?? [],
      rules: rules.filter { $0.holds(architecture, capabilities, kernel) }.map {
        SeccompRules.Rule(calls: $0.calls, action: $0.action, arguments: $0.arguments)
      })
  }
}

/// The rules for system calls in force in a container.
public struct SeccompRules: Hashable, Sendable {
  /// Calls that are treated alike.
  public struct Rule: Hashable, Sendable {
    /// The names of the calls.
    public let calls: [String]
    /// What happens.
    public let action: SeccompProfile.Action
    /// What all their arguments must be.
    public let arguments: [SeccompProfile.Argument]
  }

  /// What happens to a call that no rule names.
  public let defaultAction: SeccompProfile.Action
  /// The kinds of calls, as libseccomp names them without `SCMP_ARCH_`.
  public let architectures: [String]
  /// The rules.
  public let rules: [Rule]

  /// The member `seccomp` of a runtime configuration (OCI runtime-spec, config-linux.md, "Seccomp").
  public var json: JSON {
    var json: JSON = ["defaultAction": .string(defaultAction.name)]
    if case .errno(let number) = defaultAction {
      json = json.setting("defaultErrnoRet", to: .number(number))
    }
    json = json.setting(
      "architectures", to: .array(architectures.map { .string("SCMP_ARCH_\($0)") }))
    return json.setting(
      "syscalls",
      to: .array(
        rules.map { rule in
          var json: JSON = [
            "names": .array(rule.calls.map { .string($0) }), "action": .string(rule.action.name),
          ]
          if case .errno(let number) = rule.action {
            json = json.setting("errnoRet", to: .number(number))
          }
          if rule.arguments.isEmpty { return json }
          return json.setting("args", to: .array(rule.arguments.map(\.json)))
        }))
  }
}

extension SeccompProfile.Action {
  /// Its name in runtime configurations.
  var name: String {
    switch self {
    case .allow: "SCMP_ACT_ALLOW"
    case .errno: "SCMP_ACT_ERRNO"
    case .kill: "SCMP_ACT_KILL_PROCESS"
    case .log: "SCMP_ACT_LOG"
    }
  }
}

extension SeccompProfile.Argument {
  var parts: (index: UInt32, comparison: String, value: UInt64, second: UInt64) {
    switch self {
    case .different(let index, let value): (index, "NE", value, 0)
    case .less(let index, let value): (index, "LT", value, 0)
    case .lessOrEqual(let index, let value): (index, "LE", value, 0)
    case .equal(let index, let value): (index, "EQ", value, 0)
    case .greaterOrEqual(let index, let value): (index, "GE", value, 0)
    case .greater(let index, let value): (index, "GT", value, 0)
    case .masked(let index, let mask, let value): (index, "MASKED_EQ", mask, value)
    }
  }

  var json: JSON {
    let parts = parts
    return [
      "index": .number(parts.index), "value": .number(parts.value),
      "valueTwo": .number(parts.second), "op": .string("SCMP_CMP_\(parts.comparison)"),
    ]
  }
}
