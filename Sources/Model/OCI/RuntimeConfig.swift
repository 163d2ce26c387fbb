public import Documents

/// How an image runs when nobody says otherwise (OCI image-spec, config.md, "config").
public struct RuntimeConfig: Hashable, Sendable {
  /// The account, as `user[:group]` by name or number; empty for root.
  public var user = ""
  /// The variables as `NAME=value`, in their order.
  public var environment: [String] = []
  /// The program and its first words; nil where none is set.
  public var entrypoint: [String]?
  /// The words after the entrypoint, or the program where there is none; nil where none are set.
  public var command: [String]?
  /// The folder it starts in; empty for `/`.
  public var workingDirectory = ""
  /// Whether Docker's builder set the command, which it marks so.
  public var commandIsEscaped = false
  /// The labels.
  public var labels: [String: String] = [:]
  /// The ports it listens on, as `80/tcp`.
  public var exposedPorts: [String] = []
  /// The folders that are kept outside of it.
  public var volumes: [String] = []
  /// The signal that asks it to end, by name or number.
  public var stopSignal: String?
  /// The shell of commands in shell form, which Docker keeps.
  public var shell: [String]?
  /// How its health is told, as Docker keeps it.
  public var healthcheck: JSON?
  /// What is done when an image is built on it, as Docker keeps it.
  public var onBuild: [String] = []
  /// The members as they were read, for those that hardstand does not know.
  private var members: [JSON.Member] = []

  /// Settings with nothing set.
  public init() {}

  /// The settings of a document; members of other types than they should be count as not set.
  public init(_ json: JSON) {
    func texts(_ key: String) -> [String]? {
      json[key]?.array.map { $0.compactMap(\.string) }
    }
    func keys(_ key: String) -> [String] { (json[key]?.object ?? []).map(\.key) }
    user = json["User"]?.string ?? ""
    environment = texts("Env") ?? []
    entrypoint = texts("Entrypoint")
    command = texts("Cmd")
    workingDirectory = json["WorkingDir"]?.string ?? ""
    labels = json["Labels"]?.texts ?? [:]
    exposedPorts = keys("ExposedPorts")
    volumes = keys("Volumes")
    stopSignal = json["StopSignal"]?.string
    shell = texts("Shell")
    commandIsEscaped = json["ArgsEscaped"]?.bool ?? false
    healthcheck = json["Healthcheck"].flatMap { $0.object == nil ? nil : $0 }
    onBuild = texts("OnBuild") ?? []
    members = json.object ?? []
  }

  /// The settings as a document writes them; members that are not known stay as they were read.
  public var json: JSON {
    var json = JSON.object(members)
    func set(_ key: String, _ value: JSON?) {
      if let value {
        json = json.setting(key, to: value)
      } else if json[key] != nil {
        json = .object((json.object ?? []).filter { $0.key != key })
      }
    }
    func array(_ texts: [String]?) -> JSON? { texts.map { .array($0.map { .string($0) }) } }
    func keys(_ texts: [String]) -> JSON? {
      texts.isEmpty ? nil : .object(texts.map { JSON.Member($0, [:]) })
    }
    set("User", user.isEmpty ? nil : .string(user))
    set("ExposedPorts", keys(exposedPorts))
    set("Env", environment.isEmpty ? nil : array(environment))
    set("Entrypoint", array(entrypoint))
    set("Cmd", array(command))
    set("ArgsEscaped", commandIsEscaped ? true : nil)
    set("Healthcheck", healthcheck)
    set("Volumes", keys(volumes))
    set("WorkingDir", workingDirectory.isEmpty ? nil : .string(workingDirectory))
    set("OnBuild", onBuild.isEmpty ? nil : array(onBuild))
    set("Labels", labels.isEmpty ? nil : .sorted(labels))
    set("StopSignal", stopSignal.map { .string($0) })
    set("Shell", array(shell))
    return json
  }

  /// The value of a variable; the last one of a name counts.
  public func variable(_ name: String) -> String? {
    environment.last { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
  }
}
