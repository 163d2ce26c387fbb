import Host
import TestSupport
import Testing

@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct CopyAttributesTests {
  /// What an image has on a file, whatever its mode and size, goes with a copy of it.
  @Test func attributesGoWithCopies() throws {
    let place = try Workplace()
    let files = [("empty", "0644"), ("plain", "0644"), ("program", "0755")]
    try place.folder.script(
      """
      mkdir given && touch given/empty && echo x > given/plain && echo x > given/program
      chmod 644 given/* && chmod 755 given/program
      python3 - given given.tar <<'END'
      import os, sys, tarfile
      with tarfile.open(sys.argv[2], "w", format=tarfile.PAX_FORMAT) as tar:
          for name in sorted(os.listdir(sys.argv[1])):
              path = sys.argv[1] + "/" + name
              info = tar.gettarinfo(path, name)
              info.pax_headers = {"SCHILY.xattr.user.note": "hello"}
              tar.addfile(info, open(path, "rb"))
      END
      """)
    #expect(
      try place.run("one", ["image", "import", place.folder.at("given.tar"), "given"]).succeeded)
    try place.folder.write("context/Dockerfile", "FROM scratch\nCOPY --from=given / /\n")
    let result = try place.build("one", ["-o", "type=tar,dest=\(place.folder.at("out.tar"))"])
    #expect(result.succeeded, "\(result.text)")
    let told = try place.folder.script(
      """
      python3 - <<'END'
      import tarfile
      for entry in tarfile.open("out.tar"):
          print(entry.name, "%04o" % entry.mode, entry.pax_headers.get("SCHILY.xattr.user.note"))
      END
      """)
    let lines = String(decoding: told, as: UTF8.self)
    for (name, mode) in files { #expect(lines.contains("\(name) \(mode) hello"), "\(lines)") }
  }
}
