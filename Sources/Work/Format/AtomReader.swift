import Dockerfile
import Facts
import Shell
import Source

/// Cuts an instruction into atoms.
struct AtomReader {
  let reader: GapReader
  /// What the facts say of the instruction; nil for FROM and what stands before it.
  let step: Step?

  private var bytes: [UInt8] { reader.bytes }

  /// The atoms from the keyword on; nil where nothing but the keyword may change.
  func atoms(of instruction: Instruction) -> [Atom]? {
    let sorted = FlagOrder.sorted(instruction, bytes)
    var atoms = [keyword(instruction.keyword)]
    for (flag, wanted) in zip(instruction.flags, sorted) {
      atoms.append(
        Atom(
          flag.range,
          replacement: flag.range == wanted.range ? nil : Array(bytes[wanted.range.offsets])))
    }
    if instruction.rest.isEmpty { return atoms }
    guard let rest = rest(of: instruction) else { return nil }
    return atoms + rest
  }

  private func rest(of instruction: Instruction) -> [Atom]? {
    let whole = [Atom(instruction.rest.sourceRange)]
    switch instruction.body {
    case .onbuild(let trigger):
      return AtomReader(reader: reader, step: nil).atoms(of: trigger) ?? whole
    case .healthcheck(let healthcheck):
      guard let type = instruction.arguments.first else { return whole }
      guard let command = healthcheck.command else { return [keyword(type)] }
      guard case .shell(let text) = command else {
        return array(instruction, after: type).map { [keyword(type)] + $0 } ?? whole
      }
      return shell(text.sourceRange, instruction).map { [keyword(type)] + $0 }
    case .env(let pairs), .label(let pairs), .arg(let pairs):
      if pairs.contains(where: \.isLegacy) { return whole }
      return pairs.enumerated().map { index, pair in
        Atom(pair.range, .blank, index == 0 ? .fixed : .pair)
      }
    case .from(let from):
      return instruction.arguments.map {
        $0.range == from.asKeyword?.range ? keyword($0) : Atom($0.range)
      }
    case _ where instruction.isJSON: return array(instruction, after: nil) ?? whole
    case .copy, .add, .expose, .volume: return instruction.arguments.map { Atom($0.range) }
    case .run, .cmd, .entrypoint:
      // The line of a here-document is read with its body; it stays as it is.
      if !instruction.heredocs.isEmpty { return whole }
      return shell(instruction.rest.sourceRange, instruction)
    case .shell, .user, .workdir, .stopsignal, .maintainer, nil: return whole
    }
  }

  private func keyword(_ word: Argument) -> Atom {
    let written = bytes[word.range.offsets]
    let upper = written.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
    return Atom(word.range, replacement: upper.elementsEqual(written) ? nil : upper)
  }

  /// The brackets and strings of an array.
  private func array(_ instruction: Instruction, after type: Argument?) -> [Atom]? {
    let rest = instruction.rest
    let elements = type == nil ? instruction.arguments[...] : instruction.arguments.dropFirst()
    guard let open = rest.bytes.firstIndex(of: UInt8(ascii: "[")),
      rest.bytes.last == UInt8(ascii: "]")
    else { return nil }
    var atoms = [Atom(rest.source(of: open..<open + 1))]
    for element in elements {
      atoms.append(Atom(element.range, atoms.count == 1 ? .nothing : .comma))
    }
    atoms.append(Atom(rest.source(of: rest.count - 1..<rest.count), .nothing))
    return atoms
  }

  /// The atoms of a shell text; nil where it has to stay as it is.
  private func shell(_ range: SourceRange, _ instruction: Instruction) -> [Atom]? {
    guard let step else { return [Atom(range)] }
    guard let script = step.scripts.first, script.problems.isEmpty else { return nil }
    return ShellText(range, script, step.packages, reader).atoms()
  }
}
