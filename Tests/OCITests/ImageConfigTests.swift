import Documents
import OCI
import Source
import Testing

@Suite struct ImageConfigTests {
  @Test func readsWhatDockerWrites() throws {
    let text = #"""
      {"architecture":"amd64","os":"linux","created":"2024-01-01T00:00:00Z","container":"abc",
       "config":{"User":"10001:0","Env":["PATH=/bin","A=1","A=2"],"Cmd":["sh","-c","x"],"Image":"",
         "ExposedPorts":{"80/tcp":{}},"Volumes":null,"Labels":{"a":"b"},"ArgsEscaped":true,
         "Healthcheck":{"Test":["CMD","true"],"Interval":30000000000},"Entrypoint":null},
       "rootfs":{"type":"layers","diff_ids":["sha256:\#(ManifestDocumentTests.hex)"]},
       "history":[{"created_by":"/bin/sh -c #(nop) ENV A=1","empty_layer":true},{"created_by":"COPY a b"}]}
      """#
    let config = try ImageConfig(Array(text.utf8))
    #expect(config.platform == Platform("linux/amd64"))
    #expect(config.runtime.user == "10001:0")
    #expect(config.runtime.variable("A") == "2")
    #expect(config.runtime.entrypoint == nil && config.runtime.command == ["sh", "-c", "x"])
    #expect(config.runtime.exposedPorts == ["80/tcp"])
    #expect(config.stepsOfLayers.map { $0?.createdBy } == ["COPY a b"])
    var runtime = config.runtime
    runtime.user = ""
    runtime.command = ["a"]
    #expect(runtime.json["User"] == nil && runtime.json["ArgsEscaped"]?.bool == true)
    #expect(runtime.json["Healthcheck"]?["Interval"]?.int == 30_000_000_000)
  }

  @Test func writesWhatItReads() throws {
    var runtime = RuntimeConfig()
    runtime.user = "65532"
    runtime.entrypoint = ["/app"]
    runtime.labels = ["b": "2", "a": "1"]
    let made = ImageConfig(
      platform: Platform("linux/arm64")!, runtime: runtime, diffIDs: [Digest(of: [])],
      history: [.init(created: nil, createdBy: "COPY", isEmptyLayer: false)],
      created: "1970-01-01T00:00:00Z")
    let read = try ImageConfig(made.bytes)
    #expect(read.runtime.labels == runtime.labels && read.runtime.entrypoint == ["/app"])
    #expect(read.diffIDs == made.diffIDs && read.history == made.history)
    #expect(read.platform == made.platform && read.created == made.created)
    #expect(read.runtime.json == made.runtime.json)
  }

  @Test(arguments: [
    "[]", "{", #"{"rootfs":{"diff_ids":["sha256:no"]}}"#, #"{"rootfs":{"diff_ids":[1]}}"#,
  ])
  func refuses(_ text: String) {
    #expect(throws: Failure.self) { try ImageConfig(Array(text.utf8)) }
  }

  @Test(arguments: [
    #"{}"#, #"{"config":[],"history":{},"rootfs":null}"#, #"{"config":{"Env":"no","User":5}}"#,
  ])
  func takesDocumentsThatSayLittle(_ text: String) throws {
    let config = try ImageConfig(Array(text.utf8))
    #expect(config.diffIDs.isEmpty && config.runtime.user.isEmpty)
  }
}
