import BaseImages
import Dockerfile
import Facts
import Source
import Testing

@Suite struct PackageCommandTests {
  private static func facts(_ text: String) -> DockerfileFacts {
    .of(.parse(SourceText(name: "Dockerfile", text: text)))
  }

  private static func commands(_ run: String) -> [PackageCommand] {
    facts("FROM debian:trixie\nRUN \(run)\n").packageCommands
  }

  @Test(arguments: [
    ("apt-get install -y curl=8 jq/trixie-backports ./a.deb", ["curl=8", "jq=/trixie-backports"]),
    ("apk add --no-cache -t .deps 'gcc~14' git", ["gcc=14", "git="]),
    ("dnf -y install httpd-2.4.62 java-21-openjdk @dev", ["httpd=2.4.62", "java-21-openjdk="]),
    ("pip install 'flask[async]>=3' . ./lib a.whl", ["flask=>=3"]),
    ("npm install @a/b@1 c", ["@a/b=1", "c="]),
    ("gem install rake:13 bundler", ["rake=13", "bundler="]),
    ("go install a.b/c@v1", ["a.b/c=v1"]),
  ])
  func packages(run: String, expected: [String]) {
    let found = Self.commands(run).flatMap(\.packages).map { "\($0.name)=\($0.version ?? "")" }
    #expect(found == expected)
  }

  @Test(arguments: [
    ("apt-get -o A=b install -y curl -t trixie jq", ["curl", "jq"]),
    ("python3 -m pip install --index-url x flask -r r.txt", ["flask"]),
    ("uv pip sync requirements.txt", ["requirements.txt"]), ("yarn global add serve", ["serve"]),
    ("npm ci --omit=dev", []),
  ])
  func operands(run: String, expected: [String]) {
    #expect(Self.commands(run).flatMap(\.operands).map(\.best) == expected)
  }

  @Test(arguments: [
    "python${V} -m pip install a", "/usr/bin/python3.$V -m pip install a", "pip$V install a",
  ])
  func versionedNamesOfPythonAreKnown(run: String) {
    #expect(Self.commands(run).map(\.verb) == [.install])
  }

  @Test func aDigestThatIsNotFilledInLeavesTheFactsOfTheImage() {
    let stage = Self.facts("FROM python:3.13-slim@sha256:<digest>\n").stages.first
    #expect(stage?.baseFacts?.libc == "glibc")
    #expect(stage?.start.user.isRoot == true)
  }
}
