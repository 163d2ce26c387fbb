import BaseImages
import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let daemonizedStart = Rule(
    "daemonized-start", .runtime, .error,
    summary: "The container starts a server that goes to the background, and so ends at once.",
    why: """
      A container lives as long as its process 1. nginx, httpd and others fork by default and let the \
      first process end; `service … start` and `systemctl start` return when the service runs. The \
      container stops right after, with status 0 and no word.
      """,
    references: ["https://docs.docker.com/engine/containers/multi-service_container/"],
    examples: [
      .flags(
        """
        FROM debian:13
        RUN apt-get update && apt-get install -y nginx
        CMD ["‹nginx›"]
        """),
      .flags(
        """
        FROM debian:13
        CMD ‹service› apache2 start
        """),
      .flags(
        """
        FROM debian:13
        COPY app /app
        CMD ["sh", "-c", "migrate && ‹service› nginx start"]
        """),
      .flags(
        """
        FROM fedora:42
        CMD ["‹httpd›"]
        """),
      .flags(
        """
        FROM node:22
        CMD ["‹pm2›", "start", "server.js"]
        """),
      .flags(
        """
        FROM debian:13
        CMD ‹cron›
        """),
      .accepts(
        """
        FROM alpine:3.20
        CMD ["crond", "-f", "-l", "2"]
        """),
      .accepts(
        """
        FROM nginx:1.27
        CMD ["nginx", "-g", "daemon off;"]
        """),
      .accepts(
        """
        FROM debian:13
        COPY nginx.conf /etc/nginx/nginx.conf
        CMD ["nginx"]
        """, note: "The configuration may say `daemon off`."),
      .accepts(
        """
        FROM debian:13
        RUN echo "daemon off;" >> /etc/nginx/nginx.conf
        CMD ["nginx"]
        """),
      .accepts(
        """
        FROM debian:13
        CMD service nginx start && tail -f /var/log/nginx/access.log
        """),
      .accepts(
        """
        FROM fedora:42
        CMD ["httpd", "-DFOREGROUND"]
        """),
    ],
    check: { subject, findings in
      for stage in subject.facts.startedStages {
        guard let start = stage.startCommand, start.isCertain, start.range != nil,
          let main = start.main, let path = main.path, !path.range.isEmpty, let name = main.program,
          let remedy = remedy(name, main, stage),
          main.arguments.allSatisfy({ $0.value != nil })
        else { continue }
        let place = start.bare(path.range)
        findings.report(
          place, "`\(name)` goes to the background, so that the container ends at once",
          help: remedy)
      }
    })

  /// What keeps the program in the foreground; nil where it stays there, or may.
  private static func remedy(_ name: String, _ use: CommandUse, _ stage: StageFacts) -> String? {
    let arguments = use.arguments.compactMap(\.value)
    func has(_ texts: String...) -> Bool {
      arguments.contains { argument in texts.contains { argument.contains($0) } }
    }
    switch name {
    case "nginx":
      if has("daemon off", "-t", "-T", "-v", "-V", "-h", "-s", "-c", "-p") { return nil }
      return mayConfigure("/etc/nginx", stage)
        ? nil : "Write `[\"nginx\", \"-g\", \"daemon off;\"]`"
    case "httpd", "apache2":
      if has("FOREGROUND", "NO_DETACH", "-X", "-t", "-v", "-V", "-k", "-S", "-M", "-l", "-h") {
        return nil
      }
      return "Write `-DFOREGROUND` behind it"
    case "apachectl", "apache2ctl":
      return arguments.last == "start" && arguments.count == 1
        ? "Write `-DFOREGROUND` in place of `start`" : nil
    case "service", "invoke-rc.d":
      guard arguments.count == 2, ["start", "restart"].contains(arguments[1]) else { return nil }
      return "Start the program itself in the foreground"
    case "systemctl":
      guard ["start", "restart"].contains(arguments.first ?? "") else { return nil }
      return "Start the program itself in the foreground; no systemd runs in the container"
    case "sshd":
      return has("-D", "-d", "-t", "-T", "-i", "-f") ? nil : "Write `-D` behind it"
    default: return background(name, arguments)
    }
  }

  /// What keeps a program in the foreground that its own options send to the background.
  private static func background(_ name: String, _ arguments: [String]) -> String? {
    func has(_ texts: String...) -> Bool { arguments.contains { texts.contains($0) } }
    switch name {
    case "pm2":
      guard ["start", "restart", "reload"].contains(arguments.first { !$0.hasPrefix("-") } ?? ""),
        !has("--no-daemon", "--attach")
      else { return nil }
      return "Write `pm2-runtime`, which stays in the foreground"
    case "forever": return arguments.first == "start" ? "Run the script itself" : nil
    case "cron": return arguments.isEmpty ? "Write `-f` behind it" : nil
    case "crond":
      return has("-f", "-n", "-x", "-h")
        || arguments.contains { $0.hasPrefix("-f") || $0.hasPrefix("-n") }
        ? nil : "Write `-f` behind it, or `-n` for cronie"
    case "gunicorn": return has("-D", "--daemon") ? "Leave out `--daemon`" : nil
    case "mongod": return has("--fork") ? "Leave out `--fork`" : nil
    case "haproxy": return has("-D") ? "Leave out `-D`" : nil
    case "redis-server":
      guard let index = arguments.firstIndex(of: "--daemonize"), index + 1 < arguments.count,
        arguments[index + 1] == "yes"
      else { return nil }
      return "Leave out `--daemonize yes`"
    default: return nil
    }
  }

  /// Whether the file may change the configuration in a folder.
  private static func mayConfigure(_ folder: String, _ stage: StageFacts) -> Bool {
    for step in stage.steps {
      switch step.instruction.body {
      case .copy(let transfer), .add(let transfer):
        if FilePaths.name(transfer.destination.value).hasSuffix(".conf") { return true }
        let target = transfer.destination.value
        if !target.hasPrefix("/") || target.contains("$") { return true }
        if FilePaths.isWithin(FilePaths.clean(target), folder)
          || FilePaths.isWithin(folder, FilePaths.clean(target))
        {
          return true
        }
      case .run:
        for use in step.commands {
          guard let name = use.program else { return true }
          if ProgramPresence.isQuiet(name) {
            if ["echo", "printf", "sed", "cat", "tee", "ln"].contains(name) { return true }
            continue
          }
          if ["apt-get", "apt", "apk", "yum", "dnf", "microdnf"].contains(name) { continue }
          return true
        }
      default: break
      }
    }
    if case .stage = stage.base { return true }
    if case .fragment = stage.rootBase { return false }
    return stage.baseFacts?.hasTool("nginx") != false
  }
}
