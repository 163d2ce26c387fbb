// swift-tools-version: 6.2
import PackageDescription

// The architecture of hardstand, readable from top to bottom. A target imports
// only what stands here beside it, and `.ci/layers` fails on an arrow that
// points up, or sideways where no reason is given.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .treatAllWarnings(as: .error),
]

func module(
  _ layer: String, _ name: String, _ dependencies: [String] = [], unsafeCode: Bool = false,
  embeds: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies.map { .byName(name: $0) },
    path: layer.isEmpty ? "Sources/\(name)" : "Sources/\(layer)/\(name)",
    resources: embeds.map { .embedInCode($0) },
    swiftSettings: unsafeCode ? strict : strict + [.strictMemorySafety()])
}

func library(_ name: String, pkgConfig: String, apt: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func tests(_ name: String, _ dependencies: [String]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: (dependencies + ["TestSupport"]).map { .byName(name: $0) },
    path: "Tests/\(name)Tests", swiftSettings: strict)
}

let c: [Target] = [
  // CLinux declares calls of the C library that Swift does not see by itself.
  .systemLibrary(name: "CLinux", path: "Sources/C/CLinux"),
  library("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
  // COpenSSL puts the hash functions behind calls that stay the same from one OpenSSL to the next.
  .target(
    name: "COpenSSL", path: "Sources/C/COpenSSL", linkerSettings: [.linkedLibrary("crypto")]),
  // Compression. ISA-L is opened when it is first used, so nothing is linked for it.
  .target(name: "CZlib", path: "Sources/C/CZlib", linkerSettings: [.linkedLibrary("z")]),
  .target(
    name: "CDeflate", path: "Sources/C/CDeflate", linkerSettings: [.linkedLibrary("deflate")]),
  .target(name: "CZstd", path: "Sources/C/CZstd", linkerSettings: [.linkedLibrary("zstd")]),
  .target(name: "CLZMA", path: "Sources/C/CLZMA", linkerSettings: [.linkedLibrary("lzma")]),
  .target(name: "CIsal", path: "Sources/C/CIsal"),
  // CCurl opens libcurl when it is first needed.
  .target(
    name: "CCurl", path: "Sources/C/CCurl",
    linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
  // CNamespaces starts programs and makes mounts in namespaces of their own, which takes code between
  // clone and exec that no language with a runtime can run.
  .target(name: "CNamespaces", path: "Sources/C/CNamespaces"),
  // CSeccomp opens libseccomp when it is first needed.
  .target(
    name: "CSeccomp", path: "Sources/C/CSeccomp",
    linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
  // The facts of base images, as JSON that the C compiler embeds.
  .target(name: "CBaseImages", path: "Sources/C/CBaseImages", exclude: ["Data"]),
  // The specifications and locks of bases that are ready, embedded likewise; `bases` leads there.
  .target(name: "CReadyBases", path: "Sources/C/CReadyBases", exclude: ["Data"]),
]

let ground: [Target] = [
  module("Ground", "Source"),
  module("Ground", "Streams", ["Source"]),
  // Host holds the calls into the C library of the system; files are read through Streams.
  module(
    "Ground", "Host", ["Source", "Streams", "CLinux", "CNamespaces", "CSeccomp"], unsafeCode: true),
  module("Ground", "Documents", ["Source", "CYAML"], unsafeCode: true),
  // Terminal asks Host whether a descriptor is a terminal.
  module("Ground", "Terminal", ["Host"]),
  module("Ground", "Arguments", ["Source"]),
  module("Ground", "Crypto", ["COpenSSL"], unsafeCode: true),
  // Archives and compressed data are streams that are made of streams; Host has threads for them.
  module(
    "Ground", "Archive",
    ["Source", "Streams", "Host", "CZlib", "CDeflate", "CZstd", "CLZMA", "CIsal"],
    unsafeCode: true),
  // HTTP has bodies that are streams, and asks Host for the time and for certificates in files.
  module("Ground", "HTTP", ["Source", "Streams", "Host", "CCurl"], unsafeCode: true),
]

let model: [Target] = [
  module("Model", "Evidence", ["Source"]),
  module("Model", "Secrets", ["Source"]),
  // The name of a base is that of an image, a reference of OCI.
  module("Model", "BaseImages", ["Source", "Documents", "OCI", "CBaseImages"]),
  module("Model", "Shell", ["Source"]),
  // Policy decides over evidence: severities, waivers, baselines. Images that stand in for others are
  // references of OCI.
  module("Model", "Policy", ["Source", "Documents", "Evidence", "OCI"], embeds: ["Profiles"]),
  // A Dockerfile holds shell text.
  module("Model", "Dockerfile", ["Source", "Shell"]),
  // Facts are what a Dockerfile, its shell text and its base images (references of OCI) say together.
  module("Model", "Facts", ["Source", "Shell", "Dockerfile", "BaseImages", "OCI"]),
  // A plan is what facts, the Dockerfile, its shell text and base images ask of a builder; its
  // operations have digests of OCI.
  module(
    "Model", "Plan",
    ["Source", "Documents", "Crypto", "Shell", "Dockerfile", "Facts", "BaseImages", "OCI"]),
  // The frontend turns a Dockerfile into operations on images of OCI; it takes from Facts what is
  // known of paths, ports and predefined arguments.
  module("Model", "Frontend", ["Source", "Documents", "Dockerfile", "Facts", "OCI"]),
  // The packages of Debian and its kin: versions, relations, control files, sources of archives.
  module("Model", "Debian", ["Source", "Documents"]),
  module("Model", "OCI", ["Source", "Streams", "Documents", "Crypto"]),
]

let engines: [Target] = [
  // Apt finds packages in archives that the machine's apt is set up for, and gets them.
  module(
    "Engines", "Apt",
    ["Source", "Streams", "Host", "Documents", "Crypto", "Archive", "HTTP", "Debian", "OCI"]),
  // Layers read, stack, unpack and write the layers of images.
  module(
    "Engines", "Layers", ["Source", "Streams", "Host", "Archive", "Crypto", "OCI"]),
  // The Store hands out the layers of its images as Layers read them.
  module(
    "Engines", "Store",
    ["Source", "Streams", "Host", "Archive", "Documents", "OCI", "Layers"]),
  module("Engines", "Docker", ["Source", "Streams", "Host", "HTTP", "Documents", "OCI"]),
  module(
    "Engines", "Registry", ["Source", "Streams", "Host", "Documents", "HTTP", "OCI"]),
  // The cache of GitHub Actions is a source of blobs for the Store.
  module(
    "Engines", "ActionsCache",
    ["Source", "Streams", "Host", "Documents", "HTTP", "OCI", "Store"]),
  // Snapshots are layers unpacked by Layers into folders, one on top of the other.
  module(
    "Engines", "Snapshots", ["Source", "Streams", "Host", "Archive", "OCI", "Layers"]),
  // Containers run a program in the files of an image, locked down as asked.
  module(
    "Engines", "Containers",
    ["Source", "Host", "Documents", "Crypto", "OCI"]),
]

let work: [Target] = [
  module(
    "Work", "Lint",
    [
      "Source", "Host", "Documents", "Shell", "Dockerfile", "Facts", "BaseImages", "OCI", "Policy",
      "Secrets", "Evidence",
    ]),
  // Repair makes the repairs that Lint's findings carry, and holds them to the plan.
  module(
    "Work", "Repair", ["Source", "Dockerfile", "Shell", "Facts", "Plan", "Evidence", "Lint"]),
  // Pin takes the waivers of Lint, and gives its edits to Repair, which holds them to the plan.
  module(
    "Work", "Pin",
    [
      "Source", "Host", "Documents", "OCI", "BaseImages", "Dockerfile", "Facts", "Policy",
      "Evidence", "Registry", "Lint", "Repair",
    ]),
  module(
    "Work", "Build",
    [
      "Source", "Streams", "Host", "Documents", "Archive", "Crypto", "HTTP", "Dockerfile",
      "Frontend",
      "OCI", "BaseImages", "Secrets", "Layers", "Store", "Snapshots", "Containers",
    ]),
  module("Work", "Report", ["Source", "Documents", "Terminal", "Evidence"]),
  module(
    "Work", "Analysis",
    [
      "Source", "Streams", "Host", "Documents", "Terminal", "Crypto", "Archive", "OCI", "Secrets",
      "Layers",
    ]),
  module("Work", "Format", ["Source", "Shell", "Dockerfile", "Facts", "Plan"]),
  // Bases makes images of the packages of a distribution.
  module(
    "Work", "Bases",
    [
      "Source", "Streams", "Host", "Archive", "Crypto", "Documents", "Debian", "Shell", "OCI",
      "Apt",
      "Layers", "Store", "CReadyBases",
    ]),
  // Proof holds an image to what it shall be, and writes what came of it as Report writes.
  module(
    "Work", "Proof",
    [
      "Source", "Host", "Archive", "Terminal", "Documents", "OCI", "Layers", "Snapshots",
      "Containers", "Report",
    ]),
  module(
    "Work", "Transfer",
    ["Source", "Streams", "Host", "Archive", "HTTP", "OCI", "Store", "Registry", "Docker"]),
]

let top: [Target] = [
  module(
    "", "Commands",
    [
      "Source", "Host", "Documents", "Terminal", "Arguments", "Evidence", "Secrets", "BaseImages",
      "Shell", "Policy", "Dockerfile", "Facts", "Plan", "OCI", "Lint", "Repair", "Format",
      "Streams", "HTTP", "Archive", "Store", "Registry", "Layers", "Snapshots", "Containers",
      "Transfer", "ActionsCache", "Analysis", "Pin", "Frontend", "Build", "Debian", "Apt", "Bases",
      "Report", "Proof",
    ]),
  .executableTarget(
    name: "hardstand", dependencies: ["Commands"], path: "Sources/hardstand",
    swiftSettings: strict + [.strictMemorySafety()]),
]

let testTargets: [Target] = [
  .target(
    name: "TestSupport", dependencies: ["Host", "Source"], path: "Tests/TestSupport",
    swiftSettings: strict),
  // A process that tests kill, or start as somebody else.
  .executableTarget(
    name: "ContainerProbe",
    dependencies: [
      "Archive", "Containers", "Host", "Layers", "OCI", "Snapshots", "Source", "Streams",
    ].map { .byName(name: $0) },
    path: "Tests/ContainerProbe", swiftSettings: strict),
  tests("Source", ["Source"]),
  tests(
    "Lint",
    [
      "Lint", "Source", "Host", "Evidence", "Facts", "Dockerfile", "Policy", "BaseImages", "OCI",
      "Shell", "Secrets",
    ]),
  tests("Facts", ["Facts", "Dockerfile", "Shell", "BaseImages", "OCI", "Source"]),
  tests("Dockerfile", ["Dockerfile", "Shell", "Source"]),
  tests("BaseImages", ["BaseImages", "OCI", "Documents"]),
  tests("Secrets", ["Secrets", "Source"]),
  tests("Documents", ["Documents", "Source"]),
  tests(
    "Report",
    ["Report", "Source", "Evidence", "Documents", "Host", "Arguments", "Terminal", "Commands"]),
  tests("Format", ["Format", "Source", "Shell", "Dockerfile", "Facts"]),
  tests("Policy", ["Policy", "Documents", "Evidence", "OCI", "Source"]),
  tests("Host", ["Source", "Host"]),
  tests("Archive", ["Archive", "Source", "Streams", "Host"]),
  tests("Layers", ["Layers", "Archive", "Source", "Streams", "Host", "Crypto", "OCI"]),
  tests(
    "Analysis",
    [
      "Analysis", "Layers", "Archive", "OCI", "Documents", "Source", "Streams", "Host", "Terminal",
    ]),
  tests("Containers", ["Containers", "Documents", "Host", "Source"]),
  tests(
    "Snapshots",
    [
      "Snapshots", "Containers", "ContainerProbe", "Layers", "Archive", "OCI", "Streams", "Host",
      "Source",
    ]),
  tests("HTTP", ["HTTP", "Host", "Source", "Streams", "Documents", "Crypto"]),
  tests("Terminal", ["Host", "Terminal"]),
  tests("Arguments", ["Source", "Arguments"]),
  tests(
    "Commands",
    ["Source", "Host", "Terminal", "Arguments", "Documents", "OCI", "Registry", "Commands"]),
  tests(
    "Build",
    [
      "Build", "Store", "Snapshots", "OCI", "Documents", "Host", "Source", "Streams", "Layers",
      "Archive", "HTTP", "ActionsCache",
    ]),
  tests("Shell", ["Source", "Shell"]),
  tests("Plan", ["Plan", "Facts", "Dockerfile", "Source", "OCI"]),
  tests("Debian", ["Debian", "Host", "Source"]),
  tests("Apt", ["Apt", "Debian", "HTTP", "Host", "Source"]),
  tests(
    "Bases",
    [
      "Bases", "Apt", "Debian", "Layers", "Archive", "OCI", "Store", "Documents", "Host", "HTTP",
      "Streams",
      "Source",
    ]),
  tests("Store", ["Store", "OCI", "Documents", "Streams", "Host", "Source"]),
  tests(
    "Proof",
    [
      "Proof", "Containers", "Snapshots", "Layers", "Archive", "OCI", "Documents", "Streams",
      "Host",
      "Source",
    ]),
  tests("OCI", ["OCI", "Documents", "Streams", "Source"]),
  tests(
    "Registry", ["Registry", "HTTP", "OCI", "Host", "Source", "Streams", "Documents"]),
  tests(
    "Pin",
    ["Pin", "Lint", "Policy", "Evidence", "BaseImages", "Facts", "Dockerfile", "OCI", "Source"]),
  tests(
    "Repair",
    [
      "Repair", "Lint", "Plan", "Policy", "Facts", "Dockerfile", "BaseImages", "Evidence", "Host",
      "Source",
    ]),
]

// The target of `make fuzz`, which links libFuzzer in place of a main function.
let fuzz: [Target] =
  Context.environment["HARDSTAND_FUZZ"] == nil
  ? []
  : [
    .executableTarget(
      name: "Fuzz",
      dependencies: ["BaseImages", "Dockerfile", "Lint", "Policy", "Shell", "Source"].map {
        .byName(name: $0)
      },
      path: "Fuzz",
      swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])])
  ]

let package = Package(
  name: "hardstand", products: [.executable(name: "hardstand", targets: ["hardstand"])],
  targets: c + ground + model + engines + work + top + testTargets + fuzz)
