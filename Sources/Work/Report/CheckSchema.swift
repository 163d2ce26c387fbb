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
        "tool": object(["name": text("The program."), "version": text("Its version.")]),
        "failOn": [
          "description": "The least severity that fails the run.",
          "enum": .array(Severity.allCases.map { .string($0.rawValue) } + ["never"]),
        ],
        "files": list("The inputs that were examined, in their order.", "file"),
        "failures": list("The inputs that could not be examined.", "failure"),
        "summary": summary,
      ],
      "required": ["schema", "tool", "failOn", "files", "failures", "summary"],
      "additionalProperties": false,
      "$defs": [
        "file": object([
          "path": text("The input as it was given."),
          "findings": list("What was found, in the order of the source.", "finding"),
          "waived": count("How many findings a waiver or a baseline took away."),
        ]),
        "finding": finding,
        "fix": fix,
        "related": object([
          "message": text("What is to be seen there."), "range": reference("range"),
        ]),
        "range": object([
          "start": reference("position"), "end": reference("position"),
        ]),
        "position": object([
          "line": number("The line, from 1.", from: 1),
          "column": number("The column, from 1, in Unicode code points.", from: 1),
          "offset": count("The offset in bytes of UTF-8; for an end, that after the last byte."),
        ]),
        "failure": failure,
      ],
    ]
  }

  private static var finding: JSON {
    object(
      [
        "rule": text("The name of the rule."),
        "aliases": texts("What other tools call the same concern."),
        "severity": [
          "description": "How much it matters.",
          "enum": .array(Severity.allCases.map { .string($0.rawValue) }),
        ],
        "message": text("What is wrong."),
        "help": text("What to write instead."),
        "range": reference("range"),
        "related": list("Other places that belong to the same cause.", "related"),
        "fixes": list("Repairs, the best first.", "fix"),
      ], optional: ["help"])
  }

  private static var fix: JSON {
    object([
      "title": text("What the repair does."),
      "applicability": [
        "description":
          "`safe` keeps what the file means, `unsafe` may change it, `display` is only shown.",
        "enum": .array(Fix.Applicability.allCases.map { .string($0.rawValue) }),
      ],
      "edits": [
        "description": "Replacements that belong together and do not overlap.",
        "type": "array",
        "items": object([
          "range": reference("range"), "replacement": text("The text to put there."),
        ]),
      ],
    ])
  }

  private static var failure: JSON {
    object(
      [
        "path": text("The input as it was given."),
        "message": text("What failed."),
        "causes": texts("Why, from the nearest cause to the farthest."),
        "hint": text("What to do next."),
        "place": object([
          "path": text("The file where it failed."),
          "line": number("The line, from 1.", from: 1),
          "column": number("The column, from 1.", from: 1),
        ]),
      ], optional: ["hint", "place"])
  }

  private static var summary: JSON {
    object([
      "files": count("Inputs that were examined."),
      "filesWithFindings": count("Those of them that have a finding."),
      "failures": count("Inputs that could not be examined."),
      "errors": count("Findings that are errors."),
      "warnings": count("Findings that are warnings."),
      "infos": count("Findings that are information."),
      "waived": count("Findings that a waiver or a baseline took away."),
      "safelyFixable": count("Findings with a safe repair."),
      "unsafelyFixable": count("Findings with no repair but an unsafe one."),
      "isFailing": [
        "description": "Whether a finding is severe enough to fail the run.", "type": "boolean",
      ],
    ])
  }

  private static func object(
    _ properties: KeyValuePairs<String, JSON>, optional: Set<String> = []
  ) -> JSON {
    [
      "type": "object",
      "properties": .object(properties.map { JSON.Member($0.key, $0.value) }),
      "required": .array(properties.map(\.key).filter { !optional.contains($0) }.map(JSON.string)),
      "additionalProperties": false,
    ]
  }

  private static func text(_ description: String) -> JSON {
    ["description": .string(description), "type": "string"]
  }

  private static func texts(_ description: String) -> JSON {
    ["description": .string(description), "type": "array", "items": ["type": "string"]]
  }

  private static func number(_ description: String, from minimum: Int) -> JSON {
    ["description": .string(description), "type": "integer", "minimum": .number(minimum)]
  }

  private static func count(_ description: String) -> JSON { number(description, from: 0) }

  private static func reference(_ name: String) -> JSON { ["$ref": .string("#/$defs/\(name)")] }

  private static func list(_ description: String, _ name: String) -> JSON {
    ["description": .string(description), "type": "array", "items": reference(name)]
  }
}
