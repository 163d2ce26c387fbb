import BaseImages
import Testing

@Suite struct DayTests {
  @Test(arguments: [
    ("2026-08-21", true), ("2024-02-29", true), ("2025-02-29", false), ("2026-13-01", false),
    ("2026-00-10", false), ("2026-8-1", false), ("", false), ("2026-08-32", false),
    ("+026-01-01", false), ("2026-08-21 ", false),
  ])
  func reads(_ text: String, isDay: Bool) {
    #expect((Day(text) != nil) == isDay)
    if let day = Day(text) { #expect(day.description == text) }
  }

  @Test func orders() throws {
    let days = try ["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01"].map {
      try #require(Day($0))
    }
    #expect(days == days.shuffled().sorted())
  }
}
