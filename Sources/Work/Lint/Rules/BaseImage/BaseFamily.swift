import BaseImages
import Evidence
import Facts
import OCI
import Policy
import Source

extension Rule {
  static let baseFamily = Rule(
    "base-family", .baseImage, .warning, isDefault: false,
    requirements: ["S0-1-01", "S1-R-04", "S2-B-01", "S2-B-05", "S4-CG-01", "S4-CG-02"],
    summary: "The last stage stands on a family of images that the policy does not accept.",
    why: """
      A policy may say which families of images are shipped: slim variants of Debian, Alpine, \
      images without a shell, those of Chainguard. Small families bring fewer packages, and so \
      fewer holes to follow up. `scratch` is always accepted, and so is an image whose family is \
      not known. Alpine has musl for a C library, for which many Python and Node packages are not \
      built.
      """,
    references: [
      "https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image"
    ],
    examples: [
      .flags(
        """
        FROM golang:1.27 AS build
        FROM ‹python:3.13›
        """, note: "The policy accepts distroless, chainguard and slim"),
      .flags(
        """
        FROM ‹alpine:3.24› AS base
        FROM base
        RUN true
        """),
      .accepts(
        """
        FROM python:3.13 AS build
        FROM python:3.13-slim-trixie
        """),
      .accepts(
        """
        FROM debian:13 AS build
        FROM gcr.io/distroless/cc-debian13:nonroot
        """),
      .accepts("FROM debian:13 AS build\nFROM scratch\nCOPY --from=build /a /a\n"),
    ],
    check: { subject, findings in
      let wanted = subject.values.base.families
      guard !wanted.isEmpty, let (image, facts, range) = subject.finalImage else { return }
      let families = families(of: image, facts)
      guard let family = families.last, wanted.allSatisfy({ !families.contains($0) }) else {
        return
      }
      let names = wanted.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      findings.report(
        range,
        "the image stands on `\(image.familiarRepository)` of the family `\(family.rawValue)`",
        help: "Build the last stage on one of \(names)")
    })

  /// The families that an image belongs to, the narrowest first; none where nothing is known.
  private static func families(of image: ImageReference, _ facts: BaseImageFacts?) -> [BaseFamily] {
    var result: [BaseFamily] = []
    let words = facts?.tagShape?.words ?? image.tag.map { TagShape($0).words } ?? []
    if image.registry == "cgr.dev" || facts?.family == .wolfi { result.append(.chainguard) }
    switch facts?.family {
    case .distroless, .wolfi:
      if facts?.hasShell == false || facts?.family == .distroless { result.append(.distroless) }
    case .debian, .ubuntu:
      if facts?.hasShell == false { result.append(.distroless) }
      if words.contains(where: { $0 == "slim" || $0.hasPrefix("slim") }) { result.append(.slim) }
      result.append(facts?.family == .debian ? .debian : .ubuntu)
    case .alpine: result.append(.alpine)
    case .redhat: result.append(.redhat)
    default: break
    }
    return result
  }
}
