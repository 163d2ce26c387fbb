import BaseImages
import OCI
import Testing

@Suite struct BaseImageFactsTests {
  private func facts(_ text: String) throws -> BaseImageFacts {
    try #require(BaseImageCatalog.shared.facts(for: ImageReference(parsing: text)))
  }

  @Test(
    arguments: [
      ("python:3.12-slim", .debian, "debian:13"),
      ("python:3.12-slim-bookworm", .debian, "debian:12"),
      ("python:3.8-slim", .debian, nil),
      ("python:3.12.3-slim", .debian, nil),
      ("python:3.12-alpine", .alpine, "alpine:3.24"),
      ("python:3.9.2-alpine", .alpine, nil),
      ("python:3.12-alpine3.20", .alpine, "alpine:3.20"),
      ("python:2.7-windowsservercore-1809", .windows, nil),
      ("node:24-slim", .debian, "debian:12"), ("node:26-slim", .debian, "debian:13"),
      ("node:lts-alpine", .alpine, nil), ("node:22-bookworm-slim", .debian, "debian:12"),
      ("golang:1.27", .debian, "debian:13"), ("golang:1.12-alpine3.9", .alpine, "alpine:3.9"),
      ("rust:1.75-slim", .debian, "debian:12"), ("debian:bookworm-slim", .debian, "debian:12"),
      ("debian:12", .debian, "debian:12"), ("debian:stable-slim", .debian, "debian:13"),
      ("debian", .debian, "debian:13"), ("debian:12.5-slim", .debian, "debian:12"),
      ("ubuntu:24.04", .ubuntu, "ubuntu:24.04"), ("ubuntu:jammy-20240808", .ubuntu, "ubuntu:22.04"),
      ("ubuntu:latest", .ubuntu, nil), ("alpine", .alpine, "alpine:3.24"),
      ("alpine:3.20.1", .alpine, "alpine:3.20"), ("alpine:edge", .alpine, nil),
      ("amd64/alpine:3.23", .alpine, "alpine:3.23"), ("scratch", .scratch, nil),
      ("public.ecr.aws/docker/library/python:3.12-slim-bookworm", .debian, "debian:12"),
      ("gcr.io/distroless/static-debian12:nonroot", .distroless, "debian:12"),
      ("gcr.io/distroless/static", .distroless, nil),
      ("cgr.dev/chainguard/python:latest", .wolfi, nil),
      ("eclipse-temurin:21-jre-alpine-3.24", .alpine, "alpine:3.24"),
      ("eclipse-temurin:21-jre-noble", .ubuntu, "ubuntu:24.04"),
      ("redhat/ubi9", .redhat, "ubi:9"), ("centos:7", .redhat, "centos:7"),
      ("amazonlinux:2023", .amazonlinux, "amazonlinux:2023"),
      ("mcr.microsoft.com/dotnet/aspnet:10.0", .ubuntu, "ubuntu:24.04"),
      ("mcr.microsoft.com/dotnet/sdk:8.0-alpine3.20", .alpine, "alpine:3.20"),
      ("mcr.microsoft.com/windows/nanoserver:ltsc2022", .windows, nil),
      ("ghcr.io/astral-sh/uv:python3.12-bookworm-slim", .debian, "debian:12"),
      ("ghcr.io/astral-sh/uv:0.8", .scratch, nil),
      ("buildpack-deps:noble-curl", .ubuntu, "ubuntu:24.04"),
      ("nvidia/cuda:12.4.1-runtime-ubuntu22.04", .ubuntu, "ubuntu:22.04"),
    ] as [(String, BaseImageFacts.Family, String?)])
  func tellsTheSystem(_ text: String, family: BaseImageFacts.Family, release: String?) throws {
    let facts = try facts(text)
    #expect(facts.family == family)
    #expect(facts.distribution.map { "\($0.name):\($0.version)" } == release)
  }

  @Test func digestsHoldMoreBackThanTags() throws {
    let digest = "sha256:0178a641fbb4858c5f1b48e34bdaabe0350a330a1b1149aabd498d0699ff5fb2"
    #expect(try facts("python:3.12-slim@\(digest)").distribution == nil)
    #expect(try facts("python:3.12-slim@\(digest)").family == .debian)
    let bare = try facts("python@\(digest)")
    #expect(bare.family == nil)
    #expect(bare.hasShell == nil)
    #expect(bare.hasTool("python3") == true)
    #expect(bare.hasTool("apt-get") == nil)
    #expect(try facts("debian@\(digest)").family == .debian)
    #expect(try facts("python:3.12-slim").distribution?.meantSince == "2025-08")
    #expect(try facts("python:3.12-slim-bookworm").distribution?.isImplied == false)
  }

  @Test(
    arguments: [
      ("python:3.12-slim", "curl", false), ("python:3.12-slim", "python3", true),
      ("python:3.12-slim", "gcc", false), ("python:3.12", "gcc", true),
      ("python:3.12", "curl", true),
      ("python:3.12-slim", "adduser", false), ("python:3.12-slim-bookworm", "adduser", true),
      ("python:3.12-slim", "useradd", true), ("python:3.12-slim", "frobnicate", nil),
      ("python:3.12-alpine", "bash", false), ("python:3.12-alpine", "wget", true),
      ("python:3.12-alpine", "useradd", false), ("python:3.12-alpine", "adduser", true),
      ("python:3.12-alpine", "apt-get", false), ("debian:12", "sudo", false),
      ("golang:1.27-alpine", "git", false), ("golang:1.27", "git", true), ("golang", "go", true),
      ("node:24-slim", "yarn", true), ("node:26-slim", "yarn", false), ("node:slim", "yarn", nil),
      ("node:24-slim", "corepack", true), ("node:24-slim", "python3", false),
      ("rust:1.98-slim", "cargo", true), ("rust:1.98-slim", "pkg-config", false),
      ("scratch", "sh", false), ("gcr.io/distroless/static", "sh", false),
      ("gcr.io/distroless/python3", "python3", true), ("gcr.io/distroless/python3", "pip", false),
      ("gcr.io/distroless/static:debug", "wget", true),
      ("gcr.io/distroless/static:debug", "curl", false),
      ("cgr.dev/chainguard/python", "apk", false),
      ("cgr.dev/chainguard/python:latest-dev", "apk", true),
      ("php:8.4-cli", "gcc", true), ("php:8.4-cli-alpine", "gcc", false),
      ("php:8.4-fpm", "composer", false),
      ("nginx:1.30-alpine-slim", "curl", false), ("nginx:1.30", "curl", true),
      ("eclipse-temurin:21-jre", "javac", false), ("eclipse-temurin:21", "javac", true),
      ("eclipse-temurin:21-jre", "fc-list", nil), ("debian", "ping", nil),
      ("debian:12-slim", "nano", false),
    ] as [(String, String, Bool?)])
  func tellsTools(_ text: String, tool: String, expected: Bool?) throws {
    #expect(try facts(text).hasTool(tool) == expected)
  }

  /// Of versions older than a row was written for only the kind of system is certain.
  @Test func holdsOldVersionsBack() throws {
    let old = try facts("python:2.7-slim")
    #expect(old.family == .debian)
    #expect(old.hasTool("python3") == nil)
    #expect(old.hasTool("apt-get") == true)
    #expect(old.command == nil)
    #expect(!old.environmentIsComplete)
    #expect(try facts("node:0.10").account(uid: 1000) == nil)
    #expect(try facts("mcr.microsoft.com/dotnet/aspnet:6.0").account(named: "app") == nil)
  }

  @Test func tellsShells() throws {
    #expect(try facts("scratch").hasShell == false)
    #expect(try facts("debian:12").shell == .sh("dash", bash: true))
    #expect(try facts("alpine:3.20").shell == .sh("ash", bash: false))
    #expect(try facts("cgr.dev/chainguard/python").hasShell == false)
    #expect(try facts("cgr.dev/chainguard/python:latest-dev").hasShell == true)
    #expect(try facts("gcr.io/distroless/base-debian12:debug-nonroot").hasShell == true)
    #expect(try facts("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled").hasShell == false)
    #expect(try facts("mcr.microsoft.com/windows/servercore:ltsc2022").shell == .windows)
    #expect(try facts("ghcr.io/astral-sh/uv:latest").hasShell == false)
  }

  @Test func tellsAccounts() throws {
    let node = try facts("node:24-slim")
    #expect(node.account(uid: 1000)?.name == "node")
    #expect(node.hasAccount("appuser") == false)
    #expect(try facts("ubuntu:24.04").account(uid: 1000)?.name == "ubuntu")
    #expect(try facts("ubuntu:22.04").account(uid: 1000) == nil)
    #expect(try facts("ubuntu:latest").hasAccount("ubuntu") == nil)
    #expect(try facts("debian:12").account(named: "www-data")?.uid == 33)
    #expect(try facts("php:8.4-fpm-alpine").account(named: "www-data")?.uid == 82)
    #expect(try facts("alpine:3.20").hasAccount("www-data") == false)
    #expect(try facts("alpine:3.20").hasGroup("www-data") == nil)
    #expect(try facts("python:3.12").hasAccount("appuser") == nil)
    #expect(try facts("scratch").hasAccount("root") == false)
    #expect(try facts("gcr.io/distroless/static:nonroot").defaultUser?.uid == 65532)
    #expect(try facts("gcr.io/distroless/static").defaultUser?.uid == 0)
    #expect(try facts("cgr.dev/chainguard/wolfi-base").defaultUser?.uid == 0)
    #expect(
      try facts("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled").defaultUser?.uid == 1654)
    #expect(try facts("postgres:17-alpine").account(named: "postgres")?.uid == 70)
    #expect(try facts("postgres:17").account(named: "postgres")?.uid == 999)
    #expect(try facts("nginxinc/nginx-unprivileged:1.30-alpine").defaultUser?.uid == 101)
  }

  @Test func tellsTheEnvironment() throws {
    let python = try facts("python:3.12.7-slim")
    #expect(python.environment["PYTHON_VERSION"] == .some("3.12.7"))
    #expect(python.environment["GPG_KEY"] == .some(nil))
    #expect(python.environment["LANG"] == .some("C.UTF-8"))
    #expect(python.environmentIsComplete)
    #expect(try facts("python:3.13-slim").environment["LANG"] == nil)
    #expect(
      try facts("golang:1.27").environment["PATH"]??.hasPrefix("/go/bin:/usr/local/go/bin:") == true
    )
    #expect(try facts("golang:1.27").workingDirectory == "/go")
    #expect(try facts("scratch").environment.isEmpty)
    #expect(try facts("ruby:3.4-slim").environment["GEM_HOME"] == .some("/usr/local/bundle"))
    #expect(try !facts("eclipse-temurin:21").environmentIsComplete)
  }

  @Test func tellsHowItStarts() throws {
    let postgres = try facts("postgres:18")
    #expect(postgres.volumes == ["/var/lib/postgresql"])
    #expect(postgres.stopSignal == "SIGINT")
    #expect(postgres.exposedPorts == ["5432/tcp"])
    #expect(try facts("postgres:17").volumes == ["/var/lib/postgresql/data"])
    #expect(try facts("node:24").entrypoint == ["docker-entrypoint.sh"])
    #expect(try facts("python:3.12").command == ["python3"])
    #expect(try facts("redis:8.2").workingDirectory == "/data")
    #expect(try facts("php:8.4-apache").stopSignal == "SIGWINCH")
    #expect(try facts("cgr.dev/chainguard/python").devPair == "latest-dev")
    #expect(try facts("cgr.dev/chainguard/python:latest-dev").devPair == "latest")
    #expect(try facts("gcr.io/distroless/cc-debian13:debug").roles == [.debug])
  }

  @Test(
    arguments: [
      ("node:18-slim", "Node.js 18 reached its end of life on 2025-04-30"),
      ("rust:1.75-slim", "Rust 1.75 reached its end of life on 2024-02-08"),
      ("rust:1.90", "Rust 1.90 reached its end of life ("),
      ("golang:1.23", "Go 1.23 reached its end of life on 2025-08-12"),
      ("debian:bullseye", "Debian 11 reached its end of life on 2024-08-14 ("),
      (
        "debian:12",
        "Debian 12 reached its end of life on 2026-07-11; Debian's long-term support lasts until 2028-06-30"
      ),
      ("python:3.12-slim-bullseye", "Debian 11 reached"), ("python:3.8", "Python 3.8 reached"),
      ("ubuntu:20.04", "Ubuntu 20.04 reached"), ("alpine:3.15", "Alpine 3.15 reached"),
      ("centos:7", "CentOS 7 reached"), ("php:5-apache", nil),
      ("php:5.6-apache", "PHP 5.6 reached"),
      ("python:3.12-slim", nil), ("node:26", nil), ("node:24", "Debian 12 reached"), ("node", nil),
      ("scratch", nil),
      ("ubuntu:24.04", nil), ("gcr.io/distroless/static-debian12", "distroless for debian12"),
      ("amazonlinux:2", "Amazon Linux 2 reached"), ("postgres:12", "PostgreSQL 12 reached"),
      ("fedora:32", "Fedora 32 reached"), ("nginx:1.13-alpine", nil),
    ] as [(String, String?)])
  func tellsTheEnd(_ text: String, sentence: String?) throws {
    let today = try #require(Day("2026-11-21"))
    let end = try facts(text).endOfLife(asOf: today)
    if let sentence {
      #expect(end?.sentence.hasPrefix(sentence) == true, "\(end?.sentence ?? "none")")
    } else {
      #expect(end == nil, "\(end?.sentence ?? "")")
    }
  }

  @Test func endsDependOnTheDay() throws {
    let before = try #require(Day("2025-04-30"))
    let after = try #require(Day("2025-05-01"))
    #expect(try facts("node:18").endOfLife(asOf: before) == nil)
    #expect(try facts("node:18").endOfLife(asOf: after) != nil)
  }

  @Test(
    arguments: [
      ("golang:1.23-dev", .notPublished(nearest: "1.23")),
      ("golang:1.23-slim", .notPublished(nearest: "1.23")),
      (
        "golang:1.23-dev@sha256:0178a641fbb4858c5f1b48e34bdaabe0350a330a1b1149aabd498d0699ff5fb2",
        .unknown
      ),
      ("ghcr.io/astral-sh/uv:python3.12-slim", .notPublished(nearest: "python3.12-trixie-slim")),
      ("ghcr.io/astral-sh/uv:python3.12-alpine", .unknown),
      ("ghcr.io/astral-sh/uv:python3.12-bookworm-slim", .unknown),
      ("python:3.12-bookworm-slim", .notPublished(nearest: "3.12-slim-bookworm")),
      ("node:22-slim-bookworm", .notPublished(nearest: "22-bookworm-slim")),
      ("php:8.3-slim", .notPublished(nearest: "8.3")),
      ("wolfi-base", .notPublished(nearest: "cgr.dev/chainguard/wolfi-base")),
      ("python:3.12-slim", .exists), ("python:3.12-slim-bookworm", .exists), ("python", .exists),
      ("node:24-alpine", .exists), ("debian:12-slim", .exists), ("ubuntu:24.04", .exists),
      ("python:3.9-slim", .unknown), ("python:3.12.3-slim", .unknown), ("node:lts-slim", .unknown),
      ("golang:1.27rc1", .unknown), ("golang:1.12-alpine3.9", .unknown), ("acme/app:1", .unknown),
      ("eclipse-temurin:8u412-b08-jre", .unknown), ("eclipse-temurin:21.0.4_7-jdk-noble", .unknown),
      ("debian:bookworm-20240812-slim", .unknown), ("ruby:2.7.0-preview3-slim", .unknown),
      ("gcr.io/distroless/static:nonroot", .unknown),
      ("gcr.io/distroless/static:v1", .notPublished(nearest: nil)),
      ("scratch", .unknown), ("alpine:edge", .unknown), ("alpine:3.24", .exists),
    ] as [(String, TagVerdict)])
  func judgesTags(_ text: String, verdict: TagVerdict) throws {
    #expect(try BaseImageCatalog.shared.tagVerdict(for: ImageReference(parsing: text)) == verdict)
  }
}
