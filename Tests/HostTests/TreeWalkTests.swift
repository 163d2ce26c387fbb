import Host
import Source
import TestSupport
import Testing

@Suite struct TreeWalkTests {
  @Test func visitsEachFileOnceInOneOrder() throws {
    let folder = try TemporaryFolder()
    for file in ["b/Dockerfile", "a/Dockerfile", "Dockerfile", "a/other", ".git/Dockerfile"] {
      try folder.write(file, file)
    }
    try folder.shell("ln", "-s", "..", "a/up")
    try folder.shell("ln", "-s", "../a/Dockerfile", "b/Dockerfile2")
    try folder.shell("ln", "-s", "nowhere", "Dockerfile.gone")
    try folder.shell("mkfifo", "Dockerfile.pipe")
    let found = TreeWalk().files(below: folder.path) { $0.hasPrefix("Dockerfile") }
    let names = found.files.map { String($0.dropFirst(folder.path.count + 1)) }
    #expect(names == ["Dockerfile", "Dockerfile.gone", "a/Dockerfile", "b/Dockerfile"])
    #expect(found.failures.isEmpty)
  }

  @Test func obeysPatternsAboveTheStart() throws {
    let folder = try TemporaryFolder()
    try folder.write(".git/HEAD", "")
    try folder.write(".gitignore", "out/\nsub/no\n")
    for file in ["sub/no", "sub/yes", "sub/out/yes", "out/yes"] { try folder.write(file, file) }
    func found(_ start: String, _ walk: TreeWalk = TreeWalk()) -> [String] {
      walk.files(below: folder.at(start)) { _ in true }.files
        .map { String($0.dropFirst(folder.path.count + 1)) }
    }
    #expect(found("sub") == ["sub/yes"])
    // A folder that is named is looked into, whatever the patterns say of it.
    #expect(found("out") == ["out/yes"])
    #expect(found("sub", TreeWalk(obeysGitIgnore: false)) == ["sub/no", "sub/out/yes", "sub/yes"])
  }

  @Test func isBounded() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/b/c/d/file")
    for name in 0..<20 { try folder.write("\(name)") }
    var walk = TreeWalk()
    walk.depthLimit = 2
    #expect(walk.files(below: folder.path) { _ in true }.failures.count == 1)
    walk = TreeWalk()
    walk.entryLimit = 10
    let found = walk.files(below: folder.path) { _ in true }
    #expect(found.files.count <= 10)
    #expect(found.failures.count == 1)
    #expect(TreeWalk().files(below: folder.at("none")) { _ in true }.failures.count == 1)
  }
}
