import Host
import TestSupport
import Testing

@testable import Bases

@Suite struct LoaderCacheTests {
  @Test func namesAreInTheOrderOfTheLoader() {
    #expect(LoaderCache.order("libx.so.9", "libx.so.10") < 0)
    #expect(LoaderCache.order("libx.so.1", "libx.so") > 0)
    #expect(LoaderCache.order("liba.so.1", "libb.so.1") < 0)
    #expect(LoaderCache.order("lib1.so", "libx.so") > 0)
    #expect(LoaderCache.order("libx.so.2", "libx.so.2") == 0)
  }

  @Test(.enabled(if: Files.isProgram("/sbin/ldconfig"), "needs ldconfig"))
  func theProgramsOfTheLibraryReadIt() throws {
    var cache = LoaderCache()
    for name in ["libb.so.9", "liba.so", "libb.so.10"] { cache.add(name, path: "/opt/x/\(name)") }
    cache.add("liba.so", path: "/other/liba.so")
    let folder = try TemporaryFolder()
    #if arch(arm64)
      let architecture = "arm64"
    #else
      let architecture = "amd64"
    #endif
    try folder.write("cache", try #require(cache.bytes(architecture)))
    let text = try folder.shell("/sbin/ldconfig", "-p", "-C", folder.at("cache"))
    #expect(text.contains("3 libs found"))
    for name in ["libb.so.9", "liba.so", "libb.so.10"] {
      #expect(text.contains("\(name) (libc6,"), "\(text)")
      #expect(text.contains("=> /opt/x/\(name)\n"))
    }
    #expect(!text.contains("/other"))
  }

  /// The loader itself, in a root of its own, finds a library that only the cache names.
  @Test(
    .enabled(
      if: System.isSuperuser && TemporaryFolder.has("cc") && Files.isProgram("/sbin/ldconfig"),
      "needs root and a C compiler"))
  func theLoaderFindsLibrariesByIt() throws {
    let folder = try TemporaryFolder()
    var cache = LoaderCache()
    cache.add("libodd.so.1", path: "/opt/odd/libodd.so.1")
    #if arch(arm64)
      let architecture = "arm64"
    #else
      let architecture = "amd64"
    #endif
    try folder.write("root/etc/ld.so.cache", try #require(cache.bytes(architecture)))
    try folder.write("odd.c", "int odd(void) { return 7; }\n")
    try folder.write("main.c", "int odd(void);\nint main(void) { return odd(); }\n")
    let output = try folder.script(
      """
      mkdir -p root/opt/odd
      cc -shared -fPIC -Wl,-soname,libodd.so.1 -o root/opt/odd/libodd.so.1 odd.c
      cc -o root/main main.c root/opt/odd/libodd.so.1
      for file in $(ldd root/main | grep -o '/[^ ]*'); do
        case $file in */libodd*|root*) ;; *) mkdir -p "root$(dirname $file)"; cp -L "$file" "root$file";; esac
      done
      mkdir -p root/lib/x86_64-linux-gnu root/lib/aarch64-linux-gnu
      chroot root /main && echo 0 || echo $?
      rm root/etc/ld.so.cache
      chroot root /main 2> /dev/null && echo 0 || echo $?
      """)
    #expect(String(decoding: output, as: UTF8.self) == "7\n127\n")
  }
}
