import OCI
import Testing

@Suite struct PlatformTests {
  @Test(arguments: [
    ("linux/amd64", "linux/amd64"), ("linux/x86_64", "linux/amd64"), ("arm64", "linux/arm64"),
    ("linux/arm64/v8", "linux/arm64"), ("linux/arm", "linux/arm/v7"), ("armhf", "linux/arm/v7"),
    ("linux/arm/v6", "linux/arm/v6"), ("aarch64", "linux/arm64"), ("Linux/AMD64", "linux/amd64"),
    ("windows/amd64", "windows/amd64"), ("linux/amd64/v3", "linux/amd64/v3"),
  ])
  func readsWhatPeopleWrite(_ text: String, _ expected: String) {
    #expect(Platform(text)?.description == expected)
  }

  @Test(arguments: ["", "/", "linux/", "a/b/c/d", "linux/am d64", "linux//v7"])
  func refusesWhatIsNone(_ text: String) { #expect(Platform(text) == nil) }

  @Test(arguments: [
    ("linux/arm/v7", "linux/arm/v7", 0), ("linux/arm/v7", "linux/arm/v6", 1),
    ("linux/arm/v6", "linux/arm/v7", nil), ("linux/amd64", "linux/amd64", 0),
    ("linux/amd64/v3", "linux/amd64", 2), ("linux/amd64", "linux/amd64/v3", nil),
    ("linux/arm64", "linux/arm/v7", nil), ("linux/amd64", "windows/amd64", nil),
    ("linux/arm64", "linux/arm64/v8", 0),
  ])
  func knowsWhatRunsWhere(_ wanted: String, _ offered: String, _ distance: Int?) throws {
    let wanted = try #require(Platform(wanted))
    #expect(wanted.distance(to: try #require(Platform(offered))) == distance)
  }
}
