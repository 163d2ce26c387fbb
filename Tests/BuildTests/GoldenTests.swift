import Documents
import Foundation
import Host
import TestSupport
import Testing

/// Cases of others whose results BuildKit made.
@Suite(.enabled(if: BuildYard.isPossible, "needs root, busybox and a container runtime"))
struct GoldenTests {
  struct Golden: Sendable, CustomTestStringConvertible {
    let file: String
    let json: JSON
    var testDescription: String { file }
  }

  static let goldens: [Golden] = {
    guard Conformance.isPresent else { return [] }
    return Conformance.names("builder/goldens").compactMap { name in
      guard let bytes = try? Conformance.bytes("builder/goldens/\(name)"),
        let json = try? JSON(reading: bytes, name: name)
      else { return nil }
      // The stand-in for Debian has a shell of its own, which no busybox is.
      let text = json["dockerfile"]?.string ?? ""
      return text.contains("/bin/bash") ? nil : Golden(file: name, json: json)
    }
  }()

  @Test(.enabled(if: Conformance.isPresent), arguments: GoldenTests.goldens)
  func makesTheImageThatBuildKitMakes(golden: Golden) throws {
    let yard = try BuildYard.shared.get()
    let place = try TemporaryFolder()
    try place.write("Dockerfile", golden.json["dockerfile"]?.string ?? "")
    let root = Conformance.root.appending(path: "builder/contexts").path
    let source = golden.json["contextDir"]?.string.map { "\(root)/\($0)" }
    try place.script(source.map { "cp -r '\($0)' c; chmod -R u+w c" } ?? "mkdir c")
    // Links came to the data as files that hold where they lead.
    _ = try place.python(
      """
      import os
      for r, ds, fs in list(os.walk('c')):
          for n in fs:
              p = os.path.join(r, n)
              t = open(p, 'rb').read(200)
              if t.startswith(b'../') and b'\\n' not in t and os.path.getsize(p) < 60:
                  os.remove(p); os.symlink(t.decode(), p)
      for r, ds, fs in os.walk('c'):
          for n in ds + fs:
              p = os.path.join(r, n)
              if os.path.isdir(p) and not os.path.islink(p): os.chmod(p, 0o775)
              elif not os.path.islink(p): os.chmod(p, 0o755 if os.stat(p).st_mode & 0o100 else 0o664)
              os.utime(p, (1485449953, 1485449953), follow_symlinks=False)
      """)
    var words = ["build", "--timestamps", "keep", "-f", place.at("Dockerfile")]
    for argument in golden.json["buildArgs"]?.array ?? [] {
      words += ["--build-arg", argument.string ?? ""]
    }
    let outcome = try yard.run(words + ["-o", "type=oci,dest=\(place.at("out"))", place.at("c")])
    if golden.json["rc"]?.numberText != "0" {
      #expect(!outcome.succeeded, "BuildKit says: \(golden.json["error"]?.text() ?? "")")
      return
    }
    #expect(outcome.succeeded, "\(outcome.errorText)")
    guard outcome.succeeded else { return }
    let tools = Conformance.root.deletingLastPathComponent().appending(path: "tools/goldens.py")
      .path
    try place.write("golden.json", golden.json.text())
    let difference = try? place.run("python3", [tools, place.at("out"), place.at("golden.json")])
    #expect(difference != nil, "\(golden.json["dockerfile"]?.string ?? "")")
  }
}
