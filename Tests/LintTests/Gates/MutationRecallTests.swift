import Evidence
import Lint
import Source
import Testing

/// A defect that is put into a clean file.
struct Mutation: CustomTestStringConvertible, Sendable {
  let rule: String
  let file: String
  let original: String
  let replacement: String
  var testDescription: String { "\(rule) in \(file)" }

  init(_ rule: String, _ file: String, _ original: String, _ replacement: String) {
    self.rule = rule
    self.file = file
    self.original = original
    self.replacement = replacement
  }

  static let all: [Mutation] = [
    .init("trailing-comment", "python", "EXPOSE 8000", "EXPOSE 8000 # HTTP"),
    .init("trailing-comment", "go", "WORKDIR /src", "WORKDIR /src # sources"),
    .init("exec-form-var", "python", "\"8000\"]", "\"$PORT\"]"),
    .init(
      "signal-shell-pid1", "node", "CMD [\"node\", \"server.js\"]",
      "CMD [\"sh\", \"-c\", \"node server.js\"]"),
    .init("missing-app-arg", "python", "\"app.main:app\", ", ""),
    .init(
      "shell-in-shellless-stage", "go", "USER 65532:65532", "RUN mkdir /data\nUSER 65532:65532"),
    .init(
      "env-self-ref", "python", "ENV PATH=\"/opt/venv/bin:$PATH\" \\\n    PYTHONUNBUFFERED=1",
      "ENV APP_HOME=/srv/app \\\n    PATH=\"${APP_HOME}/bin:$PATH\""),
    .init(
      "stage-arg-scope", "go", "RUN --mount=type=cache,target=/root/.cache go build",
      "RUN --mount=type=cache,target=/root/.cache go build -ldflags \"-X main.v=${GO_VERSION}\""),
    .init(
      "pkg-as-nonroot", "node", "USER node\n",
      "USER node\nRUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*\n"
    ),
    .init(
      "nonroot-chown", "node", "USER node\n", "USER node\nRUN chown -R node:node /usr/local/lib\n"),
    .init(
      "user-cannot-write", "python", "USER 10001:10001",
      "USER 10001:10001\nRUN touch /usr/local/lib/marker"),
    .init(
      "chmod-recursive-no-x", "python", "USER 10001:10001",
      "RUN chmod -R 644 /srv/app\nUSER 10001:10001"),
    .init(
      "chown-before-exist", "python", "USER 10001:10001",
      "RUN chown -R 10001 /data\nUSER 10001:10001"),
    .init("unknown-user-name", "python", "USER 10001:10001", "USER appuser"),
    .init(
      "secret-file-copied", "node", "COPY --chown=node:node server.js ./",
      "COPY id_rsa /root/.ssh/id_rsa\nCOPY --chown=node:node server.js ./"),
    .init(
      "secret-in-env", "node", "ENV NODE_ENV=production",
      "ENV NODE_ENV=production API_TOKEN=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"),
    .init(
      "missing-entry-binary", "go", "ENTRYPOINT [\"/server\"]",
      "ENTRYPOINT [\"/sbin/tini\", \"--\", \"/server\"]"),
    .init(
      "ref-placeholder", "go", "FROM gcr.io/distroless/static-debian13:nonroot",
      "FROM gcr.io/distroless/static-debian13:nonroot@sha256:<digest>"),
    .init("syntax-error", "node", "EXPOSE 3000", "EXPOZE 3000"),
    .init("base-latest", "node", "FROM node:24-trixie-slim\n", "FROM node:latest\n"),
    .init(
      "curl-pipe-shell", "node", "EXPOSE 3000",
      "RUN curl -fsSL https://example.com/install.sh | sh\nEXPOSE 3000"),
    .init(
      "uv-no-venv", "python", "RUN python -m venv /opt/venv",
      "RUN pip install --no-cache-dir uv==0.9.0 && uv pip install httpx"),
    .init(
      "posix-shell-feature", "python", "RUN python -m venv /opt/venv",
      "RUN python -m venv /opt/venv && diff <(ls /opt) <(ls /srv)"),
    .init("run-without-effect", "node", "EXPOSE 3000", "RUN cd /tmp\nEXPOSE 3000"),
    .init(
      "assume-yes-missing", "python", "RUN python -m venv /opt/venv",
      "RUN apt-get update && apt-get install --no-install-recommends git && rm -rf /var/lib/apt/lists/*\nRUN python -m venv /opt/venv"
    ),
    .init("user-missing", "python", "USER 10001:10001\n", ""),
  ]

  /// Files without a finding.
  static let clean: [String: String] = [
    "python": """
    # syntax=docker/dockerfile:1
    FROM python:3.13-slim-trixie AS build
    WORKDIR /srv/app
    RUN python -m venv /opt/venv
    ENV PATH="/opt/venv/bin:$PATH"
    COPY requirements.txt ./
    RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt

    FROM python:3.13-slim-trixie
    ENV PATH="/opt/venv/bin:$PATH" \\
        PYTHONUNBUFFERED=1
    WORKDIR /srv/app
    COPY --from=build /opt/venv /opt/venv
    COPY app/ ./app/
    USER 10001:10001
    EXPOSE 8000
    CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8000"]

    """,
    "node": """
    FROM node:24-trixie-slim
    ENV NODE_ENV=production
    WORKDIR /srv/app
    COPY package.json package-lock.json ./
    RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev
    COPY --chown=node:node server.js ./
    USER node
    EXPOSE 3000
    CMD ["node", "server.js"]

    """,
    "go": """
    ARG GO_VERSION=1.27
    FROM golang:${GO_VERSION}-trixie AS build
    WORKDIR /src
    COPY go.mod go.sum ./
    RUN --mount=type=cache,target=/go/pkg/mod go mod download
    COPY . .
    ENV CGO_ENABLED=0
    RUN --mount=type=cache,target=/root/.cache go build -o /server ./cmd/server

    FROM gcr.io/distroless/static-debian13:nonroot
    COPY --from=build /server /server
    USER 65532:65532
    EXPOSE 8080
    ENTRYPOINT ["/server"]

    """,
  ]
}

@Suite struct MutationRecallTests {
  @Test(arguments: Mutation.clean.keys.sorted())
  func cleanFilesHaveNoFinding(name: String) throws {
    let text = try #require(Mutation.clean[name])
    let findings = try CheckAll.findings(in: SourceText(name: name, text: text))
    #expect(findings.isEmpty, "\(findings.map { "\($0.rule): \($0.message)" })")
  }

  @Test(arguments: Mutation.all)
  func injectedDefectsAreFound(mutation: Mutation) throws {
    let clean = try #require(Mutation.clean[mutation.file])
    let place = try #require(
      clean.firstRange(of: mutation.original), "the clean file has no such text")
    let text = clean[..<place.lowerBound] + mutation.replacement + clean[place.upperBound...]
    let findings = try CheckAll.findings(in: SourceText(name: mutation.file, text: String(text)))
    #expect(
      findings.contains { $0.rule == mutation.rule },
      "found only \(findings.map { "\($0.rule): \($0.message)" })")
  }
}
