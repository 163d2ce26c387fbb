import Documents
import Host
import TestSupport
import Testing

/// What instructions and flags mean, each tried in a build whose steps assert it.
@Suite(.enabled(if: BuildYard.isPossible, "needs root, busybox and a container runtime"))
struct BuildCaseTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let dockerfile: String
    var files: [String: String] = [:]
    var arguments: [String] = []
    /// What the failure says; nil for a build that succeeds.
    var failure: String?
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "a later ARG wins over ENV",
      dockerfile: "FROM busybox\nENV A=1\nARG A=2\nRUN test \"$A\" = 2\n"),
    Case(
      name: "arguments of a stage do not reach the next",
      dockerfile: """
        FROM busybox AS a
        ARG X=1
        RUN test "$X" = 1
        FROM busybox
        RUN test -z "$X"
        """),
    Case(
      name: "a stage on a stage keeps its variables and folder",
      dockerfile: """
        FROM busybox AS a
        ENV X=1
        WORKDIR /w
        FROM a
        RUN test "$X$(pwd)" = 1/w
        """),
    Case(
      name: "a link in the destination is followed, inside of the image",
      dockerfile: """
        FROM busybox
        RUN mkdir /real && ln -s ../../../real /lnk
        COPY a /lnk/
        RUN test -f /real/a && test -L /lnk
        """, files: ["a": "x"]),
    Case(
      name: "a file cannot replace a folder",
      dockerfile: "FROM busybox\nRUN mkdir -p /a/a\nCOPY a /a/\n", files: ["a": "x"],
      failure: "a folder is there"),
    Case(
      name: "a folder cannot replace a file",
      dockerfile: "FROM busybox\nRUN touch /d\nCOPY d /d\n", files: ["d/f": ""],
      failure: "is a file"),
    Case(
      name: "a source that is not there",
      dockerfile: "FROM busybox\nCOPY nothing /x\n",
      failure: "`nothing` is not in the build context"),
    Case(
      name: "a source that the ignore file leaves out",
      dockerfile: "FROM busybox\nCOPY a /x\n", files: ["a": "", ".dockerignore": "a\n"],
      failure: "its ignore file leaves it out"),
    Case(
      name: "an ignore file beside the Dockerfile wins",
      dockerfile: "FROM busybox\nCOPY . /c/\nRUN test -f /c/a && test ! -e /c/b\n",
      files: ["a": "", "b": "", ".dockerignore": "a\n", "Dockerfile.dockerignore": "b\n"]),
    Case(
      name: "a pattern without a match copies nothing",
      dockerfile: "FROM busybox\nCOPY *.none /x/\nRUN true\n"),
    Case(
      name: "hard links of a stage stay hard links",
      dockerfile: """
        FROM busybox AS a
        RUN mkdir /d && echo x > /d/1 && ln /d/1 /d/2
        FROM busybox
        COPY --from=a /d /d
        RUN test $(stat -c %h /d/1) = 2
        """),
    Case(
      name: "what a step removes is gone",
      dockerfile: """
        FROM busybox AS a
        RUN mkdir -p /d/e && touch /d/e/f /d/g
        RUN rm -r /d && mkdir /d && touch /d/h
        FROM busybox
        COPY --from=a /d /d
        RUN test -f /d/h && test ! -e /d/e && test ! -e /d/g
        """),
    Case(
      name: "COPY --link does not follow links of the image",
      dockerfile: """
        FROM busybox
        RUN ln -s /real /lnk && mkdir /real
        COPY --link a /lnk/
        RUN test ! -L /lnk && test -f /lnk/a && test ! -e /real/a
        """, files: ["a": "x"]),
    Case(
      name: "--chown of an unknown user",
      dockerfile: "FROM busybox\nCOPY --chown=nosuch a /a\n", files: ["a": ""],
      failure: "the image has no user `nosuch`"),
    Case(
      name: "--chown of a number gives the group too",
      dockerfile: """
        FROM busybox
        COPY --chown=7 a /d/a
        RUN test $(stat -c %u:%g /d/a /d | sort -u) = 7:7
        """, files: ["a": ""]),
    Case(
      name: "the files of a context are those of root, with their bits",
      dockerfile: "FROM busybox\nCOPY a /a\nRUN test $(stat -c %u:%g /a) = 0:0\n", files: ["a": ""]),
    Case(
      name: "a mount of the context is that of root, without what is ignored",
      dockerfile: """
        FROM busybox
        RUN --mount=target=/c test -f /c/d/a && test ! -e /c/b && test $(stat -c %u /c/d/a) = 0
        """, files: ["d/a": "", "b": "", ".dockerignore": "b\n"]),
    Case(
      name: "what is written into a mount is thrown away",
      dockerfile: """
        FROM busybox
        RUN --mount=target=/c,rw echo y > /c/a && test $(cat /c/a) = y
        RUN --mount=target=/c test $(cat /c/a) = x
        COPY a /a
        RUN test $(cat /a) = x
        """, files: ["a": "x"]),
    Case(
      name: "mount points leave no trace",
      dockerfile: """
        FROM busybox AS a
        RUN --mount=type=cache,target=/deep/er/cache --mount=type=tmpfs,target=/t true
        FROM busybox
        RUN --mount=from=a,target=/a test ! -e /a/deep && test ! -e /a/t && test ! -e /a/etc/hosts
        """),
    Case(
      name: "a locked cache",
      dockerfile: """
        FROM busybox
        RUN --mount=type=cache,id=locked,target=/c,sharing=locked echo x > /c/x
        RUN --mount=type=cache,id=locked,target=/d,sharing=locked,ro test -f /d/x && ! touch /d/y
        """),
    Case(
      name: "a secret with owner and mode",
      dockerfile: """
        FROM busybox
        RUN --mount=type=secret,id=s,uid=5,gid=6,mode=0440,target=/x \\
            test "$(cat /x)" = v && test $(stat -c %u:%g:%a /x) = 5:6:440
        RUN test ! -e /x && test ! -e /run/secrets
        """, arguments: ["--secret", "id=s,env=THE_SECRET"]),
    Case(
      name: "a secret that must be there",
      dockerfile: "FROM busybox\nRUN --mount=type=secret,id=none,required true\n",
      failure: "needs the secret `none`"),
    Case(
      name: "no network",
      dockerfile: """
        FROM busybox
        RUN --network=none test "$(ls /sys/class/net)" = lo
        """),
    Case(
      name: "all privileges need consent",
      dockerfile: "FROM busybox\nRUN --security=insecure true\n",
      failure: "needs the consent"),
    Case(
      name: "no more privileges than Docker gives",
      dockerfile: """
        FROM busybox
        RUN grep -q 'CapEff:.00000000a80425fb' /proc/self/status
        RUN grep -q 'Seccomp:.2' /proc/self/status
        RUN ! mount -t tmpfs none /tmp
        """),
    Case(
      name: "limits", dockerfile: "FROM busybox\nRUN test $(ulimit -n) = 99\n",
      arguments: ["--ulimit", "nofile=99:100"]),
    Case(
      name: "shared memory",
      dockerfile: """
        FROM busybox
        RUN df -k /dev/shm | grep -q 131072
        """, arguments: ["--shm-size", "128m"]),
    Case(
      name: "names of hosts",
      dockerfile: """
        FROM busybox
        RUN grep -q '1.2.3.4.*one' /etc/hosts && grep -q '::9.*two' /etc/hosts
        """, arguments: ["--add-host", "one:1.2.3.4", "--add-host", "two=[::9]"]),
    Case(
      name: "certificates for steps alone",
      dockerfile: """
        FROM busybox AS a
        RUN grep -q MORE "$SSL_CERT_FILE" && test "$PIP_CERT" = "$SSL_CERT_FILE"
        FROM busybox
        RUN --mount=from=a,target=/a test ! -e /a/run/hardstand
        """, arguments: ["--ca", "@CA@"]),
    Case(
      name: "SOURCE_DATE_EPOCH is there for steps, and not in the image",
      dockerfile: "FROM busybox\nRUN test \"$SOURCE_DATE_EPOCH\" = 315619200\n"),
    Case(
      name: "a proxy reaches steps",
      dockerfile: "FROM busybox\nRUN test $HTTPS_PROXY = http://p:1\n",
      arguments: ["--build-arg", "HTTPS_PROXY=http://p:1"]),
    Case(
      name: "a file stands where the folder of a step should be",
      dockerfile: "FROM busybox\nRUN touch /f\nWORKDIR /f/g\nRUN true\n", failure: "is a file"),
    Case(
      name: "a command that is not there", dockerfile: "FROM busybox\nRUN [\"nosuch\"]\n",
      failure: "nosuch"),
    Case(
      name: "a command that fails shows its last words",
      dockerfile: "FROM busybox\nRUN echo the last word; exit 3\n", failure: "the last word"),
    Case(
      name: "a stage that needs itself", dockerfile: "FROM b AS a\nFROM a AS b\n",
      failure: "cannot"),
    Case(
      name: "copying from a later stage",
      dockerfile: "FROM busybox AS a\nCOPY --from=b /x /x\nFROM busybox AS b\nFROM a\n",
      failure: "comes after"),
    Case(
      name: "an archive with a way out stays inside",
      dockerfile: "FROM busybox\nADD evil.tar /d/\nRUN true\n", files: ["evil.tar": "@EVIL@"],
      failure: "leads out"),
    Case(
      name: "a tar archive is unpacked by ADD and not by COPY",
      dockerfile: """
        FROM busybox
        ADD good.tar /a/
        COPY good.tar /c/
        RUN test -f /a/in.txt && test ! -e /a/good.tar && test -f /c/good.tar
        """, files: ["good.tar": "@GOOD@"]),
    Case(
      name: "ONBUILD of a base is done first", dockerfile: "FROM onbuild\nRUN test -f /triggered\n"),
    Case(
      name: "a file with a new line in its name",
      dockerfile: """
        FROM busybox AS a
        RUN mkdir /d && touch "$(printf '/d/a\\nb')"
        FROM busybox
        COPY --from=a /d /d
        RUN test -f "$(printf '/d/a\\nb')"
        """),
    Case(
      name: "capabilities and user attributes are copied",
      dockerfile: """
        FROM busybox AS a
        RUN mknod /p p && mkdir /d && mv /p /d/p
        FROM busybox
        COPY --from=a /d /d
        RUN test -p /d/p
        """),
  ]

  @Test(arguments: BuildCaseTests.cases)
  func means(one: Case) throws {
    let yard = try BuildYard.shared.get()
    try yard.folder.write("more.pem", "MORE\n")
    if one.dockerfile.contains("onbuild") {
      #expect(
        try yard.build("FROM busybox\nONBUILD RUN touch /triggered\n", [:], ["-t", "onbuild"])
          .succeeded)
    }
    let context = try yard.context(
      ["Dockerfile": one.dockerfile].merging(one.files.filter { !$0.value.hasPrefix("@") }) {
        a, _ in
        a
      })
    for (name, value) in one.files where value.hasPrefix("@") {
      let member = value == "@EVIL@" ? "../../evil" : "in.txt"
      _ = try yard.folder.python(
        """
        import tarfile, io
        t = tarfile.open('\(context)/\(name)', 'w'); i = tarfile.TarInfo('\(member)'); i.size = 1
        t.addfile(i, io.BytesIO(b'x')); t.close()
        """)
    }
    let arguments = one.arguments.map { $0 == "@CA@" ? yard.folder.at("more.pem") : $0 }
    let outcome = try yard.run(
      ["build", "--progress", "plain"] + arguments + [context], variables: ["THE_SECRET": "v"])
    if let failure = one.failure {
      #expect(!outcome.succeeded)
      #expect(outcome.errorText.contains(failure), "\(outcome.errorText)")
    } else {
      #expect(outcome.succeeded, "\(outcome.errorText)")
    }
  }

  /// The members of an object in the order of their keys.
  private static func members(_ json: JSON?) -> [String] {
    (json?.object ?? []).map { member in
      let isSet = member.value.object != nil && member.key != "Healthcheck"
      let value = isSet ? members(member.value).joined(separator: ",") : member.value.text()
      return "\(member.key): \(value)"
    }.sorted()
  }

  @Test func settingsAreThoseOfBuildKit() throws {
    let json = try BuildYard.shared.get().settings(
      """
      FROM busybox
      ENV A="b c" D=e
      LABEL one=1 "two words"="x y"
      EXPOSE 80 53/udp 8000-8001
      VOLUME /v ["/w"]
      USER 5:6
      WORKDIR /x/
      STOPSIGNAL SIGINT
      SHELL ["/bin/ash", "-c"]
      HEALTHCHECK --interval=90s --timeout=500ms --retries=2 CMD true
      ENTRYPOINT ["a", "b \\"c"]
      CMD d
      """)
    #expect(
      Self.members(json["config"])
        == Self.members([
          "User": "5:6",
          "ExposedPorts": ["53/udp": [:], "80/tcp": [:], "8000/tcp": [:], "8001/tcp": [:]],
          "Env": [
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "A=b c", "D=e",
          ],
          "Entrypoint": ["a", "b \"c"], "Cmd": ["/bin/ash", "-c", "d"], "ArgsEscaped": true,
          "Healthcheck": [
            "Test": ["CMD-SHELL", "true"], "Interval": 90_000_000_000, "Timeout": 500_000_000,
            "Retries": 2,
          ],
          "Volumes": ["/v": [:], "[/w]": [:]], "WorkingDir": "/x/",
          "Labels": ["one": "1", "two words": "x y"], "StopSignal": "SIGINT",
          "Shell": ["/bin/ash", "-c"],
        ]))
    let texts = (json["history"]?.array ?? []).compactMap { $0["created_by"]?.string }.dropFirst()
    #expect(
      Array(texts) == [
        "ENV A=b c D=e", "LABEL one=1 two words=x y",
        "EXPOSE [80/tcp 53/udp 8000/tcp 8001/tcp]", "VOLUME [/v [/w]]", "USER 5:6",
        "WORKDIR /x/", "STOPSIGNAL SIGINT", "SHELL [/bin/ash -c]",
        "HEALTHCHECK {Test:[CMD-SHELL true] Interval:1m30s Timeout:500ms StartPeriod:0s "
          + "StartInterval:0s Retries:2}",
        #"ENTRYPOINT ["a" "b \"c"]"#, #"CMD ["/bin/ash" "-c" "d"]"#,
      ])
  }
}
