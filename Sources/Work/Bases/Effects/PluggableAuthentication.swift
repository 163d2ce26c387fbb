import Archive

extension Effect {
  /// The files `common-*` of PAM, which `pam-auth-update` makes of templates and profiles.
  static let pluggableAuthentication = Effect(packages: ["libpam-runtime", "libpam-modules"]) {
    tree, _ in
    let profiles = tree.files(in: "usr/share/pam-configs").compactMap { path in
      tree.text(path).map { AuthenticationProfile(path.name, $0) }
    }.filter(\.isDefault).sorted { ($1.priority, $0.name) < ($0.priority, $1.name) }
    if profiles.isEmpty { return }
    for kind in ["auth", "account", "password", "session", "session-noninteractive"] {
      guard let template = tree.text(RawPath("usr/share/pam/common-\(kind)")) else { continue }
      let word = kind == "session-noninteractive" ? "session" : kind
      let using = profiles.filter { !($0.isInteractiveOnly && kind == "session-noninteractive") }
      let primary = AuthenticationProfile.lines(using, word, isPrimary: true)
      let additional = AuthenticationProfile.lines(using, word, isPrimary: false)
      let name = kind.split(separator: "-").joined(separator: "_")
      let text = template.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
        line -> [String] in
        switch line {
        case "$\(name)_primary": primary
        case "$\(name)_additional", "$\(word)_nonint_additional": additional
        case "$\(word)_nonint_primary": primary
        default: [String(line)]
        }
      }
      tree.write(RawPath("etc/pam.d/common-\(kind)"), text.joined(separator: "\n"))
      let state = using.filter { !$0.rules(word).isEmpty }.map { profile in
        "Module: \(profile.name)\n" + profile.rules(word).map { $0 + "\n" }.joined()
      }
      tree.write(RawPath("var/lib/pam/\(kind)"), state.joined())
    }
    tree.write("var/lib/pam/seen", profiles.map { $0.name + "\n" }.joined())
  }
}

/// A profile of `pam-auth-update`.
private struct AuthenticationProfile {
  let name: String
  private var fields: [String: [String]] = [:]

  init(_ name: String, _ text: String) {
    self.name = name
    var field = ""
    for line in text.split(separator: "\n") {
      if line.first == "\t" || line.first == " " {
        fields[field, default: []].append(String(line.drop { $0 == " " || $0 == "\t" }))
      } else if let colon = line.firstIndex(of: ":") {
        field = String(line[..<colon])
        let rest = line[line.index(after: colon)...].drop { $0 == " " }
        fields[field] = rest.isEmpty ? [] : [String(rest)]
      }
    }
  }

  var isDefault: Bool { fields["Default"] == ["yes"] }
  var priority: Int { fields["Priority"]?.first.flatMap { Int($0) } ?? 0 }
  var isInteractiveOnly: Bool { fields["Session-Interactive-Only"] == ["yes"] }

  private func field(_ word: String) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
  }

  /// The rules of a kind for the first profile of its block.
  func rules(_ word: String) -> [String] {
    fields["\(field(word))-Initial"] ?? fields[field(word)] ?? []
  }

  func isPrimary(_ word: String) -> Bool {
    (fields["\(field(word))-Type"] ?? ["Primary"]) == ["Primary"]
  }

  /// The lines of a block of profiles, with jumps to its end counted.
  static func lines(
    _ profiles: [AuthenticationProfile], _ word: String, isPrimary: Bool
  ) -> [String] {
    let those = profiles.filter { $0.isPrimary(word) == isPrimary && !$0.rules(word).isEmpty }
    var rules: [String] = []
    for (index, profile) in those.enumerated() {
      rules +=
        index == 0 || !isPrimary
        ? profile.rules(word) : profile.fields[profile.field(word)] ?? profile.rules(word)
    }
    // With no rule of its own a block must not deny what follows it.
    if rules.isEmpty, isPrimary { return ["\(word)\t[default=1]\t\t\tpam_permit.so"] }
    return rules.enumerated().map { index, rule in
      let jump = "=\(rules.count - index)"
      let parts = rule.split(separator: "=end", omittingEmptySubsequences: false)
      return "\(word)\t" + parts.joined(separator: jump)
    }
  }
}
