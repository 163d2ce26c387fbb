import Containers
import Source
import Testing

@Suite struct AccountsTests {
  private let accounts = Accounts(
    users: Array(
      """
      # a comment
      root:x:0:0:root:/root:/bin/sh
      app:x:10001:10001::/srv/app:/bin/sh
      odd:x:notanumber:1::/:/bin/sh
      bare:x:7:8
      : : :
      """.utf8),
    groups: Array("root:x:0:root\napp:x:10001:\nextra:x:20002:bare,app\nlast:x:20003:app".utf8))

  /// As Docker 28.5.2 has them.
  @Test(arguments: [
    ("", ContainerUser(0, group: 0, home: "/root")),
    ("root", ContainerUser(0, group: 0, home: "/root")),
    ("app", ContainerUser(10001, group: 10001, groups: [10001, 20002, 20003], home: "/srv/app")),
    ("10001", ContainerUser(10001, group: 10001, groups: [10001, 20002, 20003], home: "/srv/app")),
    (
      "10001:", ContainerUser(10001, group: 10001, groups: [10001, 20002, 20003], home: "/srv/app")
    ),
    ("app:extra", ContainerUser(10001, group: 20002, home: "/srv/app")),
    ("10001:20002", ContainerUser(10001, group: 20002, home: "/srv/app")),
    ("5555", ContainerUser(5555, group: 0)), ("5555:6666", ContainerUser(5555, group: 6666)),
    (":20002", ContainerUser(0, group: 20002, home: "/root")),
    ("bare", ContainerUser(7, group: 8, groups: [8, 20002])),
  ])
  func resolves(text: String, user: ContainerUser) throws {
    #expect(try accounts.user(text) == user)
  }

  @Test(arguments: [
    ("nosuch", "/etc/passwd of the image has no such user"),
    ("odd", "/etc/passwd of the image has no such user"),
    ("app:nosuch", "/etc/group of the image has no such group"),
    ("-1", "numbers of users and groups are from 0 to 2147483647"),
    ("4294967295", "numbers of users and groups are from 0 to 2147483647"),
    ("99999999999999999999", "numbers of users and groups are from 0 to 2147483647"),
    ("-", "/etc/passwd of the image has no such user"),
  ])
  func refuses(text: String, reason: String) {
    let failure = #expect(throws: Failure.self) { try accounts.user(text) }
    #expect(failure?.because == [reason])
  }
}
