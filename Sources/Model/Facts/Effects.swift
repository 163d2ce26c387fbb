import Dockerfile
import Shell
import Source

/// What commands change in a stage, as far as it is known; what is not
/// understood makes what it may touch unknown.
struct Effects {
  let interpreter: Interpreter

  /// Carries one command out.
  func apply(_ use: CommandUse, _ package: PackageCommand?, to state: inout StageState) {
    for redirect in use.command?.redirects ?? [] { write(redirect, use, &state) }
    guard let program = use.program else {
      taint(&state)
      return
    }
    if use.arguments.contains(where: { Self.accountFiles.contains($0.best) }),
      program != "grep", program != "cat", program != "chmod", program != "chown"
    {
      state.accounts.open()
    }
    if use.isWrapped(by: "xargs"), !Self.harmless.contains(program) {
      // What it works on comes from elsewhere.
      taint(&state)
      return
    }
    if program == "npm", ["config", "set", "c"].contains(use.subcommand?.value ?? "") {
      state.hasNpmSettings = true
    }
    if let package {
      install(package, &state)
      return
    }
    switch program {
    case "mkdir": makeDirectories(use, &state)
    case "touch", "tee", "truncate":
      for path in use.operands(valued: ["-t", "-r", "-d", "-s"]) { make(path, .file, use, &state) }
    case "cp", "mv", "install": copy(use, &state)
    case "ln": link(use, &state)
    case "rm", "rmdir", "unlink":
      for path in use.operands() where path.value?.contains(where: { "*?[".contains($0) }) != true {
        if let path = absolute(path, use) { state.files.remove(path, certain: use.isCertain) }
      }
    case "chmod": changeMode(use, &state)
    case "chown": changeOwner(use, &state)
    case "chgrp": break
    case "dpkg", "rpm":
      if use.hasOption("-i", "--install", "-U", "--upgrade", "--unpack", "-F") {
        state.accounts.isComplete = false
        state.files.hasForeignPackages = true
      }
    case "find", "xargs", "setfacl": openPaths(use, &state)
    case "useradd", "adduser": addUser(use, &state)
    case "groupadd", "addgroup": addGroup(use, &state)
    case "usermod", "groupmod": modifyAccount(use, &state)
    case "userdel", "deluser": removeUser(use, &state)
    case "groupdel", "delgroup": removeGroup(use, &state)
    case "curl": download(use, &state, use.value(of: "-o", "--output"))
    case "wget": download(use, &state, use.value(of: "-O", "--output-document"))
    case "git": git(use, &state)
    case "tar", "unzip", "bsdtar": unpack(use, &state)
    case "virtualenv": use.operands().last.map { make($0, .directory, use, &state, content: true) }
    case "cd", "set", "export", "unset":
      break
    default:
      if Self.builders.contains(program) {
        state.files.isTainted = true
      } else if program.hasPrefix("python"), let module = use.value(of: "-m")?.value {
        if module == "venv" || module == "virtualenv" {
          if let path = use.operands(valued: ["-m", "--prompt"]).last {
            make(path, .directory, use, &state, content: true)
          }
        } else if !["compileall", "ensurepip", "pip"].contains(module) {
          taint(&state)
        }
      } else if Self.quietWriters.contains(program) {
        openArguments(use, &state)
      } else if !Self.harmless.contains(program) {
        taint(&state)
      }
    }
  }

  /// The files that hold the accounts.
  private static let accountFiles: Set<String> = ["/etc/passwd", "/etc/group", "/etc"]

  private static let writing: Set<Redirect.Operator> = [
    .write, .append, .clobber, .writeBoth, .appendBoth,
  ]

  /// Programs that add no file outside of the folders of the system, and no account.
  static let harmless: Set<String> = [
    "echo", "printf", "true", "false", ":", "test", "[", "pwd", "ls", "cat", "grep", "egrep",
    "fgrep", "sed", "awk", "gawk", "head", "tail", "sort", "uniq", "wc", "cut", "tr", "id",
    "whoami", "which", "command", "type", "uname", "date", "sleep", "env", "printenv", "dpkg",
    "dpkg-query", "apt-key", "apt-mark", "apt-cache", "apt-config", "add-apt-repository", "gpg",
    "gpgconf", "update-ca-certificates", "ldconfig", "locale-gen", "update-locale", "localedef",
    "dpkg-reconfigure", "update-alternatives", "alternatives", "rpm", "rpmkeys",
    "yum-config-manager",
    "sha256sum", "sha512sum", "sha1sum", "md5sum", "shasum", "cmp", "diff", "basename", "dirname",
    "readlink", "realpath", "stat", "file", "du", "df", "getent", "passwd", "chpasswd", "exit",
    "return", "shift", "local", "readonly", "declare", "read", "umask", "ulimit", "trap",
    "strip", "setcap", "getcap", "chsh", "ssh-keyscan", "ssh-keygen", "corepack", "sysctl",
    "debconf-set-selections", "nproc", "arch", "hostname", "getconf", "lsb_release",
    "exec", "wait", "kill", "crontab", "sudo", "su", "a2enmod", "a2dismod", "a2ensite", "a2dissite",
    "docker-php-ext-install", "docker-php-ext-enable", "docker-php-ext-configure", "pecl",
  ]

  /// Programs that make files where their project says, but neither accounts nor gifts to others.
  private static let builders: Set<String> = [
    "ant", "bundle", "c++", "cc", "clang", "clang++", "composer", "cpan", "cpanm", "dotnet",
    "esbuild",
    "g++", "gcc", "gradle", "gradlew", "ghc", "ghcup", "hatch", "hugo", "jar", "javac", "jlink",
    "julia", "ld", "luarocks", "meson", "mix", "mvn", "mvnw", "next", "node", "npx", "pdm", "php",
    "pipenv", "poetry", "protoc", "rollup", "ruby", "rustc", "rustup", "stack", "swift", "swiftc",
    "tsc", "vite", "webpack", "zig",
  ]

  /// Programs without other effects that write a file where an option or a script names one.
  private static let quietWriters: Set<String> = [
    "awk", "date", "gawk", "gpg", "iconv", "sed", "sort", "ssh-keygen", "strip", "uniq",
    "update-alternatives",
  ]

  /// A file may be wherever an argument says.
  private func openArguments(_ use: CommandUse, _ state: inout StageState) {
    for argument in use.arguments {
      guard let value = argument.value else {
        state.files.isTainted = true
        continue
      }
      if value.contains(" ") {
        // A script of awk or sed.
        if value.contains(">") || value.contains("w ") { state.files.isTainted = true }
      } else if let path = absolute(argument, use) {
        state.files.maybe(path)
      }
    }
  }

  /// A command that is not understood may have made anything, and given it to anybody.
  func taint(_ state: inout StageState) {
    state.hasNpmSettings = true
    state.files.isTainted = true
    state.files.openAll()
    state.files.hasForeignPackages = true
    state.accounts.open()
  }

  /// The path that an argument names; nil where it is not known.
  func absolute(_ argument: CommandUse.Argument, _ use: CommandUse) -> String? {
    guard let value = argument.value, !value.isEmpty,
      !value.contains(where: { "*?[".contains($0) })
    else { return nil }
    if value.hasPrefix("/") { return FilePaths.clean(value) }
    return use.directory.value.map { FilePaths.absolute(value, in: $0) }
  }

  private func write(_ redirect: Redirect, _ use: CommandUse, _ state: inout StageState) {
    guard let path = written(redirect, use, state) else {
      if Self.writing.contains(redirect.operator),
        redirect.target?.text.hasPrefix("/dev/") != true
      {
        state.files.isTainted = true
      }
      return
    }
    if Self.accountFiles.contains(path) { state.accounts.open() }
    record(path, .file, use, &state, content: false)
  }

  /// The path that the target of a redirection names; nil where it is not known, or writes to nothing.
  func written(_ redirect: Redirect, _ use: CommandUse, _ state: StageState) -> String? {
    guard let target = redirect.target, Self.writing.contains(redirect.operator),
      let value = WordValue(scope: state.scope, locals: use.locals).value(target).value,
      let directory = use.directory.value ?? (value.hasPrefix("/") ? "/" : nil)
    else { return nil }
    let path = FilePaths.absolute(value, in: directory)
    return path.hasPrefix("/dev/") ? nil : path
  }

  /// Records a file or folder that the command makes.
  func record(
    _ path: String, _ kind: FileTree.Kind, _ use: CommandUse, _ state: inout StageState,
    content: Bool, mode: Int? = nil
  ) {
    let before = state.files.entry(path)
    if kind == .directory, let before, before.exists == true { return }
    if kind == .file, let before, before.exists == true, before.kind == .file { return }
    state.files.set(
      path, kind, owner: actor(use, state), mode: mode, unknownContent: content, range: use.range,
      step: use.step, certain: use.isCertain)
  }

  func make(
    _ argument: CommandUse.Argument, _ kind: FileTree.Kind, _ use: CommandUse,
    _ state: inout StageState, content: Bool = false
  ) {
    guard let path = absolute(argument, use) else {
      state.files.isTainted = true
      return
    }
    record(path, kind, use, &state, content: content)
  }

  /// Who runs the command.
  func actor(_ use: CommandUse, _ state: StageState) -> FileTree.Owner {
    if use.isWrapped(by: "sudo") { return .root }
    if use.isWrapped(by: "su") || use.isWrapped(by: "gosu") || use.isWrapped(by: "su-exec") {
      return .unknown
    }
    return interpreter.owner(of: state.user)
  }
}
