import Dockerfile
import Facts

/// The signals that stop containers.
enum StopSignals {
  /// The name of a signal with `SIG`, from any way to write it; nil where it is none.
  static func canonical(_ text: String) -> String? {
    if let number = Int(text) { return numbers[number] }
    var name = text.uppercased()
    if !name.hasPrefix("SIG") { name = "SIG" + name }
    if names.contains(name) { return name }
    guard name.hasPrefix("SIGRTM"), let sign = name.firstIndex(where: { $0 == "+" || $0 == "-" }),
      let offset = Int(name[name.index(after: sign)...]), offset <= 30
    else { return name == "SIGRTMIN" || name == "SIGRTMAX" ? name : nil }
    let start = name[..<sign]
    return start == "SIGRTMIN" || start == "SIGRTMAX" ? name : nil
  }

  /// Numbers of Linux on x86 and ARM.
  private static let numbers: [Int: String] = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 9: "SIGKILL",
    10: "SIGUSR1", 12: "SIGUSR2", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM", 18: "SIGCONT",
    19: "SIGSTOP", 20: "SIGTSTP", 28: "SIGWINCH", 30: "SIGPWR", 37: "SIGRTMIN+3",
  ]

  private static let names: Set<String> = [
    "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL",
    "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGCHLD", "SIGCONT",
    "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM",
    "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS", "SIGPOLL",
  ]

  /// The signal that a program takes as a wish to end its work in order, where it is not SIGTERM.
  static func graceful(_ program: String) -> (signal: String, reason: String)? {
    switch program {
    case "nginx", "openresty":
      ("SIGQUIT", "nginx drops open connections on SIGTERM and finishes them on SIGQUIT")
    case "systemd":
      ("SIGRTMIN+3", "systemd restarts itself on SIGTERM and halts on SIGRTMIN+3")
    default: nil
    }
  }

  /// The program that a stage starts, where systemd is known by its path.
  static func program(of start: StartCommand) -> String? {
    guard let path = start.main?.path?.value ?? start.words.first?.value else { return nil }
    if path == "/sbin/init" || path == "/usr/sbin/init" || path.hasSuffix("/systemd/systemd") {
      return "systemd"
    }
    return start.main?.program
  }
}
