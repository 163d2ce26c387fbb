import TestSupport
import Testing

@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct LayerFormTests {
  /// A layer has one form, whether it is made of files or of another form, and links are counted once.
  @Test func oneFormByEveryWay() throws {
    let place = try Workplace()
    try place.folder.script("head -c 36000000 /dev/urandom > context/a && ln context/a context/b")
    try place.folder.write("context/Dockerfile", "FROM base\nCOPY a b /\n")
    #expect(try place.build("one").succeeded)
    let plain = ["-o", "type=image,compression=uncompressed"]
    #expect(try place.build("two", plain).succeeded)
    let again = try place.build("two")
    #expect(again.succeeded && again.done == 0, "\(again.text)")
    #expect(try place.layers("one") == place.layers("two"))
  }
}
