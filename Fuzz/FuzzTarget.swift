import BaseImages
import Dockerfile
import Lint
import Policy
import Shell
import Source

/// The entry point of libFuzzer: reads the bytes as a Dockerfile and as shell text, and checks them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let source = SourceText(name: "fuzz", bytes: bytes)
  guard DockerfileSyntax.parse(source).print() == bytes else { return lost() }
  _ = ShellScript.parse(MappedText(bytes, from: 0), dialect: .bash)
  _ = Prepared.check?.verdict(on: source)
  return 0
}

/// A byte was lost: libFuzzer keeps the input of whatever traps.
private func lost() -> CInt { fatalError("the tree does not print its source") }

private enum Prepared {
  static let check: FileCheck? = {
    let rules = RuleIndex(RuleBook.descriptions)
    guard let options = try? PolicyOptions(profile: "strict", knowing: rules),
      let policy = try? EffectivePolicy(rules: rules, flags: options),
      let today = Day(year: 2026, month: 1, day: 1)
    else { return nil }
    return FileCheck(policy: policy.common, rules: rules, today: today)
  }()
}
