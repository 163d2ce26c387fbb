import BaseImages
import Dockerfile
import Facts
import OCI
import Source

/// How a container that starts as root may come to run as somebody else.
enum PrivilegeDrop {
  /// Programs that run another as another user.
  private static let programs: Set<String> = [
    "gosu", "su-exec", "setpriv", "chpst", "s6-setuidgid", "runuser", "su", "setuidgid", "suexec",
  ]

  /// Programs that manage services and give each its user.
  private static let managers: Set<String> = [
    "init", "systemd", "s6-svscan", "runsvdir", "supervisord", "my_init",
  ]

  /// Servers whose first process opens ports as root, and whose others do the work as somebody else.
  private static let servers: Set<String> = [
    "apache2", "apache2-foreground", "apache2ctl", "httpd", "httpd-foreground", "named", "nginx",
    "php-fpm", "sshd", "unbound",
  ]

  /// Official images whose own entry point or server leaves root behind.
  private static let services: Set<String> = [
    "docker.io/library/ghost", "docker.io/library/httpd", "docker.io/library/mariadb",
    "docker.io/library/mongo", "docker.io/library/mysql", "docker.io/library/nginx",
    "docker.io/library/postgres", "docker.io/library/rabbitmq", "docker.io/library/redis",
    "docker.io/library/wordpress", "docker.io/library/valkey", "docker.io/library/percona",
  ]

  /// Whether something in the image is there to leave root behind when the container starts.
  static func isThere(in stage: StageFacts, _ subject: Subject) -> Bool {
    if isService(stage) { return true }
    let end = stage.end
    for name in ["gosu", "su-exec", "setpriv", "s6-overlay", "runit", "supervisor"]
    where end.installations.has(name) {
      return true
    }
    for path in end.files.entries.keys {
      let name = FilePaths.name(path)
      if name == "gosu" || name == "su-exec" || name.hasPrefix("s6-overlay") { return true }
    }
    var index: Int? = stage.index
    while let current = index {
      let stage = subject.stages[current]
      for step in stage.steps {
        for use in step.commands {
          if let program = use.program, program == "gosu" || program == "su-exec" { return true }
          switch step.kind {
          case .cmd, .entrypoint:
            if use.wrappers.contains(where: programs.contains) { return true }
            if let program = use.program,
              programs.contains(program) || managers.contains(program)
                || servers.contains(program)
            {
              return true
            }
          default: break
          }
        }
      }
      if case .stage(let earlier) = stage.base, earlier < current {
        index = earlier
      } else {
        index = nil
      }
    }
    return false
  }

  private static func isService(_ stage: StageFacts) -> Bool {
    guard let facts = stage.baseFacts else { return false }
    let repository = facts.reference.repository
    let isPHP =
      repository == "docker.io/library/php"
      && facts.tagShape.map { $0.suffix.contains("fpm") || $0.suffix.contains("apache") } == true
    guard services.contains(repository) || isPHP else { return false }
    guard let entrypoint = stage.end.entrypoint, entrypoint.range != nil else { return true }
    // An entry point of the file's own that ends in that of the base leaves root as well.
    return entrypoint.words?.contains { FilePaths.name($0.value).contains("docker-entrypoint") }
      ?? false
  }
}
