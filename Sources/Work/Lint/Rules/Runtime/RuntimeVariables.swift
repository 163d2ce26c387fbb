import Dockerfile
import Facts
import Source

/// The variables that are set in a container although no file sets them.
enum RuntimeVariables {
  /// Whether the runtime, the shell or a common platform sets a variable.
  static func isProvided(_ name: String) -> Bool {
    known.contains(name) || prefixes.contains { name.hasPrefix($0) }
  }

  /// Whether a variable is by its name a place for more arguments, which may be empty.
  static func isOptional(_ name: String) -> Bool {
    let name = name.uppercased()
    return suffixes.contains { name.hasSuffix($0) } || name.hasPrefix("EXTRA")
  }

  private static let suffixes = [
    "OPTS", "OPTIONS", "ARGS", "FLAGS", "PARAMS", "EXTRA", "ARGUMENTS", "CMD", "COMMAND", "CMDLINE",
  ]

  private static let prefixes = [
    "KUBERNETES_", "ECS_", "AWS_", "K_", "CLOUD_RUN_", "HEROKU_", "RAILWAY_", "FLY_", "RENDER_",
    "WEBSITE_", "AZURE_", "GAE_", "GOOGLE_", "VCAP_", "CF_", "SM_", "AIP_", "NOMAD_", "POD_",
    "BASH", "LC_", "SLURM_", "OMPI_",
  ]

  private static let known: Set<String> = [
    "PATH", "HOME", "HOSTNAME", "TERM", "PWD", "OLDPWD", "SHLVL", "PPID", "UID", "EUID", "IFS",
    "RANDOM", "SECONDS", "LINENO", "OPTARG", "OPTIND", "OPTERR", "SHELL", "USER", "LOGNAME", "LANG",
    "PS1", "PS2", "PS4", "REPLY", "GROUPS", "container", "PORT", "DYNO", "DATABASE_URL",
    "REDIS_URL",
    "SERVICE_NAME", "NODE_NAME", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy",
    "https_proxy", "no_proxy", "PIPESTATUS", "FUNCNAME", "MACHTYPE", "OSTYPE", "HOSTTYPE", "_",
    "FUNCTIONS_HTTPWORKER_PORT", "TARGET", "SSH_AUTH_SOCK", "DISPLAY",
  ]
}

extension RuntimeVariables {
  /// Whether an instruction of a file names a variable, other than to set it.
  static func isMentioned(_ name: String, in subject: Subject) -> Bool {
    let wanted = Array(name.utf8)
    for stage in subject.stages {
      for step in stage.steps {
        let instruction = step.instruction
        if instruction.kind == .env || instruction.kind == .arg {
          for pair in instruction.pairs
          where pair.value.map({ holds($0.text.bytes, wanted) }) == true {
            return true
          }
        } else if holds(instruction.rest.bytes, wanted)
          || instruction.heredocs.contains(where: { holds($0.content.bytes, wanted) })
        {
          return true
        }
      }
    }
    return false
  }

  /// Whether a name stands in a text as a word of its own.
  private static func holds(_ bytes: [UInt8], _ name: [UInt8]) -> Bool {
    guard !name.isEmpty, bytes.count >= name.count else { return false }
    for start in 0...(bytes.count - name.count) where bytes[start] == name[0] {
      let end = start + name.count
      guard bytes[start..<end].elementsEqual(name) else { continue }
      if start > 0, isName(bytes[start - 1]) { continue }
      if end < bytes.count, isName(bytes[end]) { continue }
      return true
    }
    return false
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == 0x5F
  }
}
