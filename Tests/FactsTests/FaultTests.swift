import Facts
import Source
import Testing

@Suite struct FaultTests {
  @Test(arguments: [
    ("RUN chown 5 /app", [Fault.Cause.pathMissing(path: "/app")]),
    ("RUN chown 5 /app || true", []), ("RUN chown 5 /app && ls || true", []),
    ("RUN if x; then chown 5 /app; fi", []), ("RUN ! chown 5 /app", []),
    ("RUN --mount=type=cache,target=/app chown 5 /app", []),
    ("RUN mkdir /app; chown 5 /app", []),
    ("RUN chmod --reference=/etc/passwd /app", [.pathMissing(path: "/app")]),
    ("RUN chmod -x /app", [.pathMissing(path: "/app")]),
    ("RUN chown app:web /etc", [.userMissing(name: "app"), .groupMissing(name: "web")]),
    ("USER app", [.userMissing(name: "app")]), ("USER 5:5", []), ("USER root", []),
    ("COPY --chown=app a /a", [.userMissing(name: "app")]),
    ("COPY --chown=5:web a /a", [.groupMissing(name: "web")]),
    ("USER 5\nRUN touch /x", [.writeDenied(path: "/x", folder: "/")]),
    (
      "USER 5\nRUN touch /usr/local/lib/x",
      [.writeDenied(path: "/usr/local/lib/x", folder: "/usr/local/lib")]
    ), ("RUN ./setup.sh\nUSER 5\nRUN touch /usr/local/lib/x", []),
    ("USER 5\nRUN sudo touch /x", []), ("USER 5\nRUN touch /tmp/x /dev/null", []),
    ("USER 5\nRUN mkdir -p /usr/local/x/y", []),
    ("USER 5\nRUN mkdir /x", [.writeDenied(path: "/x", folder: "/")]),
    ("USER 5\nRUN mkdir -p /x/y", [.writeDenied(path: "/x/y", folder: "/")]),
    ("USER 5\nRUN echo a > /x", [.writeDenied(path: "/x", folder: "/")]),
    ("USER 5\nRUN rm -f /x", []), ("RUN mkdir -m 777 /d\nUSER 5\nRUN touch /d/x", []),
    ("RUN mkdir /d && chmod g+w /d\nUSER 5\nRUN touch /d/x", []),
    ("RUN mkdir /d && chmod 775 /d\nUSER 5\nRUN touch /d/x", []),
    (
      "RUN mkdir /d && chmod 755 /d\nUSER 5\nRUN touch /d/x",
      [.writeDenied(path: "/d/x", folder: "/d")]
    ),
    (
      "RUN mkdir /d && chown 6 /d\nUSER 5\nRUN touch /d/x",
      [.writeDenied(path: "/d/x", folder: "/d")]
    ),
    ("RUN mkdir /d && chown www-data /d\nUSER 33\nRUN touch /d/x", []),
    ("COPY a.txt /a\nUSER 5\nRUN chmod 755 /a", [.changeDenied(path: "/a")]),
    ("COPY --chown=5 a.txt /a\nUSER 5\nRUN chmod 755 /a", []),
    ("USER 5\nWORKDIR /w\nRUN touch x && chown 6 x", [.giftDenied(owner: "6")]),
    ("RUN useradd -u 33 app", [.uidTaken(uid: 33, by: "www-data")]),
    ("RUN useradd -o -u 33 app", []),
    ("RUN useradd www-data", [.userNameTaken(name: "www-data")]),
    ("RUN groupadd -g 33 app", [.gidTaken(gid: 33, by: "www-data")]),
    ("RUN groupadd -f www-data", []),
    ("RUN groupadd app && useradd app", [.ownGroupTaken(name: "app")]),
    ("RUN groupadd app && useradd -g app app && usermod -aG app www-data", []),
    ("RUN userdel \"$X\"; useradd -u 33 app", []),
    ("RUN getent group app || groupadd app; useradd app", []),
    ("RUN useradd -g web app", [.groupMissing(name: "web")]),
  ])
  func faults(text: String, expected: [Fault.Cause]) {
    #expect(FinalState(text).faults == expected)
  }

  @Test func theUserInForceComesWithAFault() throws {
    let state = FinalState("USER 5\nRUN ls && touch /x")
    let step = try #require(state.facts.stages.first?.steps.last)
    let fault = try #require(step.faults.first)
    #expect(fault.user.text == .known("5"))
    #expect(fault.command == 1)
    #expect(state.facts.source.text(fault.range) == "/x")
  }

  @Test(
    arguments: [
      ("chmod -R 755 /a /b", "755", 0o755, true, 2), ("chmod u+x -- /a", "u+x", nil, false, 1),
      ("chmod -x /a", "-x", nil, false, 1), ("chown --recursive app: /a", "app:", nil, true, 1),
      ("chown -hR app /a", "app", nil, true, 1), ("chmod 99 /a", "99", nil, false, 1),
    ] as [(String, String, Int?, Bool, Int)])
  func permissionChanges(
    text: String, subject: String, mode: Int?, isRecursive: Bool, operands: Int
  ) throws {
    let state = FinalState("RUN \(text)")
    let use = try #require(state.facts.stages.first?.steps.last?.commands.first)
    let change = PermissionChange(use)
    #expect(change.subject?.value == subject)
    #expect(change.mode == mode)
    #expect(change.isRecursive == isRecursive)
    #expect(change.operands.count == operands)
  }
}
