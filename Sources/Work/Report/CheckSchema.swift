public import Documents
import Evidence
import Source

/// The description of `hardstand.check/1` as a JSON Schema (draft 2020-12).
public enum CheckSchema {
  /// The name of the format and its version, which each document bears as `schema`.
  public static let name = "hardstand.check/1"

  /// The schema.
  public static var schema: JSON {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": .string(name),
      "description": "What `hardstand check --format json` writes.",
      "type": "object",
      "properties": [
        "schema": ["const": .string(name)],
        "tool": JSONSchema.object([
          "name": JSONSchema.text("The program."), "version": JSONSchema.text("Its version."),
        ]),
        "failOn": [
          "description": "The least severity that fails the run.",
          "enum": .array(Severity.allCases.map { .string($0.rawValue) } + ["never"]),
        ],
        "files": JSONSchema.list("The inputs that were examined, in their order.", "file"),
        "failures": JSONSchema.list("The inputs that could not be examined.", "failure"),
        "summary": summary,
      ],
      "required": ["schema", "tool", "failOn", "files", "failures", "summary"],
      "additionalProperties": false,
      "$defs": [
        "file": JSONSchema.object([
          "path": JSONSchema.text("The input as it was given."),
          "findings": JSONSchema.list("What was found, in the order of the source.", "finding"),
          "waived": JSONSchema.count("How many findings a waiver or a baseline took away."),
        ]),
        "finding": finding,
        "fix": fix,
        "related": JSONSchema.object([
          "message": JSONSchema.text("What is to be seen there."),
          "range": JSONSchema.reference("range"),
        ]),
        "range": JSONSchema.object([
          "start": JSONSchema.reference("position"), "end": JSONSchema.reference("position"),
        ]),
        "position": JSONSchema.object([
          "line": JSONSchema.number("The line, from 1.", from: 1),
          "column": JSONSchema.number("The column, from 1, in Unicode code points.", from: 1),
          "offset": JSONSchema.count(
            "The offset in bytes of UTF-8; for an end, that after the last byte."),
        ]),
        "failure": failure,
      ],
    ]
  }

  private static var finding: JSON {
    JSONSchema.object(
      [
        "rule": JSONSchema.text("The name of the rule."),
        "aliases": JSONSchema.texts("What other tools call the same concern."),
        "severity": [
          "description": "How much it matters.",
          "enum": .array(Severity.allCases.map { .string($0.rawValue) }),
        ],
        "message": JSONSchema.text("What is wrong."),
        "help": JSONSchema.text("What to write instead."),
        "range": JSONSchema.reference("range"),
        "related": JSONSchema.list("Other places that belong to the same cause.", "related"),
        "fixes": JSONSchema.list("Repairs, the best first.", "fix"),
      ], optional: ["help"])
  }

  private static var fix: JSON {
    JSONSchema.object(
      [
        "title": JSONSchema.text("What the repair does."),
        "applicability": [
          "description":
            "`safe` keeps what the file means, `unsafe` may change it, `display` is only shown.",
          "enum": .array(Fix.Applicability.allCases.map { .string($0.rawValue) }),
        ],
        "risk": JSONSchema.text("What may become different, where the repair is not safe."),
        "edits": [
          "description": "Replacements that belong together and do not overlap.",
          "type": "array",
          "items": JSONSchema.object([
            "range": JSONSchema.reference("range"),
            "replacement": JSONSchema.text("The text to put there."),
          ]),
        ],
        "ignoreFile": JSONSchema.object([
          "path": JSONSchema.text("The ignore file of the build context, there or not."),
          "appended": JSONSchema.text("The text to put at its end."),
        ]),
      ], optional: ["risk", "ignoreFile"])
  }

  private static var failure: JSON {
    JSONSchema.object(
      [
        "path": JSONSchema.text("The input as it was given."),
        "message": JSONSchema.text("What failed."),
        "causes": JSONSchema.texts("Why, from the nearest cause to the farthest."),
        "hint": JSONSchema.text("What to do next."),
        "place": JSONSchema.object([
          "path": JSONSchema.text("The file where it failed."),
          "line": JSONSchema.number("The line, from 1.", from: 1),
          "column": JSONSchema.number("The column, from 1.", from: 1),
        ]),
      ], optional: ["hint", "place"])
  }

  private static var summary: JSON {
    JSONSchema.object([
      "files": JSONSchema.count("Inputs that were examined."),
      "filesWithFindings": JSONSchema.count("Those of them that have a finding."),
      "failures": JSONSchema.count("Inputs that could not be examined."),
      "errors": JSONSchema.count("Findings that are errors."),
      "warnings": JSONSchema.count("Findings that are warnings."),
      "infos": JSONSchema.count("Findings that are information."),
      "waived": JSONSchema.count("Findings that a waiver or a baseline took away."),
      "safelyFixable": JSONSchema.count("Findings with a safe repair."),
      "unsafelyFixable": JSONSchema.count("Findings with no repair but an unsafe one."),
      "isFailing": [
        "description": "Whether a finding is severe enough to fail the run.", "type": "boolean",
      ],
    ])
  }
}
