import BaseImages
import OCI
import Testing

/// Tags that the list of official images has named at some time must never be told unpublished.
@Suite struct PublishedTagTests {
  @Test(arguments: [
    (
      "python",
      "3.15.0a2-trixie 3.15-rc 3.15-rc-slim-trixie 3.15.0a2-slim 3-slim-bookworm slim-trixie"
    ),
    (
      "python",
      "3.14.0-windowsservercore-ltsc2022 windowsservercore 3.13-alpine3.22 alpine3.21 2-onbuild"
    ),
    (
      "node", "8.11.4-jessie carbon-jessie boron-onbuild 10-stretch chakracore-8.11.1 chakracore-10"
    ),
    (
      "node",
      "lts-buster-slim current-alpine3.20 16-bullseye-slim lts krypton-trixie-slim slim alpine"
    ),
    (
      "golang",
      "1.25.3-nanoserver-ltsc2025 1-windowsservercore tip-20251026-alpine3.22 tip-trixie tip"
    ),
    ("golang", "1.12-alpine3.9 1.10.0 1.27rc1-alpine3.24 alpine bookworm 1.13-buster"),
    (
      "rust",
      "1-bullseye 1.82-slim-bullseye 1.82.0-alpine3.19 alpine3.20 slim bookworm slim-bookworm"
    ),
    (
      "ruby",
      "3.4.0-preview1-slim-bookworm 3.4-rc-alpine3.20 3.4-rc 3-alpine 2.7.0-preview3-alpine slim"
    ),
    (
      "php",
      "8.0.9-apache 5-apache 8.3-fpm-alpine3.20 7.0-fpm-jessie zts-alpine rc-fpm 8.6-rc-cli-trixie"
    ),
    ("php", "8.1.0RC5-fpm-alpine cli fpm apache-bookworm 8.4.1-zts-bookworm alpine3.22"),
    (
      "nginx",
      "1.21.1-perl mainline-perl stable-alpine-slim 1.27.4-alpine3.21-otel 1-bookworm-perl alpine"
    ),
    (
      "debian",
      "bookworm-20260202 12.13-slim oldoldstable-20260202-slim rc-buggy-20260202 experimental"
    ),
    ("debian", "trixie-backports testing-backports sid-slim unstable-20260202 jessie wheezy 8.2"),
    ("ubuntu", "24.04 noble-20240801 rolling devel 14.04.5 jammy trusty-20191217 latest"),
    ("alpine", "3 3.24 3.24.1 edge 20240606 3.20.0_alpha20231219 latest"),
    (
      "eclipse-temurin",
      "8u412-b08-jdk-alpine 8-jre-nanoserver-1809 11.0.23_9-jdk-focal 17-ubi9-minimal"
    ),
    (
      "eclipse-temurin",
      "21.0.4_7-jdk-windowsservercore-ltsc2022 21-jre-alpine-3.24 21 latest 17-jammy"
    ),
    ("gcr.io/distroless/static", "latest nonroot debug debug-nonroot nonroot-arm64 debug-amd64"),
    (
      "ghcr.io/astral-sh/uv",
      "0.8 0.8.3-python3.13-trixie-slim debian-slim alpine3.22 python3.14-alpine3.23"
    ),
    ("ghcr.io/astral-sh/uv", "bookworm python3.12-bookworm 0.5.1-alpine latest trixie"),
  ])
  func isNeverToldUnpublished(_ repository: String, tags: String) throws {
    for tag in tags.split(separator: " ") {
      let reference = try ImageReference(parsing: "\(repository):\(tag)")
      let verdict = BaseImageCatalog.shared.tagVerdict(for: reference)
      if case .notPublished = verdict { Issue.record("\(reference) is told unpublished") }
      #expect(BaseImageCatalog.shared.facts(for: reference) != nil)
    }
  }
}
