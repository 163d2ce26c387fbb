import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let tlsVerificationOff = Rule(
    "tls-verification-off", .shell, .error, fix: .unsafe,
    aliases: ["CKV2_DOCKER_2", "CKV2_DOCKER_3"],
    summary: "A download does not check who sends it.",
    why: """
      `curl -k` and `wget --no-check-certificate` take any certificate, so that whoever sits in \
      between can hand out another file, and the build takes it in. A certificate of an own \
      authority is to be added with `--cacert` or to the trust store. What is held against a \
      checksum or a signature afterwards is safe all the same, and told as information; Checkov \
      does not look for that.
      """,
    references: ["https://curl.se/docs/sslcerts.html"],
    examples: [
      .flags(
        """
        FROM debian:13
        RUN curl ‹-k› https://a.io/x -o x && wget ‹--no-check-certificate› https://a.io/y
        RUN curl ‹-fsSLk› https://a.io/x -o x
        RUN ["curl", ‹"--insecure"›, "https://a.io/x"]
        """,
        fixed: """
          FROM debian:13
          RUN curl https://a.io/x -o x && wget https://a.io/y
          RUN curl -fsSL https://a.io/x -o x
          RUN ["curl", "https://a.io/x"]
          """),
      .accepts(
        """
        FROM debian:13
        RUN curl -fsSL --cacert /ca.pem https://a.io/x -o key
        RUN curl -fsS -o k https://a.io/x && wget -qO- https://a.io/y
        RUN curl -k https://localhost:8443/health
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("curl", "wget") where use.kind == .run {
        let option =
          use.program == "curl"
          ? use.option(["-k", "--insecure"]) : use.option(["--no-check-certificate"])
        guard let option, Download(use)?.isLocal != true else { continue }
        let isVerified = Verification.happens(in: subject.facts.step(of: use))
        findings.report(
          option.range,
          "`\(option.best)` lets `\(use.program ?? "curl")` take the file from anybody",
          help:
            "Leave it out; name an own authority with `\(use.program == "curl" ? "--cacert" : "--ca-certificate")`",
          fixes: use.removing(
            option: use.program == "curl" ? "k" : nil, option, in: subject
          ).map {
            [
              subject.fix(
                "Check the certificate", .unsafe, $0, at: use,
                risk: "The download fails where the server has no certificate that the image knows."
              )
            ]
          } ?? [],
          severity: isVerified ? .info : nil)
      }
    })
}
