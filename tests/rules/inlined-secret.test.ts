import { expect, it } from "vitest";
import rule from "../../src/rules/inlined-secret.js";
import noSecretInEnv from "../../src/rules/no-secret-in-env.js";
import { lintJoined, runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const variable = (value: string, name = "DATABASE") => [
  "Environment:",
  "  Variables:",
  `    ${name}: ${value}`,
];
const resolved = `"{{resolve:secretsmanager:orders:SecretString:password}}"`;
const reading = "export const handler = async () => process.env.DATABASE;\n";
const project = (more: readonly string[], code = reading) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});

runJoinedRule("inlined-secret", rule, {
  valid: {
    "a parameter that is no secret": project(variable(`"{{resolve:ssm:/orders/table}}"`)),
    "the ARN of a secret": project(variable("!Ref Secret")),
    "a value that is not known": project(variable("!ImportValue database")),
    "a secret that nothing reads": project(variable(resolved), "export const handler = async () => 1;"),
    "a secret that only other code reads": project(
      variable(resolved),
      "export const unused = () => process.env.DATABASE;\nexport const handler = async () => 1;",
    ),
    "a look whether it is there": project(
      variable(resolved),
      "export const handler = async () => (process.env.DATABASE ? 1 : 2);",
    ),
    "one stage of two": project([...variable(`!If [IsProd, ${resolved}, plain]`)]),
    "no configuration": { files: { "src/handler.ts": reading } },
  },
  invalid: {
    "a secret of Secrets Manager": {
      ...project(variable(resolved)),
      findings: [
        {
          messageId: "inlinedSecret",
          at: "process.env.DATABASE",
          says: ["`DATABASE`", "`Orders` (template.yaml:3)", "(template.yaml:10)", "Secrets Manager"],
        },
      ],
    },
    "a parameter that is a secret": {
      files: {
        "template.yaml": `Parameters:\n  Password: { Type: String, NoEcho: true, Default: x }\n${samTemplate(variable("!Ref Password"))}`,
        "src/handler.ts": reading,
      },
      findings: [
        { messageId: "inlinedSecret", at: "process.env.DATABASE", says: ["`NoEcho`", "(template.yaml:12)"] },
      ],
    },
    "in a part of a text": {
      ...project(
        variable('!Sub "postgres://orders:{{resolve:secretsmanager:${Secret}:SecretString:password}}@db"'),
      ),
      findings: [{ messageId: "inlinedSecret", at: "process.env.DATABASE", says: ["template.yaml:10"] }],
    },
    ...Object.fromEntries(
      shapeProjects({ body: "return process.env.DATABASE;" }, variable(resolved)).map(({ name, files }) => [
        `in ${name}`,
        {
          files,
          findings: [{ messageId: "inlinedSecret", at: "process.env.DATABASE", says: ["template.yaml:10"] }],
        },
      ]),
    ),
  },
});

it("reports instead of no-secret-in-env, which knows secrets by their names", () => {
  const both = { "inlined-secret": rule, "no-secret-in-env": noSecretInEnv };
  const code = "export const handler = async () => process.env.DB_PASSWORD;";
  const idsOf = (value: string) =>
    lintJoined(both, project(variable(value, "DB_PASSWORD"), code)).messages.map(({ ruleId }) => ruleId);
  expect(idsOf(resolved)).toEqual(["aws-lambda/inlined-secret"]);
  expect(idsOf("hunter2")).toEqual(["aws-lambda/no-secret-in-env"]);
});
