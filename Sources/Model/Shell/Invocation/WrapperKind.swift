/// How a program that runs another takes its own arguments.
struct WrapperKind {
  /// The short flags whose value is the rest of the word or the next one.
  var valueLetters = ""
  /// The long flags whose value is the next word unless `=` follows.
  var valueNames: Set<String> = []
  /// The flags with which it runs nothing.
  var queryFlags: Set<String> = []
  /// How many words stand between its flags and the command.
  var operands = 0
  /// Whether assignments may stand before the command.
  var takesAssignments = false

  /// The index of the word that names what it runs; nil where it runs nothing.
  func end(_ words: [Word], _ start: Int) -> Int? {
    var index = start + 1
    var left = operands
    flags: while index < words.count {
      let word = words[index]
      let text = word.literalPrefix
      if text == "--", !word.containsExpansion {
        index += 1
        break
      }
      guard text.utf8.first == Byte.minus, text.utf8.count > 1 else { break }
      if queryFlags.contains(text) { return nil }
      index += 1
      if text.hasPrefix("--") {
        if valueNames.contains(String(text.dropFirst(2))) { index += 1 }
        continue
      }
      let letters = text.dropFirst()
      for (place, letter) in zip(letters.indices, letters) where valueLetters.contains(letter) {
        if letters.index(after: place) == letters.endIndex, !word.containsExpansion { index += 1 }
        continue flags
      }
    }
    while index < words.count {
      if takesAssignments, words[index].assignmentName != nil {
        index += 1
      } else if left > 0 {
        left -= 1
        index += 1
      } else {
        return index
      }
    }
    return nil
  }

  /// The kind by the name of the program; nil where the program is no wrapper.
  static func named(_ name: String) -> WrapperKind? {
    switch name {
    case "sudo":
      return WrapperKind(
        valueLetters: "ughpCrtTUDR",
        valueNames: [
          "user", "group", "host", "prompt", "close-from", "role", "type", "command-timeout",
          "other-user", "chdir", "chroot",
        ],
        queryFlags: ["-l", "-v", "-V", "-e", "--list", "--validate", "--version", "--edit"],
        takesAssignments: true)
    case "doas": return WrapperKind(valueLetters: "uC")
    case "env":
      return WrapperKind(
        valueLetters: "uCS", valueNames: ["unset", "chdir", "split-string"], takesAssignments: true)
    case "exec": return WrapperKind(valueLetters: "a")
    case "command": return WrapperKind(queryFlags: ["-v", "-V", "-pv", "-pV"])
    case "builtin", "nohup", "eatmydata", "busybox", "fakeroot", "catchsegv", "setsid",
      "linux32", "linux64", "unbuffer", "noglob", "nocorrect":
      return WrapperKind()
    case "nice": return WrapperKind(valueLetters: "n", valueNames: ["adjustment"])
    case "ionice":
      return WrapperKind(
        valueLetters: "cnpPu", valueNames: ["class", "classdata"], queryFlags: ["-p", "--pid"])
    case "stdbuf":
      return WrapperKind(valueLetters: "ioe", valueNames: ["input", "output", "error"])
    case "time": return WrapperKind(valueLetters: "fo", valueNames: ["format", "output"])
    case "timeout":
      return WrapperKind(valueLetters: "sk", valueNames: ["signal", "kill-after"], operands: 1)
    case "xargs":
      return WrapperKind(
        valueLetters: "adEILnPs",
        valueNames: [
          "arg-file", "delimiter", "max-lines", "max-args", "max-procs", "max-chars", "replace",
        ])
    case "gosu", "su-exec", "s6-setuidgid", "setuidgid", "setarch": return WrapperKind(operands: 1)
    case "chroot":
      return WrapperKind(valueNames: ["userspec", "groups"], operands: 1)
    case "setpriv":
      return WrapperKind(
        valueNames: [
          "reuid", "regid", "ruid", "rgid", "euid", "egid", "groups", "securebits", "inh-caps",
          "bounding-set", "ambient-caps", "selinux-label", "apparmor-profile", "pdeathsig",
        ], queryFlags: ["-d", "--dump"])
    case "runuser":
      return WrapperKind(
        valueLetters: "ugG", valueNames: ["user", "group", "supp-group"],
        queryFlags: ["-c", "-l", "--command", "--login", "-lc"])
    case "tini", "dumb-init":
      return WrapperKind(valueLetters: "per", queryFlags: ["--version", "-h", "--help"])
    case "chrt": return WrapperKind(valueLetters: "TPD", operands: 1)
    case "taskset": return WrapperKind(queryFlags: ["-p", "--pid"], operands: 1)
    case "xvfb-run":
      return WrapperKind(
        valueLetters: "efnpsw",
        valueNames: ["error-file", "auth-file", "server-num", "server-args", "wait"])
    default: return nil
    }
  }
}
