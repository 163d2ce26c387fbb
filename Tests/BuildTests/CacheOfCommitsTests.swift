import Host
import Store
import TestSupport
import Testing

@testable import Build

@Suite(.enabled(if: TemporaryFolder.has("git"), "takes git"))
struct CacheOfCommitsTests {
  /// Ways in which a repository names its commit.
  @Test(arguments: [
    "true", "git pack-refs --all", "git checkout -q --detach", "git gc -q",
    "git worktree add -q ../tree",
  ])
  func findsTheTimeAndKeepsIt(_ change: String) throws {
    let folder = try TemporaryFolder()
    try folder.script(
      """
      mkdir repository && cd repository && git init -q -b main
      export GIT_COMMITTER_DATE='1234567890 +0000' GIT_AUTHOR_DATE='1000000000 +0000'
      git -c user.name=a -c user.email=a@b commit -q --allow-empty -m one
      \(change)
      """)
    let place = folder.at(change.contains("worktree") ? "tree" : "repository")
    let hash = try #require(GitCommit.head(of: place))
    let told = try folder.script("git -C \(place) rev-parse HEAD")
    #expect(hash == String(decoding: told, as: UTF8.self).filter { !$0.isWhitespace })
    let store = try ContentStore(folder.at("store"))
    #expect(GitCommit.time(of: place, store) == 1_234_567_890)
    #expect(GitCommit.time(of: place, store) == 1_234_567_890)
    #expect(GitCommit.time(of: "/", store) == nil)
  }

  @Test(arguments: ["ref: refs/../../x", "ref: HEAD", "", "zz", "ref: refs/heads/gone"])
  func leavesOddRepositoriesToGit(_ head: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(".git/HEAD", head + "\n")
    try folder.write("x", String(repeating: "a", count: 40))
    #expect(GitCommit.head(of: folder.path) == nil)
  }
}
