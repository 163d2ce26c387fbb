import Archive

extension Effect {
  /// The files that `openjdk-*-jre-headless` makes beside its alternatives.
  static let javaFiles = Effect(packages: []) { tree, context in
    for package in context.packages {
      guard package.name.hasPrefix("openjdk-"), package.name.hasSuffix("-jre-headless") else {
        continue
      }
      tree.makeFolder("etc/.java/.systemPrefs")
      tree.write("etc/.java/.systemPrefs/.system.lock", "")
      tree.write("etc/.java/.systemPrefs/.systemRootModFile", "")
    }
  }
}
