import Archive
import Layers
import Source

/// Files whose permissions give more than they should (`noSuid`).
enum PermissionCheck {
  /// Paths of programs that run as their owner or group, but for those allowed.
  static func setuid(_ image: ProvenImage, allowed: [String] = []) -> ProofResult {
    var result = ProofResult("No Setuid Test")
    image.tree.forEach { path, file in
      guard file.kind == .file, file.mode & 0o6000 != 0, file.mode & 0o111 != 0,
        !allowed.contains(path.text)
      else { return }
      result.add(
        path.text, expected: "neither setuid nor setgid", seen: FilePermissions(file).listText)
    }
    return result
  }

  /// Paths that everybody may write: files, and folders in which all may remove what others made.
  static func writableByAll(_ image: ProvenImage) -> ProofResult {
    var result = ProofResult("World-Writable Test")
    image.tree.forEach { path, file in
      guard file.mode & 0o002 != 0, !file.isImplied else { return }
      switch file.kind {
      case .file: break
      case .folder: if file.mode & 0o1000 != 0 { return }
      case .symbolicLink, .characterDevice, .blockDevice, .pipe: return
      }
      result.add(
        path.text, expected: "not writable by all", seen: FilePermissions(file).listText)
    }
    return result
  }
}
