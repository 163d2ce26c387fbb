import BaseImages
import Dockerfile
import Source

/// Answers whether a program is in a stage.
///
/// It is there where the base has it or a command of the file certainly brings
/// it. It is not where the base certainly lacks it and nothing in the file may
/// bring it: no package, no copy and no command that is not understood.
public struct ProgramPresence: Sendable {
  private let facts: DockerfileFacts
  private let stage: StageFacts
  private let limit: Int

  /// The programs of a stage after its first `limit` steps.
  public init(_ facts: DockerfileFacts, _ stage: StageFacts, before limit: Int? = nil) {
    self.facts = facts
    self.stage = stage
    self.limit = min(limit ?? stage.steps.count, stage.steps.count)
  }

  private var state: StageState {
    limit < stage.steps.count ? stage.steps[limit].before : stage.end
  }

  /// Whether a shell runs shell forms there; nil where that is not known.
  public var hasShell: Bool? {
    guard stage.hasShell == false else { return stage.hasShell }
    if state.shellRange != nil, state.shell.value?.first != "/bin/sh" { return nil }
    let places: Set<String> = ["/bin/sh", "/bin/busybox", "/usr/bin/sh", "/busybox/sh"]
    return mayBring(places) ? nil : false
  }

  /// Whether the program that a word names can be run: by its path, or by its name on PATH.
  public func has(_ word: String) -> Bool? {
    let name = FilePaths.name(word)
    guard !name.isEmpty else { return nil }
    let inBase: Bool?
    switch stage.rootBase {
    case .scratch: inBase = false
    case .fragment: return nil
    default: inBase = stage.baseFacts?.hasTool(name)
    }
    if inBase != false { return inBase }
    var places: Set<String> = []
    if word.hasPrefix("/") {
      places.insert(FilePaths.clean(word))
    } else if word.contains("/") {
      return nil
    } else {
      guard !name.hasSuffix(".wasm"), let path = searchPath else { return nil }
      for folder in path.split(separator: ":") where folder.hasPrefix("/") {
        places.insert(FilePaths.absolute(name, in: String(folder)))
      }
    }
    for place in places where state.files.entry(place)?.exists == true { return true }
    return mayBring(places) || mayInstall(name) ? nil : false
  }

  /// PATH, or what runtimes search where none is set (the default of containerd and Docker); nil
  /// where it is not known.
  private var searchPath: String? {
    let fallback = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    guard let binding = state.scope.environment["PATH"] else {
      return stage.baseFacts?.shell == .some(.none) ? fallback : nil
    }
    if binding.value.isUnknown, case .base = binding.origin, case .scratch = stage.rootBase {
      return fallback
    }
    return binding.value.value
  }

  /// Whether a program is one of those that bring no other program into an image.
  public static func isQuiet(_ program: String) -> Bool {
    ProgramSources.bringsNothing(program, toFind: "")
  }

  /// The steps before the limit, those of the stages below first.
  private var steps: [(step: Step, hasShell: Bool?)] {
    var result = stage.steps[..<limit].map { ($0, stage.hasShell) }
    var base = stage.base
    var left = facts.stages.count
    while case .stage(let index) = base, facts.stages.indices.contains(index), left > 0 {
      let lower = facts.stages[index]
      result = lower.steps.map { ($0, lower.hasShell) } + result
      base = lower.base
      left -= 1
    }
    return result
  }

  /// Whether a step may put a file at one of the places, other than by installing packages.
  private func mayBring(_ places: Set<String>) -> Bool {
    for (step, hasShell) in steps {
      switch step.instruction.body {
      case .copy(let transfer), .add(let transfer):
        if Self.mayPlace(transfer, step, at: places) { return true }
      case .run(let run):
        if run.mounts.contains(where: { $0.type == "bind" && $0.from != nil }) { return true }
        if case .exec = run.command, hasShell == false { return true }
      default: break
      }
    }
    return false
  }

  private static func mayPlace(_ transfer: Transfer, _ step: Step, at places: Set<String>) -> Bool {
    let escape = UInt8(ascii: "\\")
    guard
      let target = step.before.scope.expand(transfer.destination, escape: escape).value.value,
      let folder = target.hasPrefix("/") ? "/" : step.before.workingDirectory.value
    else { return true }
    let destination = FilePaths.absolute(target, in: folder)
    for place in places where FilePaths.isWithin(place, destination) {
      if place == destination { return true }
      // A single file keeps its name below the folder.
      let names = transfer.paths.map { FilePaths.name($0.value) }
      let areFiles =
        names.count == transfer.sources.count && FilePaths.parent(place) == destination
        && target.hasSuffix("/")
        && names.allSatisfy { $0.contains(".") && !$0.hasPrefix(".") && !$0.contains("*") }
      if !areFiles || names.contains(FilePaths.name(place)) { return true }
    }
    return false
  }

  /// Whether a command may install a program of that name.
  private func mayInstall(_ name: String) -> Bool {
    for (step, hasShell) in steps where step.kind == .run && hasShell != false {
      if step.commands.isEmpty { return true }
      for use in step.commands {
        if let command = PackageCommand(use) {
          if command.verb == .install || command.verb == .other, mayProvide(name, command) {
            return true
          }
        } else if let program = use.program {
          if !ProgramSources.bringsNothing(program, toFind: name) { return true }
        } else {
          return true
        }
      }
    }
    return false
  }

  private func mayProvide(_ name: String, _ command: PackageCommand) -> Bool {
    guard command.manager.isSystem else {
      return !ProgramSources.isOfSystem(name)
        || command.packages.contains { $0.name.contains(name) }
    }
    return command.hasUnnamed
      || command.packages.contains { ProgramSources.package($0.name, mayProvide: name) }
  }
}

/// Where programs come from.
enum ProgramSources {
  /// Programs that only packages of the distribution, downloads and builds bring.
  static func isOfSystem(_ name: String) -> Bool { system.contains(name) }

  private static let system: Set<String> = [
    "curl", "wget", "tini", "gosu", "su-exec", "nc", "ncat", "netcat", "nginx", "apache2", "httpd",
    "bash", "sh", "ash", "zsh", "sudo", "jq", "git", "ssh", "redis-cli", "psql", "pg_isready",
    "mysqladmin", "catatonit", "runit", "monit",
  ]

  /// Commands of languages and projects, which build what is the project's own.
  private static let builders: Set<String> = [
    "python", "python3", "python2", "poetry", "pipenv", "hatch", "pdm", "node", "tsc", "ng", "vite",
    "next", "php", "composer", "artisan", "ruby", "rake", "rails", "mvn", "mvnw", "gradle",
    "gradlew", "java", "javac", "jlink", "dotnet", "mix", "rebar3", "elixir", "bin/rails", "tsup",
    "manage.py", "django-admin", "flask", "alembic", "playwright", "npx", "bunx",
  ]

  /// Whether running a program certainly brings no other of that name into the image.
  static func bringsNothing(_ program: String, toFind name: String) -> Bool {
    if Effects.harmless.contains(program), program != "eval", program != "xargs", program != "find",
      program != "sudo", program != "su"
    {
      return true
    }
    if quiet.contains(program) { return true }
    return isOfSystem(name) && builders.contains(program)
  }

  private static let quiet: Set<String> = [
    "mkdir", "touch", "rm", "rmdir", "chmod", "chown", "chgrp", "useradd", "adduser", "groupadd",
    "addgroup", "usermod", "groupmod", "userdel", "deluser", "groupdel", "delgroup", "cd", "set",
    "export", "unset", "tee", "truncate", "virtualenv",
  ]

  /// Packages that bring no program but their own, and need none that people call.
  private static let small: Set<String> = [
    "binutils", "bzip2", "ca-certificates", "coreutils", "dumb-init", "file", "findutils",
    "gettext", "gnupg", "gnupg2", "gzip", "jq", "less", "libc6-compat", "locales", "patch",
    "openssl", "procps", "sqlite3", "sqlite", "su-exec", "gosu", "sudo", "tar", "tini", "tzdata",
    "unzip", "vim", "xz-utils", "xz", "zip", "nano", "htop", "gcc", "g++", "make", "cmake",
    "musl-dev", "build-base", "build-essential", "pkg-config", "pkgconf", "linux-headers",
    "netcat", "netcat-openbsd", "iputils-ping", "gcompat", "util-linux", "shadow", "ffmpeg",
    "postgresql-client", "default-libmysqlclient-dev", "default-mysql-client", "postgresql-libs",
    "bash", "git", "curl", "wget", "openssh-client", "rsync", "tree", "python3-dev", "cargo",
    "python3", "python3-venv", "python3-pip", "poppler-utils", "graphviz", "fontconfig", "icu-libs",
  ]

  /// Those of them that bring programs of languages and compilers.
  private static let bringers: Set<String> = [
    "build-base", "build-essential", "cargo", "g++", "gcc", "git", "openssh-client", "python3",
    "python3-pip", "python3-venv", "vim",
  ]

  /// Whether a package of a distribution may bring a program.
  static func package(_ package: String, mayProvide name: String) -> Bool {
    if package == name || package.contains(name)
      || (owners[name]?.contains { package.hasPrefix($0) } ?? false)
    {
      return true
    }
    if small.contains(package) || package.hasPrefix("lib") || package.hasSuffix("-dev")
      || package.hasSuffix("-libs") || package.hasPrefix("fonts-") || package.hasPrefix("ttf-")
    {
      return !isOfSystem(name) && !package.hasPrefix("lib")
        && bringers.contains(package)
    }
    return true
  }

  /// The beginnings of package names that bring a program under another name.
  private static let owners: [String: [String]] = [
    "nc": ["netcat", "busybox", "ncat", "nmap"], "ncat": ["nmap"], "netcat": ["netcat"],
    "python": ["python"], "python3": ["python", "build-essential"],
    "pip": ["python3-pip", "py3-pip"],
    "java": ["openjdk", "default-j", "java", "temurin", "zulu", "corretto"],
    "node": ["nodejs", "npm"],
    "pg_isready": ["postgresql"], "psql": ["postgresql"],
    "mysqladmin": ["mysql", "mariadb", "default-mysql"],
    "redis-cli": ["redis"], "httpd": ["apache"], "apache2ctl": ["apache2"], "ssh": ["openssh"],
    "perl": ["git", "perl", "build-essential"], "make": ["build", "gcc"], "gcc": ["build", "g++"],
    "supervisord": ["supervisor"], "php-fpm": ["php"], "sh": ["bash", "busybox", "dash"],
    "ash": ["busybox"], "vi": ["vim", "busybox"], "ping": ["iputils"],
  ]
}
