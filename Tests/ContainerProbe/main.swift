// A program for tests that need a process of its own: one that is killed, or is no superuser.
//
// usage: ContainerProbe FOLDER COUNT SCRIPT
//
// Unpacks FOLDER/base.tar into the snapshots of FOLDER, runs a script of the shell on top of it, prints
// what it writes and then what it changed, and keeps that as a snapshot; COUNT times.

import Archive
import Containers
import Host
import Layers
import OCI
import Snapshots
import Source
import Streams

func work(_ folder: String, _ count: Int, _ script: String) throws(Failure) {
  let mapping = try UserNamespace.enter(in: System.environment)
  print("mapping \(mapping)")
  let store = try SnapshotStore(Paths.join(folder, "snapshots"))
  try store.sweep()
  let runner = try ContainerRunner(
    RuntimeProgram.find(in: System.environment), folder: Paths.join(folder, "run"))
  let bytes = try Files.read(Paths.join(folder, "base.tar"), limit: 1 << 30)
  let digest = Digest(of: bytes)
  let base = LayerBlob(
    Descriptor(mediaType: .layer(.none), digest: digest, size: Int64(bytes.count)), diffID: digest
  ) { () throws(Failure) in BytesInMemory(bytes) }
  for index in 0..<count {
    let lease = try store.lease()
    defer { withExtendedLifetime(lease) {} }
    let lower = try store.unpack([base])
    let draft = try store.draft()
    var root: DetachedMount? = try .overlay(draft.overlay(on: lower), place: store.place)
    let started = System.monotonicNanoseconds
    let outcome = try runner.run(ContainerPlan(["sh", "-c", script]), root: root!) { _, bytes in
      print(String(decoding: bytes, as: UTF8.self), terminator: "")
    }
    root = nil
    if count > 1 { print("took \((System.monotonicNanoseconds - started) / 1000) µs") }
    print("ended \(outcome.ending)")
    for entry in try SnapshotChanges(draft.upper, over: store.view(of: lower)).entries {
      print("changed \(entry.path) \(entry.owner):\(entry.group)")
    }
    _ = try draft.commit(as: Digest(of: Array("\(script) \(index)".utf8)))
  }
}

let words = CommandLine.arguments
do throws(Failure) {
  try work(words[1], Int(words[2]) ?? 1, words[3])
} catch {
  print("failed: \(error)")
  System.exit(1)
}
