import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let plainHttp = Rule(
    "plain-http", .shell, .warning,
    summary: "A download comes over plain HTTP, and nothing checks it.",
    why: """
      Over `http://` everybody on the way can exchange the file, and the build takes it in. HTTPS, \
      a checksum or a signature keeps that out. Addresses of the own machine, and package \
      archives, which have signatures of their own, are left alone.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#add---checksum"],
    examples: [
      .flags(
        """
        FROM debian:13
        RUN curl -fsSL ‹http://files.acme.io/app.tgz› | tar xz
        RUN wget ‹"http://acme.io/a.jar"› && git clone ‹http://git.acme.io/a.git›
        ADD ‹http://acme.io/b.tgz› /b.tgz
        """),
      .accepts(
        """
        FROM debian:13
        ARG MIRROR=http://deb.acme.io
        RUN curl -fsSL https://acme.io/a.tgz | tar xz && curl http://localhost:80/
        RUN wget http://acme.io/a.tgz && echo "24454f83  a.tgz" | sha256sum -c
        ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d http://acme.io/b.tgz /b.tgz
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("curl", "wget", "aria2c", "git") where use.kind == .run {
        let address: CommandUse.Argument?
        if use.program == "git" {
          guard use.subcommand?.value == "clone" else { continue }
          address = use.arguments.first { $0.prefix.hasPrefix("http://") }
        } else {
          address = Download(use)?.address
        }
        guard let address, isPlain(address.prefix),
          !Verification.happens(in: subject.facts.step(of: use))
        else { continue }
        report(address.range, &findings)
      }
      for (_, step) in subject.steps(.add) {
        guard case .add(let transfer)? = step.instruction.body, transfer.checksum == nil else {
          continue
        }
        for argument in transfer.paths {
          let text = step.before.scope.expand(argument, escape: subject.facts.syntax.escape)
          if isPlain(text.prefix) { report(argument.range, &findings) }
        }
      }
    })

  private static func isPlain(_ address: String) -> Bool {
    address.lowercased().hasPrefix("http://") && address.utf8.count > 8
      && !Download.isLocal(address)
  }

  private static func report(_ range: SourceRange, _ findings: inout Findings) {
    findings.report(
      range, "this comes over plain HTTP, where anybody on the way can exchange it",
      help: "Write `https://`, or compare a checksum before the file is used")
  }
}
