import Testing

/// Keywords, words, arrays, flags and pairs. The rows leave out the FROM.
@Suite struct InstructionLayoutTests {
  typealias Row = FileLayoutTests.Row

  static let rows = [
    Row(
      "keywords", "run a\nonbuild  run  b\nHealthcheck none",
      "RUN a\nONBUILD RUN b\nHEALTHCHECK NONE"),
    Row("keyword of HEALTHCHECK", "HEALTHCHECK  cmd  a  b", "HEALTHCHECK CMD a  b"),
    Row("words", "COPY\ta  b\t c\nEXPOSE 1   2", "COPY a b c\nEXPOSE 1 2"),
    Row("blanks in a value", "WORKDIR  /a  b\nUSER   1", "WORKDIR /a  b\nUSER 1"),
    Row(
      "arrays", "CMD [ \"a\" ,\"b  c\",  \"d\" ]\nVOLUME  [\"/a\",\"/b\"]\nENTRYPOINT [ ]",
      "CMD [\"a\", \"b  c\", \"d\"]\nVOLUME [\"/a\", \"/b\"]\nENTRYPOINT []"),
    Row(
      "array over lines", "CMD [ \\\n \"a\" \\\n ,\\\n  # c\n \"b\",  \\\n \"c\" \\\n]",
      "CMD [ \\\n    \"a\", \\\n    # c\n    \"b\", \\\n    \"c\" \\\n]"),
    Row("array with an indented end", "CMD [ \\\n  \"a\" \\\n ]", "CMD [ \\\n    \"a\" \\\n    ]"),
    Row(kept: "aligned array", "CMD [\"a\", \\\n     \"b\"]"),
    Row(kept: "no array", "CMD [ a,b ]"),
    Row(
      "array after CMD", "HEALTHCHECK --retries=3  CMD [ \"a\",\"b\" ]",
      "HEALTHCHECK --retries=3 CMD [\"a\", \"b\"]"),
    Row(
      "flags of COPY", "COPY  --chown=1:1   --from=b  --link  /a /b",
      "COPY --link --from=b --chown=1:1 /a /b"),
    Row(
      "repeated flags keep their order", "COPY --exclude=b --exclude=a --parents . /x",
      "COPY --parents --exclude=b --exclude=a . /x"),
    Row(
      "flags of ADD", "ADD --checksum=sha256:0 --chmod=644 --link=false http://a /b",
      "ADD --link=false --chmod=644 --checksum=sha256:0 http://a /b"),
    Row(
      "flags over lines", "COPY --chown=1 \\\n  --from=b \\\n  a /b",
      "COPY --from=b \\\n    --chown=1 \\\n    a /b"),
    Row(
      kept: "flags with a comment", "COPY --chown=1 \\\n    # from there\n    --from=b a /b"),
    Row(
      kept: "mounts",
      "RUN --mount=type=tmpfs,target=/b --mount=type=cache,target=/a --network=none c"),
    Row("legacy pair", "env  A   b  c \\\n d", "ENV A   b  c \\\n d"),
    Row("pairs", "ENV  A=1   B=\"x  y\"\tC=z\\ w", "ENV A=1 B=\"x  y\" C=z\\ w"),
    Row(
      "pairs over lines", "LABEL a=1  b=2\\\n  c=3   \\\n\n   # d\n  d=4",
      "LABEL a=1 b=2 \\\n    c=3 \\\n    # d\n    d=4"),
    Row(kept: "aligned pairs", "LABEL a=1 \\\n      b=2"),
    Row(kept: "several pairs a line", "ENV A=1 B=2 \\\n    C=3 D=4"),
    Row(
      "alignment of an indented instruction", "  LABEL a=1 \\\n        b=2",
      "LABEL a=1 \\\n      b=2"),
    Row(
      "long pairs",
      "ENV A=\(String(repeating: "a", count: 60)) B=\(String(repeating: "b", count: 40)) C=1",
      "ENV A=\(String(repeating: "a", count: 60)) \\\n    B=\(String(repeating: "b", count: 40)) \\\n    C=1"
    ),
    Row(
      "a long line among others",
      "LABEL a=1 b=2 \\\n      c=\(String(repeating: "c", count: 60)) d=\(String(repeating: "d", count: 60))",
      "LABEL a=1 \\\n      b=2 \\\n      c=\(String(repeating: "c", count: 60)) \\\n      d=\(String(repeating: "d", count: 60))"
    ),
    Row(kept: "one long pair", "ENV A=\(String(repeating: "a", count: 160))"),
    Row(
      kept: "a pair that would be a comment",
      "ENV A=\(String(repeating: "a", count: 60)) #b=\(String(repeating: "b", count: 60))"),
    Row(
      "arguments",
      "ARG A   B=1\nARG A=\(String(repeating: "a", count: 60)) B=\(String(repeating: "b", count: 60))",
      "ARG A B=1\nARG A=\(String(repeating: "a", count: 60)) \\\n    B=\(String(repeating: "b", count: 60))"
    ),
    Row(
      "here-document", "copy  --link  <<A  <<B   /x/\n  a  \nA\n\tb\nB",
      "COPY --link <<A <<B /x/\n  a  \nA\n\tb\nB"),
    Row(
      "here-document of RUN", "RUN  --network=none   <<-E  cat  >  x  \n  \ta \\\n b\n\tE",
      "RUN --network=none <<-E  cat  >  x\n  \ta \\\n b\n\tE"),
    Row("value over lines", "ENV A=\"b \\\n  c\"  B=1", "ENV A=\"b \\\n  c\" B=1"),
    Row(kept: "word over lines", "COPY a\\\nb /c"),
  ]

  @Test(arguments: rows) func layout(_ row: Row) {
    Row(row.name, "FROM a\n\(row.before)\n", "FROM a\n\(row.after)\n").check()
  }

  @Test(arguments: [
    Row("FROM", "from  --platform=$B   a   as   b", "FROM --platform=$B a AS b"),
    Row(
      "backtick", "# escape=`\nFROM a\nCOPY a`\n b  c:\\\nRUN b   `\n c",
      "# escape=`\nFROM a\nCOPY a `\n    b c:\\\nRUN b `\n    c"),
  ]) func layoutOfFiles(_ row: Row) {
    Row(row.name, row.before + "\n", row.after + "\n").check()
  }
}
