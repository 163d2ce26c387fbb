import Facts
import Testing

@Suite struct FilePathsTests {
  @Test(arguments: [
    ("/", "/"), ("", "/"), ("//", "/"), ("/.", "/"), ("/..", "/"), ("/app", "/app"),
    ("/app/", "/app"), ("app", "/app"), ("/app//src", "/app/src"), ("/app/./src/.", "/app/src"),
    ("/app/../src", "/src"), ("/../a/../..", "/"), ("/app/.venv/bin", "/app/.venv/bin"),
    ("/..a/b..", "/..a/b.."), ("./a", "/a"),
  ])
  func cleans(path: String, clean: String) {
    #expect(FilePaths.clean(path) == clean)
  }
}
