import Shell
import Source
import Testing

@Suite struct InvocationTests {
  private func invocation(_ text: String) -> CommandInvocation? {
    ShellScript.command(text)?.simple?.invocation
  }

  @Test(arguments: [
    ("apt-get install x", "apt-get", "install x", ""),
    ("/usr/bin/apt-get update", "apt-get", "update", ""),
    ("sudo apt-get update", "apt-get", "update", "sudo"),
    ("sudo -E -u root A=b apt-get -y update", "apt-get", "-y update", "sudo"),
    ("sudo -uroot -- ls", "ls", "", "sudo"), ("env -i A=b C=$d ls", "ls", "", "env"),
    ("env -u X --chdir=/ ls -l", "ls", "-l", "env"), ("exec -a x ls", "ls", "", "exec"),
    ("command ls", "ls", "", "command"), ("command -v ls", "command", "-v ls", ""),
    ("nice -n 5 nohup ls", "ls", "", "nice nohup"), ("nice -5 ls", "ls", "", "nice"),
    ("timeout -k 5 10s curl x", "curl", "x", "timeout"), ("timeout 5 ls", "ls", "", "timeout"),
    ("xargs -n1 -I{} rm {}", "rm", "{}", "xargs"), ("xargs -0 -n 1 rm", "rm", "", "xargs"),
    ("xargs", "xargs", "", ""), ("gosu user ls", "ls", "", "gosu"),
    ("su-exec 1:2 ls", "ls", "", "su-exec"), ("chroot --userspec=x /y ls", "ls", "", "chroot"),
    ("setpriv --reuid=1 --clear-groups ls", "ls", "", "setpriv"),
    ("busybox wget x", "wget", "x", "busybox"), ("ionice -c 3 ls", "ls", "", "ionice"),
    ("stdbuf -oL ls", "ls", "", "stdbuf"), ("sudo", "sudo", "", ""), ("\"ls\" x", "ls", "x", ""),
    ("doas -u x ls", "ls", "", "doas"), ("runuser -u x -- ls", "ls", "", "runuser"),
    ("exec >x", "exec", "", ""), ("sudo timeout 5 env X=1 ls", "ls", "", "sudo timeout env"),
  ])
  func wrappersComeOff(text: String, program: String, arguments: String, wrappers: String) {
    let found = invocation(text)
    #expect(found?.program == program)
    #expect(found?.arguments.map(\.text).joined(separator: " ") == arguments)
    #expect(found?.wrappers.map(\.name).joined(separator: " ") == wrappers)
  }

  @Test func unknownProgramsHaveNoName() {
    #expect(invocation("$x a")?.program == nil)
    #expect(invocation("$x a")?.programWord?.text == "$x")
    #expect(invocation("A=b")?.programWord == nil)
    #expect(invocation("./a/b.sh")?.path == "./a/b.sh")
    #expect(invocation("sudo ls -l >x")?.range == SourceRange(5, 10))
  }

  @Test(arguments: [
    ("sh -c 'a; b'", ShellDialect.posix, "a b", true), ("bash -ec \"a && b\"", .bash, "a b", true),
    ("/bin/ash -c 'a'", .ash, "a", true),
    ("busybox sh -c 'a'", .ash, "a", true), ("bash -o pipefail -c 'a | b'", .bash, "a b", true),
    ("sudo -u x bash -lc 'a'", .bash, "a", true), ("sh -c \"a $x; b\"", .posix, "a b", false),
    ("xargs -n1 sh -c 'a'", .posix, "a", true), ("su - x -c 'a'", .posix, "a", true),
    ("find . -exec sh -c 'a \"$1\"' _ {} \\;", .posix, "a", true),
    ("sh -c a\\ b", .posix, "a", true), ("bash -c 'sh -c \"a\"'", .bash, "sh a", true),
    ("bash -euxo pipefail -c 'a'", .bash, "a", true),
  ])
  func nestedScriptsAreRead(text: String, dialect: ShellDialect, names: String, isExact: Bool) {
    let nested = invocation(text)?.nestedScript
    #expect(nested?.script.dialect == dialect)
    #expect(nested?.isExact == isExact)
    var found: [String] = []
    nested?.script.forEachCommand { command, _ in found.append(command.name?.text ?? "") }
    #expect(found.joined(separator: " ") == names)
  }

  @Test(arguments: [
    "sh script", "sh -x a", "sh -c \"$(a)\"", "gcc -c a.c", "python -c 'x'", "sh -c",
  ])
  func otherCommandsHaveNoNestedScript(text: String) {
    #expect(invocation(text)?.nestedScript == nil)
  }

  @Test func nestedRangesGoThroughQuotes() {
    let text = "sh -c \"a \\\"b\\\" 'c'\"' d'"
    let words = invocation(text)?.nestedScript?.script.statements[0].list.first.commands[0].simple?
      .words
    #expect(words?.map(\.text) == ["a", "\"b\"", "'c'", "d"])
    #expect(
      words?.map(\.range)
        == [SourceRange(7, 8), SourceRange(10, 14), SourceRange(15, 18), SourceRange(21, 22)])
  }

  @Test func flagsAreFound() throws {
    let command = try #require(
      ShellScript.command("x -qy --no-a --b=c -o Dir::y=z -Wfoo --d e -- -n")?.simple)
    #expect(command.hasFlag(short: "y"))
    #expect(command.hasFlag(short: "q", long: "quiet"))
    #expect(command.hasFlag(long: "no-a"))
    #expect(command.hasFlag(long: "b"))
    #expect(!command.hasFlag(long: "no"))
    #expect(!command.hasFlag(short: "n"))
    #expect(command.hasFlag(short: "f"))
    #expect(!command.hasFlag(short: "f", takingValue: "W"))
    #expect(command.flagWord(short: "y")?.range == SourceRange(2, 5))
    #expect(command.value(short: "o")?.literal == "Dir::y=z")
    #expect(command.value(short: "W")?.text == "foo")
    #expect(command.value(long: "b")?.literal == "c")
    #expect(command.value(long: "d")?.literal == "e")
    #expect(command.operands(skippingValuesOf: "o", long: ["d"]).map(\.text) == ["-n"])
    #expect(command.operands().map(\.text) == ["Dir::y=z", "e", "-n"])
  }
}
