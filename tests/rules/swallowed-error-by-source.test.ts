import { expect, it } from "vitest";
import noSwallowedError from "../../src/rules/no-swallowed-error.js";
import requirePartialBatchResponse from "../../src/rules/require-partial-batch-response.js";
import rule from "../../src/rules/swallowed-error-by-source.js";
import { lintJoined, runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const on = (type: string, properties = "") => [
  "Events:",
  "  Source:",
  `    Type: ${type}`,
  `    Properties: {${properties}}`,
];
const swallowing = (body = "console.error(error);") => `import { store } from "./store.js";
export const handler = async (event) => {
  try {
    await store(event);
  } catch (error) {
    ${body}
  }
};
`;
const project = (code: string, more: readonly string[]) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});
const says = ["a schedule (template.yaml:11)", "`Orders` (template.yaml:3)"];

/** A helper that loses what fails in it, and a handler that asks it for help when its work has failed. */
const helping = (call: string, more = "") => `import { publish, store } from "./store.js";
export const handler = async (event) => {
  try {
    await store(event);
  } catch (error) {
    ${call}
  }
};
const tell = async (error) => {
  try {
    await publish(error);
  } catch (failure) {
    console.error(failure);
  }
};
${more}`;

runJoinedRule("swallowed-error-by-source", rule, {
  valid: {
    "an error of what is told before the first one is thrown on": project(
      helping("await tell(error);\n    throw error;"),
      on("Schedule"),
    ),
    "an error of what is told of one of several errors": project(
      helping("if (error.isUrgent) await tell(error);\n    throw new Error('failed');"),
      on("Schedule"),
    ),
    "an error that is thrown again": project(swallowing("throw error;"), on("Schedule")),
    "a source with a caller": project(swallowing(), on("HttpApi")),
    "one of two sources has a caller": project(swallowing(), [
      ...on("Schedule"),
      ...on("HttpApi")
        .slice(1)
        .map((line) => line.replace("Source", "Api")),
    ]),
    "a source that is not known": project(swallowing(), on("AlexaSkill")),
    "no source": project(swallowing(), []),
    "no configuration": { files: { "src/handler.ts": swallowing() } },
    "an error of a certain type": project(
      swallowing("if (error.name !== 'ConditionalCheckFailedException') throw error;"),
      on("Schedule"),
    ),
    "what the author says may fail": project(
      swallowing("// best effort\n    console.warn(error);"),
      on("Schedule"),
    ),
    "a helper that may report failed items": project(
      `import { report } from "./batch.js";\n${swallowing("return report(event, error);")}`,
      on("SQS"),
    ),
    "a helper that is given a number which is no status": project(
      `import { report } from "./batch.js";\n${swallowing("return report(event, 3);")}`,
      on("SQS"),
    ),
    "a helper that is given a number, and never less": project(
      `import { report } from "./batch.js";\n${swallowing("return report(event, 500);")}export const other = () => report();\n`,
      on("SQS"),
    ),
    "failed items that are returned": project(
      swallowing("return { batchItemFailures: [{ itemIdentifier: event.Records[0].messageId }] };"),
      on("SQS"),
    ),
  },
  invalid: {
    "an error of what goes on in place of what failed": {
      ...project(helping("await tell(event);"), on("Schedule")),
      findings: [{ messageId: "lostBySource", at: "catch (failure)", says }],
    },
    "an error of a helper that is asked elsewhere too": {
      ...project(
        helping(
          "await tell(error);\n    throw error;",
          "export const other = async (event) => tell(event);\n",
        ).replace("await store(event);", "await store(event);\n    await tell(event);"),
        on("Schedule"),
      ),
      findings: [{ messageId: "lostBySource", at: "catch (failure)", says }],
    },
    "an error of a helper whose answer is the handler's": {
      ...project(helping("return tell(error);\n    throw error;"), on("Schedule")),
      findings: [{ messageId: "lostBySource", at: "catch (failure)", says }],
    },
    "an answer to a schedule that has an input of its own": {
      ...project(swallowing("return { statusCode: 500 };"), on("Schedule", `Input: '{ "job": "clean" }'`)),
      findings: [{ messageId: "lostBySource", at: "{ statusCode: 500 }", says }],
    },
    "an error of an event that a rule has made": {
      ...project(swallowing(), on("EventBridgeRule", "InputPath: $.detail")),
      findings: [
        { messageId: "lostBySource", at: "catch (error)", says: ["EventBridge (template.yaml:11)"] },
      ],
    },
    "an answer of a helper that is given a status": {
      ...project(
        `import { jsonResponse } from "./responses.js";\n${swallowing('return jsonResponse(500, { message: "failed" });')}export const done = () => jsonResponse(200, {});\n`,
        on("SQS"),
      ),
      findings: [
        {
          messageId: "lostBySource",
          at: 'jsonResponse(500, { message: "failed" })',
          says: ["SQS (template.yaml:11)"],
        },
      ],
    },
    "an answer of a helper whose status is that of a success where none is given": {
      ...project(
        `import { jsonResponse } from "./responses.js";\n${swallowing('return jsonResponse({ message: "failed" }, 500);')}export const done = () => jsonResponse({});\n`,
        on("SQS"),
      ),
      findings: [
        {
          messageId: "lostBySource",
          at: 'jsonResponse({ message: "failed" }, 500)',
          says: ["SQS (template.yaml:11)"],
        },
      ],
    },
    "an error that is only logged": {
      ...project(swallowing(), on("Schedule")),
      findings: [{ messageId: "lostBySource", at: "catch (error)", says }],
    },
    "an answer that nobody takes": {
      ...project(swallowing("return { statusCode: 500 };"), on("SNS")),
      findings: [{ messageId: "lostBySource", at: "{ statusCode: 500 }", says: ["SNS (template.yaml:11)"] }],
    },
    "a rejection handler": {
      ...project(
        `import { store } from "./store.js";\nexport const handler = async (event) => { await store(event).catch(() => {}); };`,
        on("S3"),
      ),
      findings: [{ messageId: "lostBySource", at: "catch", says: ["S3 (template.yaml:11)"] }],
    },
    ...Object.fromEntries(
      shapeProjects(
        {
          imports: { "./store.js": ["store"] },
          body: "try {\n  await store(event);\n} catch (error) {\n  console.error(error);\n}",
        },
        on("Schedule"),
      )
        .filter(({ name }) => !/stream|durable/i.test(name))
        .map(({ name, files }) => [
          `in ${name}`,
          {
            files,
            findings: [{ messageId: "lostBySource", at: "catch (error)", says: ["template.yaml:11"] }],
          },
        ]),
    ),
  },
});

it("reports instead of no-swallowed-error, and leaves records to require-partial-batch-response", () => {
  const all = {
    "no-swallowed-error": noSwallowedError,
    "require-partial-batch-response": requirePartialBatchResponse,
    "swallowed-error-by-source": rule,
  };
  const idsOf = (code: string, more: readonly string[]) =>
    lintJoined(all, project(code, more)).messages.map(({ ruleId }) => ruleId);
  expect(idsOf(swallowing(), on("Schedule"))).toEqual(["aws-lambda/swallowed-error-by-source"]);
  expect(idsOf(swallowing(), on("AlexaSkill"))).toEqual(["aws-lambda/no-swallowed-error"]);
  const records = `import { store } from "./store.js";
export const handler = async (event) => {
  for (const record of event.Records) {
    try {
      await store(record);
    } catch (error) {
      console.error(error);
    }
  }
};
`;
  expect(idsOf(records, on("SQS"))).toEqual(["aws-lambda/require-partial-batch-response"]);
  // One place is enough to say it of the batch; an error that ends elsewhere never comes there.
  const inner = records.replace(
    "await store(record);",
    "await store(record);\n      try { await store(record.body); } catch (other) { console.error(other); }",
  );
  expect(idsOf(inner, on("SQS"))).toEqual([
    "aws-lambda/swallowed-error-by-source",
    "aws-lambda/require-partial-batch-response",
  ]);
});

it("offers to throw the error again, or to remove what drops it", () => {
  const suggested = (code: string) =>
    lintJoined({ "swallowed-error-by-source": rule }, project(code, on("Schedule"))).messages.flatMap(
      ({ suggestions = [] }) => suggestions.map(({ messageId }) => messageId),
    );
  expect(suggested(swallowing())).toEqual(["rethrow"]);
  expect(
    suggested(
      `import { store } from "./store.js";\nexport const handler = async (event) => { await store(event).catch(() => {}); };`,
    ),
  ).toEqual(["removeCatch"]);
});
