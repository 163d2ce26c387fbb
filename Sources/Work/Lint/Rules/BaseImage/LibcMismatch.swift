import BaseImages
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let libcMismatch = Rule(
    "libc-mismatch", .baseImage, .error,
    requirements: ["S1-R-04", "S2-B-06"],
    summary: "What one stage builds does not run on the C library of the other.",
    why: """
      A program that is linked to glibc does not start on Alpine, whose C library is musl, and the \
      other way round: the loader it names is not there, and the kernel says `not found`. Linked to \
      a newer glibc it stops on an older one with `version 'GLIBC_2.38' not found`. Build on the \
      distribution and release that the last stage has, or link statically. Packages of Python are \
      told as a warning, since those without compiled parts run everywhere.
      """,
    references: ["https://wiki.musl-libc.org/functional-differences-from-glibc.html"],
    examples: [
      .flags(
        """
        FROM rust:1.98-slim-trixie AS build
        RUN cargo build --release
        FROM debian:bookworm-slim
        COPY --from=build ‹/src/target/release/app› /usr/local/bin/app
        """),
      .flags(
        """
        FROM python:3.13-slim-trixie AS build
        RUN python -m venv /opt/venv
        FROM python:3.13-alpine3.24
        COPY --from=build ‹/opt/venv› /opt/venv
        COPY --from=node:24-trixie-slim ‹/usr/local/bin/node› /usr/local/bin/node
        """),
      .accepts(
        """
        FROM rust:1.98-slim-bookworm AS build
        RUN cargo build --release
        FROM rust:1.98-alpine3.24 AS static
        RUN cargo build --release
        FROM debian:trixie-slim
        COPY --from=build /src/target/release/app /usr/local/bin/app
        COPY --from=static /src/target/release/app /usr/local/bin/app2
        FROM alpine:3.24
        COPY --from=build /src/target/x86_64-unknown-linux-musl/release/app /app
        """),
    ],
    check: { subject, findings in
      for copy in StageCopy.all(in: subject) {
        guard let content = copy.content, let from = copy.origin.libc, let to = copy.target.libc,
          let mismatch = mismatch(copy, content, from, to)
        else { continue }
        findings.report(
          copy.range, mismatch,
          help:
            "Build on `\(copy.target.distribution.map { name(of: $0) } ?? copy.target.reference.familiarRepository)`, or link statically",
          related: copy.source.map { [.init($0.markRange, "it is built here")] } ?? [],
          severity: content == .python ? .warning : nil)
      }
    })

  private static func mismatch(
    _ copy: StageCopy, _ content: StageCopy.Content, _ from: String, _ to: String
  ) -> String? {
    if from == "glibc", to == "musl" {
      if copy.stage.end.installations.has("gcompat")
        || copy.stage.end.installations.has("libc6-compat")
      {
        return nil
      }
      return "`\(copy.path)` is built for glibc, but this stage has musl"
    }
    if from == "musl", to == "glibc" {
      // Rust links musl statically by itself.
      return content == .program
        ? nil : "`\(copy.path)` is built for musl, but this stage has glibc"
    }
    guard from == "glibc", to == "glibc", content == .program || content == .interpreter,
      let built = copy.origin.distribution, let here = copy.target.distribution,
      let newer = built.glibc, let older = here.glibc, numbers(newer) > numbers(older)
    else { return nil }
    return
      "`\(copy.path)` is linked to glibc \(newer) of \(name(of: built)), but \(name(of: here)) has \(older)"
  }

  /// A version such as `2.41` as one number that can be compared.
  private static func numbers(_ version: String) -> Int {
    let parts = version.split(separator: ".").map { Int($0.prefix(4)) ?? 0 }
    return (parts.first ?? 0) * 10_000 + (parts.dropFirst().first ?? 0)
  }

  private static func name(of distribution: BaseImageFacts.Distribution) -> String {
    "\(distribution.name) \(distribution.version)"
  }
}
