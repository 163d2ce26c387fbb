import Facts
import Testing

@Suite struct AccountsTests {
  @Test(arguments: [
    ("RUN true", "www-data", true), ("RUN true", "app", false), ("RUN true", "gnats", nil),
    ("RUN useradd app", "app", true), ("RUN x || useradd app", "app", true),
    ("RUN apt-get install -y curl git", "app", false),
    ("RUN apt-get install -y redis", "redis", nil),
    ("RUN ./setup.sh", "app", nil), ("RUN . /lib.sh", "app", nil), ("RUN eval \"$X\"", "app", nil),
    ("COPY passwd /etc/passwd", "app", nil), ("COPY rootfs /", "app", nil),
    ("COPY start.sh /", "app", false), ("RUN echo app:x:5:5:::/bin/sh >> /etc/passwd", "app", nil),
    ("RUN sed -i s/a/b/ /etc/passwd", "app", nil), ("RUN userdel www-data", "www-data", false),
    ("RUN usermod -l app www-data", "app", true), ("RUN dpkg -i x.deb", "app", nil),
    ("FROM scratch\nCOPY a /a", "app", false), ("FROM example.com/x/y:1", "app", nil),
    (
      "FROM debian:trixie AS b\nRUN useradd app\nFROM scratch\nCOPY --from=b /etc/passwd /etc/",
      "app", true
    ),
    (
      "FROM debian:trixie AS b\nRUN useradd app\nFROM debian:trixie\nCOPY --from=b /x /x", "app",
      false
    ),
    ("FROM node:24-trixie-slim", "node", true),
  ])
  func users(text: String, name: String, expected: Bool?) {
    #expect(FinalState(text).end?.accounts.hasUser(name) == expected)
  }

  @Test(arguments: [
    ("FROM debian:trixie\nRUN useradd app", "/home/app", false),
    ("FROM debian:trixie\nRUN useradd -m app", "/home/app", true),
    ("FROM fedora:43\nRUN useradd app", "/home/app", true),
    ("FROM fedora:43\nRUN useradd -r app", "/home/app", false),
    ("FROM fedora:43\nRUN adduser app", "/home/app", true),
    ("FROM fedora:43\nRUN useradd -M app", "/home/app", false),
    ("FROM debian:trixie\nRUN adduser --disabled-password app", "/home/app", true),
    ("FROM debian:trixie\nRUN adduser --system app", nil, nil),
    ("FROM alpine:3.24\nRUN adduser -D app", "/home/app", true),
    ("FROM alpine:3.24\nRUN adduser -S -H app", "/home/app", false),
    ("FROM alpine:3.24\nRUN adduser -D -h /srv app", "/srv", true),
    ("FROM debian:trixie\nRUN useradd -d /srv/x -m app", "/srv/x", true),
    ("FROM debian:trixie\nRUN useradd -b /srv app", "/srv/app", false),
    ("FROM example.com/x/y:1\nRUN useradd app", "/home/app", nil),
    ("FROM debian:trixie\nRUN if x; then useradd -m app; fi", "/home/app", nil),
  ])
  func homes(text: String, home: String?, isMade: Bool?) {
    let user = FinalState(text).end?.accounts.users["app"]
    #expect(user?.home == home)
    #expect(user?.createsHome == isMade)
  }

  @Test func numbersAndGroupsAreKept() {
    let end = FinalState("RUN groupadd -g 10002 g && useradd -u 10001 -g g app && useradd -N b").end
    #expect(end?.accounts.users["app"]?.uid == 10001)
    #expect(end?.accounts.users["app"]?.gid == 10002)
    #expect(end?.accounts.hasGroup("app") == false)
    #expect(end?.accounts.hasGroup("b") == false)
    #expect(end?.accounts.isSameUser("10001", "app") == true)
    #expect(end?.accounts.isSameUser("10003", "b") == nil)
    #expect(end?.accounts.isSameUser("app", "b") == false)
  }
}
