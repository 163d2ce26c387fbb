import Documents
import Testing

@Suite struct DateTests {
  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777 as Int64?),
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000),
    ("Sat, 11 Jul 2026 10:16:37 UTC", 1_783_764_997), ("Sun Nov  6 08:49:37 1994", nil), ("", nil), ("Sun, 06 Foo 1994 08:49:37 GMT", nil),
    ("Sun, 06 Nov 1994 08:49 GMT", nil), ("Sun, 06 Nov 1994 -8:49:37 GMT", nil),
  ])
  func readsDatesOfMail(text: String, seconds: Int64?) {
    #expect(MailDate.seconds(text) == seconds)
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2024-02-29T12:00:00Z", 1_709_208_000),
    ("2000-03-01T00:00:01Z", 951_868_801), ("2100-12-31T23:59:59Z", 4_133_980_799),
  ])
  func writesAndReadsMoments(text: String, seconds: Int64) {
    #expect(Timestamp.text(seconds) == text)
    #expect(Timestamp.seconds(text) == seconds)
  }

  @Test(arguments: ["", "2024-02-29", "2024-13-29T12:00:00Z", "2024-02-29T12:00:00+01:00"])
  func knowsWhatIsNoMoment(text: String) { #expect(Timestamp.seconds(text) == nil) }
}
