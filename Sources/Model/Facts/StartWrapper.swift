/// The programs that run what stands behind them and get out of the way.
enum StartWrapper {
  /// How many words a wrapper takes before what it runs; nil where none stands there, or where
  /// what it runs cannot be told.
  static func length(_ words: ArraySlice<String>, isInherited: Bool) -> Int? {
    guard let first = words.first else { return nil }
    let name = FilePaths.name(first)
    let rest = words.dropFirst()
    let count: Int?
    switch name {
    case "tini", "tini-static", "dumb-init", "catatonit", "docker-init", "nice", "nohup", "time",
      "stdbuf", "setsid", "exec", "ddtrace-run", "chronic":
      count = afterOptions(rest, valued: ["-p", "-e", "-n", "-r", "--rewrite", "--adjustment"])
    case "env":
      count = afterOptions(rest, valued: ["-u", "-C"]).map { start in
        start + rest.dropFirst(start).prefix { $0.contains("=") }.count
      }
    case "gosu", "su-exec", "setuidgid", "s6-setuidgid":
      count = afterOptions(rest, valued: []).map { $0 + 1 }
    case "timeout":
      count = afterOptions(rest, valued: ["-s", "-k", "--signal", "--kill-after"]).map { $0 + 1 }
    case "poetry", "pipenv", "pdm", "rye", "hatch", "pixi":
      count = rest.first == "run" ? afterOptions(rest.dropFirst(), valued: []).map { $0 + 1 } : nil
    case "uv":
      count =
        rest.first == "run"
        ? afterOptions(rest.dropFirst(), valued: uvOptions).map { $0 + 1 } : nil
    case "conda", "mamba", "micromamba":
      count =
        rest.first == "run"
        ? afterOptions(rest.dropFirst(), valued: ["-n", "--name", "-p", "--prefix", "--cwd"])
          .map { $0 + 1 } : nil
    case "bundle":
      count = rest.first == "exec" ? 1 : nil
    case "newrelic-admin":
      count = rest.first == "run-program" ? 1 : nil
    case "doppler", "infisical", "op", "chamber", "dotenv", "wait-for-it", "wait-for-it.sh",
      "wait-for", "wait-for.sh", "with-contenv", "dockerize":
      count = rest.firstIndex(of: "--").map { $0 - rest.startIndex + 1 }
    default:
      // The entry points of official images run their arguments as a command.
      count = isInherited && name.contains("entrypoint") ? 0 : nil
    }
    guard let count, count < rest.count, count >= 0 else { return nil }
    return count + 1
  }

  private static let uvOptions: Set<String> = [
    "--with", "--with-editable", "--with-requirements", "--python", "-p", "--package", "--extra",
    "--no-extra", "--group", "--no-group", "--only-group", "--env-file", "--project", "--directory",
    "--index", "--index-url", "--refresh-package", "--config-file", "--cache-dir",
  ]

  /// How many options and values of options stand in front; nil where an option decides what runs.
  private static func afterOptions(_ words: ArraySlice<String>, valued: Set<String>) -> Int? {
    var index = words.startIndex
    while index < words.endIndex {
      let word = words[index]
      if word == "--" { return index - words.startIndex + 1 }
      guard word.hasPrefix("-"), word.utf8.count > 1 else { break }
      if word == "-m" || word == "--module" || word == "-s" || word == "--script" {
        // tini has a plain `-s`; uv runs a module or a script.
        guard word == "-s", !valued.contains("--with") else { return nil }
      }
      index += valued.contains(word) ? 2 : 1
    }
    return min(index, words.endIndex) - words.startIndex
  }
}
