/// The places of a file that name images: those that can be pinned and those that are left.
public struct PinPlaces: Sendable {
  /// The places that a digest can be written at, in the order of the source.
  public internal(set) var places: [PinPlace] = []
  /// The places that are left, in the order of the source.
  public internal(set) var obstacles: [PinObstacle] = []

  /// No places.
  init() {}

  /// Leaves the places that a test tells a reason for.
  mutating func leave(_ reason: (PinPlace) -> String?) {
    var kept: [PinPlace] = []
    for place in places {
      if let text = reason(place) {
        obstacles.append(PinObstacle(place.role, place.text, place.range, text))
      } else {
        kept.append(place)
      }
    }
    places = kept
  }

  /// Brings both lists into the order of the source.
  mutating func sort() {
    places.sort { $0.range < $1.range }
    obstacles.sort { $0.range < $1.range }
  }
}
