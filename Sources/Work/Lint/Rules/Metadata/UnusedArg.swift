import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let unusedArg = Rule(
    "unused-arg", .metadata, .info, isDefault: false, requirements: ["S3-EV-01"],
    summary: "Nothing names an argument after its declaration.",
    why: """
      An ARG that nothing uses still changes the cache: another `--build-arg` repeats every RUN below \
      it. RUN sees arguments as environment, so that a program may read one that no line names; names \
      that programs are known to read are left out.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#impact-on-build-caching"],
    examples: [
      .flags(
        """
        ARG ‹BASE=alpine›
        FROM alpine:3.20
        ARG ‹UV_VERSION=0.1›
        RUN true
        """),
      .accepts(
        """
        ARG TAG=3.20
        FROM alpine:$TAG
        ARG VERSION=1 DEBIAN_FRONTEND=noninteractive TARGETARCH HTTP_PROXY
        RUN echo ${VERSION}
        """),
    ],
    check: { subject, findings in
      let arguments = subject.facts.syntax.instructions.filter {
        $0.kind == .arg && ArgumentComment.ranges(in: $0, subject.source).isEmpty
      }
      guard !arguments.isEmpty else { return }
      let last = lastPlaces(in: subject.source)
      for instruction in arguments {
        for pair in instruction.pairs where !isRead(pair.key.value) {
          guard let place = last[pair.key.value], place <= pair.key.range.lowerBound else {
            continue
          }
          findings.report(
            pair.range, "Nothing names `\(pair.key.value)` after this", help: "Remove the argument")
        }
      }
    })

  /// Where each word of letters, digits and `_` stands for the last time.
  private static func lastPlaces(in source: SourceText) -> [String: Int] {
    var result: [String: Int] = [:]
    let bytes = source.bytes
    var start: Int?
    for index in 0...bytes.count {
      let isWord = index < bytes.count && VariableName.holds(bytes[index])
      if isWord {
        start = start ?? index
      } else if let begin = start {
        result[String(decoding: bytes[begin..<index], as: UTF8.self)] = begin
        start = nil
      }
    }
    return result
  }

  /// Whether programs or the builder are known to read a variable.
  private static func isRead(_ name: String) -> Bool {
    if PredefinedArguments.proxies.contains(name) || PredefinedArguments.platforms.contains(name)
      || PredefinedArguments.controls.contains(name)
    {
      return true
    }
    if readNames.contains(name) { return true }
    return readPrefixes.contains { name.hasPrefix($0) }
  }

  private static let readNames: Set<String> = [
    "CC", "CFLAGS", "CI", "CPPFLAGS", "CXX", "CXXFLAGS", "DEBIAN_FRONTEND", "DEBUG",
    "GOARCH", "GOFLAGS", "GOOS", "GOPRIVATE", "GOPROXY", "GOSUMDB", "GITHUB_TOKEN", "HOME", "LANG",
    "LANGUAGE", "LDFLAGS", "MAKEFLAGS", "NODE_ENV", "NODE_OPTIONS", "NPM_TOKEN", "PATH", "TERM",
    "TZ",
  ]

  private static let readPrefixes = [
    "APT_", "AWS_", "BUILDKIT_", "BUNDLE_", "CARGO_", "CGO_", "COMPOSER_", "DOTNET_", "GIT_", "HF_",
    "LC_", "NPM_CONFIG_", "NUGET_", "PIP_", "POETRY_", "PYTHON", "RUST", "SCCACHE_", "SSL_",
    "UV_INDEX", "UV_EXTRA", "YARN_", "npm_config_",
  ]
}
