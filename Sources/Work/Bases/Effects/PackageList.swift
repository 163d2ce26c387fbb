import Archive
import Documents

extension Effect {
  /// What the base was made of, for those who list or renew it later: a file that goes along with the
  /// image and with all that are built on it.
  static let packageList = Effect(packages: []) { tree, context in
    let list = BasePackages(
      base: context.spec.name, date: context.date, suites: context.spec.suites,
      components: context.spec.components, distribution: context.spec.distribution,
      architecture: context.architecture, packages: context.locked)
    tree.write(RawPath(BasePackages.path), list.json.bytes(.pretty) + [0x0A])
  }
}
