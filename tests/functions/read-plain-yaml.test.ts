import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPlainYaml } from "../../src/functions/read-plain-yaml.js";
import { readAnyYaml } from "../../src/functions/read-yaml.js";

const file = "/template.yaml";

/** What is read without the library: it has to be what the library makes of it, with the place of every node. */
const plain: readonly (readonly [shape: string, text: string])[] = [
  [
    "maps in maps",
    "Resources:\n  Create:\n    Type: AWS::Lambda::Function\n    Properties:\n      Timeout: 3\n",
  ],
  ["a value without a line end", "a: b"],
  ["blanks and a comment after a value", "a: b   # why\nc: d  \n"],
  [
    "comments between, before and after entries",
    "# first\na:\n  # one\n  b: 1\n\n  # two\n# three\nc: 2\n# last\n",
  ],
  ["a `#` in the middle of a word", "a: b#c\nd: 'e'\n"],
  ["keys without values", "a:\nb: \nc: # why\nd:\n  e:\n"],
  ["keys that are no texts", "200: a\n1.50: b\n0x10: c\nnull: d\ntrue: e\n~: f\n"],
  ["quoted keys, with a blank before the colon", "\"a\": 1\n'b' : 2\nc : 3\n"],
  ["a key that is written twice", "a: 1\nb: 2\na: 3\n"],
  ["colons in words", "a: arn:aws:s3:::bucket\nhttp://x: y:z\nFn::Sub: x\nb: c:d\n"],
  [
    "numbers",
    "a: [1, -2, +3, 0o17, 0x1F, 1.5, .5, 2., 1e3, -1.5E-2, .inf, -.INF, .nan, 1_000, 08, 1.2.3, +]\n",
  ],
  ["booleans and nulls", "a: [true, False, TRUE, yes, null, ~, Null, NULL, tRUE]\n"],
  ["a date is a text", "AWSTemplateFormatVersion: 2010-09-09\n"],
  ["quotes", "a: 'it''s'\nb: \"x \\\"y\\\" \\\\ \\/ \\n \\x41 \\u00e9 \\U0001F600 \\_\"\nc: ''\nd: \"\"\n"],
  [
    "quotes over several lines",
    'a: \'one\n  two  \n\n\n  three \'\nb: "one\n  \\"two\\"\n\n\n  three\n  "\n',
  ],
  ["text over several lines", "a: one\n  two\n\n\n   - three # why\nb:\n  four\n  five\nc: six\n"],
  ["lists, also below their keys", "a:\n  - b\n  - c\nd:\n- e\n-\n- f: g\n  h: i\n-   j: k\n"],
  ["lists in lists", "a:\n  - - b\n    - c\n  -\n    - d\n"],
  ["a list as the root", "- a\n- b: c\n"],
  ["flow style", 'a: [b, \'c\', "d", [e], { f: g, "h":i, j: [k] }, ]\nl: {}\nm: []\n'],
  ["flow style over several lines", "a: [\n  b, # why\n  c,\n  ]\nd: {\n    e: f,\n    g: h }\n"],
  ["pairs in a list in flow style", 'a: [b, c: d, "e": !Ref f]\n'],
  ["JSON", '{\n\t"a": { "b": [1, true, null, "c\\n"] },\n\t"d": {}\n}\n'],
  ["JSON in one line", '{"Resources":{"A":{"Type":"AWS::Lambda::Function","Fn::Sub":"x"}}}'],
  [
    "a literal block",
    "a: |\n  one\n\n    two\n  # no comment\n\n\nb: |-\n  three  \n# comment\nc: |\n    four",
  ],
  ["a literal block with lines of blanks", "a: |\n  one\n     \n  two\n    \nb: 1\n"],
  [
    "a folded block",
    "a: >\n  one\n  two\n\n  three\n    four\n    five\n\n  six\n\n\n  seven\nb: >-\n\n  eight\n",
  ],
  [
    "tags",
    "a: !Ref B\nc: !Sub \"${D}\"\ne: !GetAtt F.Arn\ng: !GetAtt [H, Arn]\ni: !Select [0, !GetAZs '']\n",
  ],
  ["tags make texts", "a: !Ref 1\nb: !Sub true\nc: [!Ref null]\n"],
  [
    "tags before blocks",
    "a: !If\n  - b\n  - c: d\n  - !Ref e\nf: !Join\n- ','\n- - g\nh: !Sub |\n  i\nj:\n  !Sub k\n",
  ],
  ["tags in lists", "- !If\n  - a\n  - b\n- !Sub >-\n    c\n- !Transform { Name: d }\n"],
  ["long forms", "a: { Fn::Sub: b }\nc:\n  Fn::GetAtt: D.Arn\ne:\n  Condition: f\ng: { Ref: h, i: j }\n"],
  ["the start of a document", "# why\n--- # here\na: b\n"],
  ["line ends of Windows", "a: b\r\nc:\r\n  - d # e\r\n  - |\r\n    f\r\n    g\r\nh: i\r\n  j\r\n"],
  ["a block with a stated indentation", "a: |2\n   b\n"],
  ["a line end that Unicode has, and a blank", "a: b\u2028c\nd: e\u00a0\n"],
];

describe("what is read without the library is the same", () => {
  it.each([...plain])("%s", (_shape, text) => {
    const tree = readPlainYaml(text, file);
    expect(tree).toBeDefined();
    expect(tree).toEqual(readAnyYaml(text, file));
  });

  it.each(["orders-sam/template.yaml", "helpdesk-sam/template.yaml", "billing-serverless/serverless.yml"])(
    "examples/%s",
    (path) => {
      const text = readFileSync(join(import.meta.dirname, "../../examples", path), "utf8");
      expect(readPlainYaml(text, file)).toEqual(readAnyYaml(text, file));
    },
  );
});

describe("left to the library", () => {
  it.each([
    ["an anchor", "a: &b c\n"],
    ["an alias", "a: *b\n"],
    ["a merge key", "a:\n  <<: { b: c }\n"],
    ["a tag that CloudFormation does not have", "a: !Foo b\n"],
    ["a tag without a value", "a: !Ref\nb: c\n"],
    ["two documents", "a: b\n---\nc: d\n"],
    ["a directive", "%YAML 1.2\n---\na: b\n"],
    ["a byte order mark", "\uFEFFa: b\n"],
    ["a scalar by itself", "a\n"],
    ["nothing", "# nothing\n"],
    ["several blanks and no value", "a:  \n"],
    ["a block that keeps its line ends", "a: |+\n  b\n\n"],
    ["a block without a line", "a: |\nb: c\n"],
    ["an explicit key", "? a\n: b\n"],
    ["a closing bracket that is not indented", "a: [\n  b\n]\n"],
    ["a tab as indentation", "a:\n\tb: c\n"],
    ["a map in the line of a key", "a: b: c\n"],
    ["a list in the line of a key", "a: - b\n"],
    ["an entry that is indented further", "a: b\n  c: d\n"],
    ["an entry that is indented less", "a:\n    b: c\n  d: e\n"],
    ["an item among entries", "a: b\n- c\n"],
    ["a bracket that is not closed", "a: [b\nc: d\n"],
    ["lines in brackets that are not indented", "a:\n  b: [\n  c,\n  ]\n"],
    ["a quote that is not closed", "a: 'b\nc: d\n"],
    ["text after a quote", "a: 'b' c\n"],
    ["an escape that there is not", 'a: "\\q"\n'],
    ["what a text without quotes cannot begin with", "a: @b\n"],
  ])("%s", (_shape, text) => {
    expect(readPlainYaml(text, file)).toBeUndefined();
  });
});

it("agrees with the library on what slips of the keyboard make of these texts", () => {
  const slips = [
    ...[" ", "  ", "\n", "\n  ", ":", ": ", "- ", "#", " #", "'", '"', "[", "]", "{", "}", ",", "\\", "\t"],
    ...["!Ref ", "&a ", "*a", "? ", "|", ">", "%", "---\n", "\r\n"],
  ];
  let [read, next] = [0, 1];
  const upTo = (count: number): number => {
    next = (next * 48271) % 0x7fffffff;
    return next % count;
  };
  for (let round = 0; round < 6_000; round++) {
    const [, text] = plain[round % plain.length] ?? ["", ""];
    const at = upTo(text.length);
    const slip = slips[upTo(slips.length)] ?? "";
    const changed = text.slice(0, at) + slip + text.slice(at + upTo(3));
    const tree = readPlainYaml(changed, file);
    if (tree === undefined) continue;
    read++;
    expect(tree, JSON.stringify(changed)).toEqual(readAnyYaml(changed, file));
  }
  expect(read).toBeGreaterThan(2_000);
});
