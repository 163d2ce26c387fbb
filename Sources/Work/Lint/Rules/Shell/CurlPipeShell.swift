import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let curlPipeShell = Rule(
    "curl-pipe-shell", .shell, .warning, supersedes: ["pipefail-missing"],
    requirements: ["S1-D-05", "S2-CE-02"],
    summary: "A script from the network is run without being looked at.",
    why: """
      `curl … | sh` runs whatever the server sends at that moment: another version tomorrow, \
      something else after a break-in, half a script when the connection drops, and, without \
      `pipefail`, nothing at all when the download fails while the build goes on. Fetch the file \
      first and hold it against a checksum, as `ADD --checksum=…` does, install a package, or copy \
      the program from an image by digest.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#add---checksum"],
    examples: [
      .flags(
        """
        FROM debian:13
        RUN apt-get update && \\
            curl -sSL https://install.python-poetry.org |\\
            ‹python3› - --version 1.8.3
        RUN wget -qO- https://get.acme.io/install.sh | sudo -E ‹bash› -
        RUN ‹sh› -c "$(curl -fsSL https://get.acme.io)" -- -y && ‹bash› <(curl -s https://a.io/x)
        RUN ["/bin/bash", "-c", "curl -LsSf https://astral.sh/uv/install.sh | ‹sh›"]
        """),
      .flags(
        """
        FROM debian:13
        RUN <<EOF
        curl -fsSL https://deb.acme.io/setup | sed s/a/b/ | ‹bash› -euo pipefail -s -- --yes
        EOF
        """),
      .accepts(
        """
        FROM debian:13
        ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://get.acme.io/i.sh /i.sh
        RUN curl -fsSL https://get.acme.io/i.sh -o /tmp/i.sh && \\
            echo "24454f83  /tmp/i.sh" | sha256sum -c - && sh /tmp/i.sh
        RUN curl -fsSL https://acme.io/key | gpg --dearmor -o /k.gpg
        RUN curl -s https://acme.io/v.json | python3 -c "import json,sys; print(json.load(sys.stdin))"
        RUN curl -s http://localhost:8080/setup | sh
        RUN VERSION=$(curl -s https://acme.io/v) && sh -c "echo $(curl -s https://acme.io/v)"
        RUN curl -fsSL https://acme.io/a.tgz | tar xz && sh ./install.sh
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("curl", "wget", "fetch", "aria2c") where use.kind == .run {
        let step = subject.facts.step(of: use)
        // A step is looked at once, at the first download in it.
        guard step.commands.first(where: { Download($0) != nil })?.range == use.range else {
          continue
        }
        for script in PipedScript.all(in: step) { report(script, &findings) }
      }
    })

  private static func report(_ script: PipedScript, _ findings: inout Findings) {
    let name = script.program.program ?? "the shell"
    let address = script.download.address
    let known = address?.value.map { "`\(host(of: $0))`" } ?? "the network"
    findings.report(
      script.program.path?.range ?? script.program.range,
      "`\(name)` runs what \(known) sends without a look at it",
      help: "Download the file first, compare its checksum, and then run it",
      related: address.map { [Finding.Related($0.range, "the script comes from here")] } ?? [])
  }

  /// The host of an address, or the address itself where it has none.
  private static func host(of address: String) -> String {
    guard let scheme = address.firstRange(of: "://") else { return address }
    return String(address[scheme.upperBound...].prefix { $0 != "/" })
  }
}
