import Archive
import Host
import Streams
import TestSupport
import Testing

@Suite(.enabled(if: PeopleBuild.canRun, "takes the built program, root, busybox, and crun or runc"))
struct PeopleLeaksTests {
  static let value = "hunter2-very-long-9f8e7d"
  static let mount = "RUN --mount=type=secret,id=npm"

  /// Steps that leave the secret, with the file that is named.
  @Test(arguments: [
    ("\(mount) cp /run/secrets/npm /leak.txt", "`/leak.txt`"),
    ("\(mount) mkdir /a && (echo x; cat /run/secrets/npm; echo y) > /a/b", "`/a/b`"),
    ("\(mount) ln -s $(cat /run/secrets/npm) /link", "`/link`"),
    ("\(mount) touch /$(cat /run/secrets/npm)", "`/***`"),
    (
      "\(mount) echo -n ab > /x; cat /run/secrets/npm >> /x; busybox base64 -w0 /x > /b; rm /x",
      "`/b`"
    ),
    ("\(mount) (busybox seq 1 90000; cat /run/secrets/npm; busybox seq 1 9) > /big", "`/big`"),
    ("\(mount),env=TOKEN echo \"$TOKEN\" > /fromenv", "`/fromenv`"),
  ])
  func aLayerWithASecretEndsTheBuild(step: String, place: String) throws {
    let build = try PeopleBuild("FROM \(PeopleBuild.base)\n\(step)\n")
    try build.folder.write("npm", PeopleLeaksTests.value + "\n")
    for round in 0..<2 {
      let outcome = try build.build("--secret", "id=npm,src=npm", "-t", "leak:\(round)")
      #expect(outcome.ending == .exited(3))
      #expect(outcome.errorText.contains("the image would hold the secret `npm`"))
      #expect(outcome.errorText.contains(place), "\(outcome.errorText)")
      #expect(outcome.errorText.contains("Dockerfile:2:1"))
      #expect(!outcome.errorText.contains(PeopleLeaksTests.value))
    }
    #expect(try build.run("images").outputText.contains("leak") == false)
    // Another secret does not make the layer of the first one pass.
    try build.folder.write("npm", "another-secret-11223344")
    #expect(try build.build("--secret", "id=npm,src=npm").ending == .exited(3))
    // Whoever means it may.
    let allowed = try build.build("--secret", "id=npm,src=npm", "--allow", "secret.leak")
    #expect(allowed.succeeded, "\(allowed.errorText)")
  }

  @Test func usingASecretIsNoLeak() throws {
    let build = try PeopleBuild(
      """
      FROM \(PeopleBuild.base) AS make
      \(PeopleLeaksTests.mount) cp /run/secrets/npm /leak
      FROM \(PeopleBuild.base)
      \(PeopleLeaksTests.mount) test "$(wc -c < /run/secrets/npm)" -gt 9 && echo done > /done
      COPY --from=make /etc/passwd /passwd
      """)
    try build.folder.write("npm", PeopleLeaksTests.value)
    for _ in 0..<2 {
      let outcome = try build.build("--secret", "id=npm,src=npm")
      #expect(outcome.succeeded, "\(outcome.errorText)")
    }
  }

  @Test func aLayerOfBeforeIsSearchedToo() throws {
    let build = try PeopleBuild(
      "FROM \(PeopleBuild.base)\nCOPY .npmrc /root/.npmrc\n\(PeopleLeaksTests.mount) true\n")
    try build.folder.write(
      "context/.npmrc",
      "registry=https://r.example/\n//r.example/:_authToken=\(PeopleLeaksTests.value)\n")
    #expect(try build.build().succeeded)
    let outcome = try build.build("--secret", "id=npm,src=context/.npmrc")
    #expect(outcome.ending == .exited(3))
    #expect(outcome.errorText.contains("`/root/.npmrc`"), "\(outcome.errorText)")
    // One value of a file of settings is a leak as the whole file is.
    try build.folder.write("context/.npmrc", "x=\(PeopleLeaksTests.value)")
    try build.folder.write("npm", "a=b\n_authToken=\(PeopleLeaksTests.value)\n")
    #expect(try build.build("--secret", "id=npm,src=npm").ending == .exited(3))
  }

  @Test func argumentsWithSecretsAreHiddenAndLookedFor() throws {
    let build = try PeopleBuild(
      "FROM \(PeopleBuild.base)\nARG API_TOKEN\nARG NAME\nRUN echo $NAME > /name\n")
    let words = ["--build-arg", "API_TOKEN=\(PeopleLeaksTests.value)", "--build-arg", "NAME=me"]
    let outcome = try build.build(words[0], words[1], words[2], words[3], "-t", "args:1")
    #expect(outcome.succeeded, "\(outcome.errorText)")
    let history = try build.run("image", "inspect", "args:1", "--json").outputText
    #expect(history.contains("NAME=me"))
    #expect(!history.contains(PeopleLeaksTests.value))
    try build.folder.write(
      "context/Dockerfile", "FROM \(PeopleBuild.base)\nARG API_TOKEN\nENV TOKEN=$API_TOKEN\n")
    let failed = try build.build(words[0], words[1])
    #expect(failed.ending == .exited(3))
    #expect(failed.errorText.contains("the build argument `API_TOKEN`"), "\(failed.errorText)")
    #expect(!failed.errorText.contains(PeopleLeaksTests.value))
  }

  @Test func whatIsTooShortIsTold() throws {
    let build = try PeopleBuild("FROM \(PeopleBuild.base)\n\(PeopleLeaksTests.mount) true\n")
    try build.folder.write("npm", "abc")
    let outcome = try build.build("--secret", "id=npm,src=npm", "--progress", "plain")
    #expect(outcome.succeeded)
    #expect(outcome.errorText.contains("too short"), "\(outcome.errorText)")
  }

  /// What other machines get holds no secret, though a stage that stays here may.
  @Test func noCacheOfOtherMachinesHoldsASecret() throws {
    let build = try PeopleBuild(
      """
      FROM \(PeopleBuild.base) AS make
      RUN --mount=type=secret,id=npm --mount=type=cache,target=/c,id=dirty \
        cp /run/secrets/npm /leak; cp /leak /c/leak
      RUN --mount=type=cache,target=/c,id=clean echo clean > /c/clean; echo clean > /clean
      FROM \(PeopleBuild.base)
      COPY --from=make /etc/passwd /passwd
      """)
    try build.folder.write("npm", PeopleLeaksTests.value)
    let outcome = try build.build(
      "--secret", "id=npm,src=npm", "--cache-to", "type=local,dest=cache,mode=max", "--progress",
      "plain")
    #expect(outcome.succeeded, "\(outcome.errorText)")
    #expect(outcome.errorText.contains("is not exported"), "\(outcome.errorText)")
    #expect(outcome.errorText.contains("the cache mount `dirty` is not exported"))
    #expect(!outcome.errorText.contains("`clean`"))
    var sawOther = false
    for entry in try Files.list(build.folder.at("cache/blobs/sha256")) {
      let file = try FileStream(build.folder.at("cache/blobs/sha256/\(entry.name)"))
      let bytes = try Decompressor(file, what: entry.name).readAll(limit: 1 << 24, what: entry.name)
      #expect(bytes.firstRange(of: Array(PeopleLeaksTests.value.utf8)) == nil)
      if bytes.firstRange(of: Array("clean\n".utf8)) != nil { sawOther = true }
    }
    #expect(sawOther)
  }

  /// A pipe can be read once, and two steps and the search want it.
  @Test func aSecretThatComesThroughAPipe() throws {
    let step = "\(PeopleLeaksTests.mount) test \"$(wc -c < /run/secrets/npm)\" -gt 9"
    for (last, succeeds) in [("true", true), ("cp /run/secrets/npm /leak", false)] {
      let build = try PeopleBuild(
        "FROM \(PeopleBuild.base)\n\(step)\n\(step) && \(last)\n")
      let program = try #require(BuiltProgram.path)
      var spawn = Spawn(
        "bash",
        [
          "-c",
          "'\(program)' build --secret id=npm,src=<(printf \(PeopleLeaksTests.value)) context",
        ], folder: build.folder.path)
      spawn.environment.merge(build.environment) { $1 }
      let outcome = try spawn.run()
      #expect(outcome.succeeded == succeeds, "\(outcome.errorText)")
      #expect(succeeds || outcome.errorText.contains("`/leak`"), "\(outcome.errorText)")
    }
  }
}
