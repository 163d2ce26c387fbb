/// A value on the heap, so that whatever holds it is cheap to copy.
///
/// Steps and stages are handed from rule to rule; a copy of all their parts each time would cost more
/// than the rules themselves.
final class Boxed<Value: Sendable>: Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
}
