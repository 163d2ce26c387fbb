/// A span of time as people read it.
public enum Age {
  /// The span in its largest unit, such as `3 d` or `45 min`.
  public static func text(seconds: Int64) -> String {
    switch seconds {
    case ..<60: "\(max(0, seconds)) s"
    case ..<3600: "\(seconds / 60) min"
    case ..<86_400: "\(seconds / 3600) h"
    case ..<(86_400 * 14): "\(seconds / 86_400) d"
    case ..<(86_400 * 61): "\(seconds / (86_400 * 7)) wk"
    case ..<(86_400 * 730): "\(seconds / (86_400 * 30)) mo"
    default: "\(seconds / (86_400 * 365)) a"
    }
  }
}
