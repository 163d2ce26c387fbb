import Arguments
import Testing

@Suite struct PagesTests {
  @Test func helpOfTheProgram() {
    #expect(
      HelpPage(Sample.tree, [Sample.tree.root]).text == """
        A tool for tests.

        Usage: tool [OPTIONS] COMMAND

        Work:
          check  Find what is wrong
          copy   Copy files

        Nouns:
          image  Work on images

        Options:
          -q, --quiet    Print less
          -h, --help     Show this help
          -V, --version  Show the version

        Run `tool help COMMAND` for more on a command.

        """)
  }

  @Test func helpOfACommand() {
    #expect(
      HelpPage(Sample.tree, [Sample.tree.root, Sample.check], columns: 60).text == """
        Find what is wrong.

        Usage: tool check [OPTIONS] [PATH...]

        Arguments:
          [PATH...]  What to look at

        Options:
          -f, --format FORMAT   How to print: human, json [default:
                                human]
          -s, --select RULE     Run these rules only
          -D, --define KEY=VALUE
                                Set a key
          -j, --jobs N          How many threads to use
              --[no-]cache      Keep results
          -x, --fix             Repair what can be repaired

        Selection:
              --since[=COMMIT]  Look at changes only

        Common options:
          -q, --quiet    Print less
          -h, --help     Show this help
          -V, --version  Show the version

        Examples:
          tool check .
              Look at everything here

        """)
  }

  @Test func manual() {
    let text = ManualPage.text(Sample.tree, [Sample.tree.root, Sample.check])
    #expect(text.hasPrefix(#".TH "TOOL\-CHECK" 1 "" "tool 1.0" "tool manual""# + "\n"))
    #expect(text.contains("A first paragraph of two lines.\n.PP\n\\&.A second"))
    #expect(text.contains(#"\fB\-f, \-\-format FORMAT\fR"#))
    #expect(!text.contains("secret"))
    #expect(ManualPage.fileName([Sample.tree.root, Sample.check]) == "tool-check.1")
  }

  @Test func markdown() {
    let path = [Sample.tree.root, Sample.check]
    let text = MarkdownPage.text(Sample.tree, path)
    #expect(text.hasPrefix("# tool check\n\nFind what is wrong.\n"))
    #expect(
      text.contains(
        "- `-f`, `--format FORMAT`: How to print. Default: `human`. Environment: `TOOL_CHECK_FORMAT`.\n  - `human`: For people\n"
      ))
    #expect(MarkdownPage.fileName(path) == "check.md")
    #expect(MarkdownPage.fileName([Sample.tree.root]) == "tool.md")
    let root = MarkdownPage.text(Sample.tree, [Sample.tree.root])
    #expect(root.contains("## Work\n\n- [`check`](check.md): Find what is wrong.\n"))
    #expect(!root.contains("chart"))
  }
}
