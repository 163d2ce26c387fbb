import Source
import Testing

@Suite struct EditDistanceTests {
  @Test(arguments: [
    ("ab", "ba", 1), ("abc", "abc", 0), ("kitten", "sitting", 3), ("", "abc", 3), ("ca", "abc", 3),
  ])
  func measures(left: String, right: String, distance: Int) {
    #expect(EditDistance.between(Array(left.utf8), Array(right.utf8)) == distance)
  }
}
