import Host
public import Source

/// The program that starts containers after a configuration of the OCI: crun, or else runc.
public struct RuntimeProgram: Hashable, Sendable {
  /// The programs that are known.
  public enum Kind: String, Hashable, Sendable {
    case crun
    case runc
  }

  /// Which program it is.
  public let kind: Kind
  /// Its path.
  public let path: String

  /// A program by its path, which tells its kind by its name; nil where it is none that is known.
  public init?(path: String) {
    let name = Paths.name(of: path)
    guard let kind = name.hasPrefix("runc") ? Kind.runc : name.hasPrefix("crun") ? .crun : nil
    else { return nil }
    self.kind = kind
    self.path = path
  }

  /// Finds the program: that of `HARDSTAND_RUNTIME`, by name or path, else crun, else runc.
  /// - Throws: `Failure` when there is none.
  public static func find(in environment: [String: String]) throws(Failure) -> RuntimeProgram {
    var environment = environment
    // runc lies where only the superuser looks.
    environment["PATH"] =
      (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin") + ":/usr/sbin:/sbin"
    if let named = environment["HARDSTAND_RUNTIME"], !named.isEmpty {
      guard let path = Spawn.find(named, in: environment), Files.isProgram(path),
        let program = RuntimeProgram(path: path)
      else {
        throw Failure(
          "cannot use the runtime `\(named)`",
          because: ["HARDSTAND_RUNTIME must name crun or runc, or a path to one of them"],
          hint: "install crun, or unset HARDSTAND_RUNTIME")
      }
      return program
    }
    for name in ["crun", "runc"] {
      if let path = Spawn.find(name, in: environment), let program = RuntimeProgram(path: path) {
        return program
      }
    }
    throw Failure(
      "cannot run containers", because: ["neither crun nor runc is installed"],
      hint: "install crun, such as with `apt-get install crun`")
  }

  /// The first line of what it says of its version.
  /// - Throws: `Failure` when it cannot be run.
  public func version() throws(Failure) -> String {
    let text = try Spawn(path, ["--version"]).run().outputText
    return text.split(separator: "\n").first.map(String.init) ?? ""
  }

  /// The words by which it starts a container whose configuration is in a folder.
  func arguments(_ folder: String, id: String, usesControlGroups: Bool) -> [String] {
    switch kind {
    case .crun:
      var words = ["--root", Paths.join(folder, "state"), "--log={report}"]
      words.append("--cgroup-manager=" + (usesControlGroups ? "cgroupfs" : "disabled"))
      return words + ["run", "--bundle", folder, id]
    case .runc:
      return [
        "--root", Paths.join(folder, "state"), "--log", "{report}", "run", "--bundle", folder, id,
      ]
    }
  }

  /// Why it could not do what it was told, out of its report; nil where the report tells of nothing.
  func complaint(_ report: [UInt8]) -> String? {
    let lines = String(decoding: report, as: UTF8.self).split(separator: "\n").map(String.init)
    switch kind {
    case .crun: return lines.last
    case .runc:
      guard let line = lines.last(where: { $0.contains("level=error") }) else { return nil }
      guard let start = line.firstRange(of: "msg=\"")?.upperBound else { return line }
      return String(line[start...].dropLast()).replacing("\\\"", with: "\"")
    }
  }

  /// Whether it makes control groups whatever is asked for.
  var alwaysMakesControlGroups: Bool { kind == .runc }

  /// The mount that it must not see.
  var hidden: String? { kind == .crun ? HybridCgroups.mountToHide : nil }

  /// Whether it takes a filter of system calls that is compiled already.
  var takesCompiledFilter: Bool { kind == .crun }
}
