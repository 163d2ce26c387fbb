import Archive

extension Effect {
  /// Tells which scripts would do what no effect does.
  static let undoneScripts = Effect(packages: []) { _, context in
    let known = Effect.all.reduce(into: Set<String>()) { $0.formUnion($1.packages) }
    for package in context.packages where !known.contains(package.name) {
      for file in ["preinst", "postinst"] {
        guard let script = package.controlFiles[file] else { continue }
        let reading = ScriptReading(
          script, package: package.name, architecture: context.architecture)
        var names: [String] = []
        for call in reading.calls {
          let name = call.name.map { RawPath($0).name } ?? "an unknown command"
          if !ScriptCommands.harmless.contains(name), !names.contains(name) { names.append(name) }
        }
        if !reading.isUnderstood { names.append("something that cannot be read") }
        if !names.isEmpty {
          context.notes.append(
            "\(package.name): its script \(file) was not run; it would call "
              + names.joined(separator: ", "))
        }
      }
    }
  }
}
