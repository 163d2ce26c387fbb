import Arguments
import Source

/// `hardstand test`: holds an image to what it shall be.
let testCommand = Command(
  CommandDescription(
    name: "test", abstract: "Test what an image holds and does",
    discussion: """
      Takes the files and options of container-structure-test, and writes what it writes. Files are read \
      from the layers; commands run beside each other, each on files of its own, and need no daemon. \
      `--hardening` needs no FILE. docs/testing.md has all keys.
      """,
    group: "Dockerfiles", arguments: [TestOptions.image], options: TestOptions.all,
    examples: [
      .init("hardstand test app:1 --config tests.yaml", "Hold an image to a file"),
      .init("hardstand test --hardening app:1", "Prove that it is locked down"),
      .init("hardstand test app:1 -c a.yaml -o junit > report.xml", "Report to a CI system"),
    ])
) { session, arguments in
  let run = try TestRun(session, arguments)
  defer { run.finish() }
  return try run.test()
}
