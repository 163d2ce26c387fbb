import BaseImages
import Evidence
import Facts
import OCI
import Policy
import Source

extension Rule {
  static let untrustedRegistry = Rule(
    "untrusted-registry", .baseImage, .error,
    aliases: ["DL3026"], requirements: ["S1-I-03", "S2-CL-01", "S4-CG-06"],
    summary: "An image comes from a registry that the policy does not list.",
    why: """
      A policy may list the registries whose images are allowed. A name without a host means \
      Docker Hub. While no registry is listed the rule says nothing. Unlike in other linters, \
      `COPY --from` and the `from` of a mount are held to the list as well.
      """,
    references: ["https://docs.docker.com/reference/cli/docker/image/pull/"],
    examples: [
      .flags(
        """
        FROM ‹randomguy.example.org/python:3.12› AS build
        FROM debian:13
        COPY --from=‹quay.io/tool/box:1› /box /box
        """, note: "The policy lists docker.io, ghcr.io and *.example.com"),
      .accepts(
        """
        FROM registry.example.com/python:3.12 AS build
        FROM ghcr.io/owner/image:1
        FROM debian:13
        COPY --from=build /a /a
        FROM scratch
        """),
    ],
    check: { subject, findings in
      if subject.values.trustedRegistries.isEmpty { return }
      for use in subject.facts.imageUses
      where !subject.values.trusts(registry: use.reference.registry) {
        let listed = subject.values.trustedRegistries.prefix(4).map { "`\($0)`" }
        findings.report(
          use.range,
          "the \(use.role) `\(use.reference.familiarRepository)` comes from `\(use.reference.registry)`, which is no trusted registry",
          help: "Take it from \(listed.joined(separator: ", "))", related: use.related,
          cause: use.cause)
      }
    })
}
