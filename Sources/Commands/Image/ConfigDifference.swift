import Documents
import OCI

/// What differs between the settings of two images. When and from what they were made is left out: the
/// files tell of that.
struct ConfigDifference {
  /// A setting that differs.
  struct Row {
    let name: String
    let before: String?
    let after: String?

    var json: JSON {
      [
        "name": .string(name), "before": before.map { .string($0) } ?? .null,
        "after": after.map { .string($0) } ?? .null,
      ]
    }
  }

  let rows: [Row]

  init(_ old: ImageConfig, _ new: ImageConfig) {
    var rows: [Row] = []
    func compare(_ name: String, _ before: String?, _ after: String?) {
      if before != after { rows.append(Row(name: name, before: before, after: after)) }
    }
    func compare(_ name: String, _ before: [String: String], _ after: [String: String]) {
      for key in Set(before.keys).union(after.keys).sorted() {
        compare("\(name) \(key)", before[key], after[key])
      }
    }
    func words(_ words: [String]?) -> String? {
      words.map { JSON.array($0.map { .string($0) }).text() }
    }
    func text(_ text: String) -> String? { text.isEmpty ? nil : text }
    func variables(_ config: RuntimeConfig) -> [String: String] {
      var variables: [String: String] = [:]
      for variable in config.environment {
        let name = variable.prefix { $0 != "=" }
        variables[String(name)] = String(variable.dropFirst(name.count + 1))
      }
      return variables
    }
    let (before, after) = (old.runtime, new.runtime)
    compare("platform", "\(old.platform)", "\(new.platform)")
    compare("user", text(before.user), text(after.user))
    compare("directory", text(before.workingDirectory), text(after.workingDirectory))
    compare("entrypoint", words(before.entrypoint), words(after.entrypoint))
    compare("command", words(before.command), words(after.command))
    compare("shell", words(before.shell), words(after.shell))
    compare("variable", variables(before), variables(after))
    compare("label", before.labels, after.labels)
    compare("ports", words(before.exposedPorts.sorted()), words(after.exposedPorts.sorted()))
    compare("volumes", words(before.volumes.sorted()), words(after.volumes.sorted()))
    compare("stop signal", before.stopSignal, after.stopSignal)
    compare("health check", before.healthcheck?.text(), after.healthcheck?.text())
    compare("on build", words(before.onBuild), words(after.onBuild))
    self.rows = rows
  }
}
