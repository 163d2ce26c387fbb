import BaseImages
import Dockerfile
import OCI
import Source

extension Interpreter {
  /// The stage that a FROM begins.
  mutating func begin(_ instruction: Instruction?, index: Int) -> StageFacts {
    var from: From?
    if case .from(let body)? = instruction?.body { from = body }
    let text = from.map { globalScope.expand($0.base, escape: escape) } ?? .unknown
    let base = instruction == nil ? StageBase.fragment : from.map { resolve($0, text) } ?? .unknown
    let platform = from?.platform.map { globalScope.expand($0, escape: escape) }
    var start: StageState
    var facts: BaseImageFacts?
    var root = base
    switch base {
    case .stage(let earlier):
      start = stages[earlier].end
      // ARG values do not leave their stage, but a stage built on it inherits them.
      facts = stages[earlier].baseFacts
      root = stages[earlier].rootBase
    case .image(let reference):
      facts = BaseImageCatalog.shared.facts(for: reference)
      start = initialState(facts)
    case .scratch:
      facts = (try? ImageReference(parsing: "scratch")).flatMap {
        BaseImageCatalog.shared.facts(for: $0)
      }
      start = emptyState()
    case .fragment: start = fragmentState()
    case .invalid(let name, _):
      // A broken digest or tag leaves no doubt which image is meant.
      facts = Self.meantImage(name).flatMap { BaseImageCatalog.shared.facts(for: $0) }
      start = initialState(facts)
    case .context, .unknown: start = initialState(nil)
    }
    start.entrypoint = start.entrypoint?.inherited
    start.command = start.command?.inherited
    start.healthcheck = start.healthcheck.map { ($0.check, $0.range, -1) }
    var stage = StageFacts(
      StageFacts.Origin(
        index: index, name: from?.name?.value.lowercased(), from: from,
        fromInstruction: instruction, baseText: text, base: base, baseFacts: facts, rootBase: root,
        platform: platform, start: start))
    if case .stage(let earlier) = base, let range = from?.base.range {
      stage.needs.append((earlier, range))
    }
    if let name = from?.base.value, name.contains("$") {
      stage.possibleBases = stagesLike(name.lowercased())
    }
    return stage
  }

  /// The stages so far whose names begin and end as the text around the variables of a base does.
  private func stagesLike(_ text: String) -> [Int] {
    let prefix = text.prefix { $0 != "$" }
    let suffix = text.lastIndex(of: "}").map { text[text.index(after: $0)...] } ?? ""
    return stages.indices.filter { index in
      stages[index].name.map { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) } ?? false
    }
  }

  private mutating func resolve(_ from: From, _ text: Expansion) -> StageBase {
    checkBase(from)
    guard let name = text.value.value, !name.isEmpty else { return .unknown }
    if options.namedContexts.contains(name.lowercased()) { return .context(name) }
    if let earlier = stages.lastIndex(where: { $0.name == name.lowercased() }) {
      return .stage(earlier)
    }
    if name == "scratch" { return .scratch }
    do {
      return .image(try ImageReference(parsing: name))
    } catch {
      return .invalid(name, error)
    }
  }

  /// The image that a name with a broken digest means.
  private static func meantImage(_ name: String) -> ImageReference? {
    guard let at = name.firstIndex(of: "@") else { return nil }
    return try? ImageReference(parsing: String(name[..<at]))
  }

  /// What BuildKit refuses in the name of a base.
  private mutating func checkBase(_ from: From) {
    if let platform = from.platform { check(platform, in: globalScope) }
    guard let name = plainText(from.base, in: globalScope) else { return }
    let condition = globalScope.condition(
      globalScope.expand(from.base, escape: escape).references)
    if name.isEmpty {
      problems.append(
        SyntaxProblem(
          .plan, .blankBaseName, "`\(from.base.value)` names no image", at: from.base.range,
          help: "Give the argument a default, or build with `--build-arg`", condition: condition))
      return
    }
    if name == "scratch" || stages.contains(where: { $0.name == name.lowercased() }) { return }
    do {
      _ = try ImageReference(parsing: name)
    } catch {
      problems.append(
        SyntaxProblem(
          .plan, .invalidReference, "`\(name)` is no image reference: \(error.message)",
          at: from.base.range,
          help: "Write a reference such as `docker.io/library/debian:trixie-slim`",
          condition: condition))
    }
  }

  /// The text of an argument in a build without `--build-arg`; nil where that fails or is not known.
  private mutating func plainText(_ argument: Argument, in scope: Scope) -> String? {
    do {
      return try Expander(escape: escape)
        .word(argument.text.bytes, environment: PlainBuild(scope: scope)).value.text
    } catch {
      problems.append(expansionProblem(error, argument, scope))
      return nil
    }
  }

  /// Records why an argument cannot be expanded, where it cannot.
  mutating func check(_ argument: Argument, in scope: Scope) {
    let bytes = argument.text.bytes
    guard
      bytes.contains(where: {
        $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"")
      })
    else { return }
    _ = plainText(argument, in: scope)
  }

  private func expansionProblem(
    _ error: ExpansionError, _ argument: Argument, _ scope: Scope
  ) -> SyntaxProblem {
    let range = argument.text.source(of: error.range.clamped(to: 0..<argument.text.count))
    let condition: SyntaxProblem.Condition =
      switch error.kind {
      case .requiredVariableUnset(let name, _), .requiredVariableEmpty(let name, _):
        scope.condition(names: CollectionOfOne(name))
      default: .always
      }
    return SyntaxProblem(
      .plan, .expansion, error.description, at: range.isEmpty ? argument.range : range,
      condition: condition)
  }

  /// What holds at the start of an image.
  private func initialState(_ facts: BaseImageFacts?) -> StageState {
    let account = facts?.defaultUser
    var state = StageState(
      user: UserFact(
        text: account.map { .known($0.name) } ?? .unknown, range: nil, name: account?.name,
        group: nil, uid: account?.uid, home: account?.uid == 0 ? "/root" : nil),
      workingDirectory: facts?.workingDirectory.map { .known($0) } ?? .unknown)
    guard let facts else {
      state.scope.environmentIsComplete = false
      state.commandsAreComplete = false
      return state
    }
    for (name, value) in facts.environment {
      state.scope.environment[name] = Binding(
        value: value.map { .known($0) } ?? .unknown, origin: .base)
    }
    state.scope.environmentIsComplete = facts.environmentIsComplete
    state.commandsAreComplete = facts.entrypoint != nil && facts.command != nil
    state.entrypoint = inherited(facts.entrypoint)
    state.command = inherited(facts.command)
    state.stopSignal = facts.stopSignal.map { (.known($0), nil) }
    state.exposedPorts = facts.exposedPorts.compactMap { PortText.parse($0, range: nil) }
    state.volumes = facts.volumes.map { (.known($0), nil) }
    for account in facts.accounts {
      state.accounts.add(
        Accounts.User(
          name: account.name, uid: account.uid, gid: account.gid,
          home: account.uid == 0 ? "/root" : nil, createsHome: nil, shell: nil, range: nil))
    }
    for group in facts.groups {
      state.accounts.add(Accounts.Group(name: group.name, gid: group.gid, range: nil))
    }
    state.accounts.isComplete = facts.accountsAreComplete
    state.accounts.possibleUsers = facts.possibleAccounts
    // Accounts that an image adds come with a group of their own.
    state.accounts.possibleGroups = facts.possibleGroups.union(facts.accounts.map(\.name))
    state.family = facts.family
    state.hasNodeInUsrLocal = facts.reference.repository == "docker.io/library/node"
    switch facts.family {
    case .debian, .ubuntu, .alpine, .wolfi, .redhat, .amazonlinux, .azurelinux, .busybox:
      // Images of services bring folders of their own.
      state.files.ground = facts.roles.contains(.service) ? .unknown : .distribution
    case .distroless, .scratch, .windows, nil: state.files.ground = .unknown
    }
    for volume in facts.volumes where volume.hasPrefix("/") && volume != "/" {
      state.files.set(
        FilePaths.clean(volume), .directory, owner: .unknown, unknownContent: true, range: nil,
        step: nil)
    }
    for directory in facts.directories + [facts.workingDirectory].compactMap(\.self)
    where directory != "/" && !state.files.isSystemsOwn(directory) {
      state.files.set(
        directory, .directory, owner: .unknown, unknownContent: true, range: nil, step: nil)
    }
    return state
  }

  private func inherited(_ words: [String]?) -> EffectiveCommand? {
    guard let words, !words.isEmpty else { return nil }
    return EffectiveCommand(
      form: .exec(words.map { Argument(made: $0) }), range: nil, step: nil,
      shell: .known(["/bin/sh", "-c"]))
  }

  private func emptyState() -> StageState {
    var state = StageState(
      user: UserFact(text: .known(""), range: nil, name: "root", group: nil, uid: 0, home: "/root"),
      workingDirectory: .known("/"))
    state.files.ground = .empty
    state.accounts.isComplete = true
    state.scope.environment["PATH"] = Binding(value: .unknown, origin: .base)
    return state
  }

  /// Instructions without FROM are read as if they stood on an ordinary distribution.
  private func fragmentState() -> StageState {
    var state = StageState(
      user: UserFact(text: .unknown, range: nil, name: "root", group: nil, uid: 0, home: "/root"),
      workingDirectory: .known("/"))
    state.files.ground = .distribution
    state.scope.environmentIsComplete = false
    state.commandsAreComplete = false
    state.family = .debian
    state.accounts.isComplete = true
    for family in ["debian:trixie", "alpine:3.24", "fedora:43"] {
      guard let reference = try? ImageReference(parsing: family),
        let facts = BaseImageCatalog.shared.facts(for: reference)
      else { continue }
      // What any of them has may be there; only what all of them lack is certainly missing.
      state.accounts.possibleUsers.formUnion(facts.accounts.map(\.name))
      state.accounts.possibleUsers.formUnion(facts.possibleAccounts)
      state.accounts.possibleGroups.formUnion(facts.groups.map(\.name))
      state.accounts.possibleGroups.formUnion(facts.possibleGroups)
    }
    state.accounts.possibleUsers.formUnion(Self.usualUsers)
    state.accounts.possibleGroups.formUnion(Self.usualUsers)
    state.accounts.add(
      Accounts.User(
        name: "root", uid: 0, gid: 0, home: "/root", createsHome: nil, shell: nil, range: nil))
    state.accounts.add(Accounts.Group(name: "root", gid: 0, range: nil))
    return state
  }

  /// The users that well-known images bring beyond those of their distribution.
  private static let usualUsers: Set<String> = [
    "airflow", "apache", "app", "caddy", "default", "gradle", "jenkins", "jovyan", "kafka", "mysql",
    "nginx", "node", "nonroot", "postgres", "pptruser", "rabbitmq", "redis", "ubuntu", "vscode",
    "www-data",
  ]
}
