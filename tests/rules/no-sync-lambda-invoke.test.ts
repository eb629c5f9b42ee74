import rule from "../../src/rules/no-sync-lambda-invoke.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const imports = `
import { InvocationType, InvokeCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { keep } from "./elsewhere.js";
const lambda = new LambdaClient({});`;

function inHandler(body: string, top = ""): string {
  return `${imports}\n${top}\nexport const handler = async (event: any, context: any) => {\n  ${body}\n};\n`;
}

const invoke = (rest: string, name = '"other"') =>
  `lambda.send(new InvokeCommand({ FunctionName: ${name}${rest && `, ${rest}`} }))`;

const valid: Record<string, string | [body: string, top: string]> = {
  "an event": `await ${invoke('InvocationType: "Event"')};`,
  "an event by the enumeration": `await ${invoke("InvocationType: InvocationType.Event")};`,
  "a dry run": `await ${invoke('InvocationType: "DryRun"')};`,
  "a type in a constant": [`await ${invoke("InvocationType: TYPE")};`, `const TYPE = "Event";`],
  "a type that the event decides": `await ${invoke("InvocationType: event.type")};`,
  "one of two types": `await ${invoke('InvocationType: event.wait ? "RequestResponse" : "Event"')};`,
  "an unknown input": `await lambda.send(new InvokeCommand(event.input));`,
  "an input with an unknown part": `await ${invoke("...event.options")};`,
  "an input whose type is set later": `const input: any = { FunctionName: "other" }; input.InvocationType = "Event"; await lambda.send(new InvokeCommand(input));`,
  "an input that is assigned to": `const input: any = { FunctionName: "other" }; Object.assign(input, event.options); await lambda.send(new InvokeCommand(input));`,
  "another operation": `await lambda.send(new ListFunctionsCommand({}));`,
  "at init": [`return answer;`, `const answer = await ${invoke("")};`],
  "a function that nobody calls": [`return event;`, `export const call = () => ${invoke("")};`],
  "a helper whose parameter decides": [
    `await call("Event");`,
    `export const call = (type: any) => lambda.send(new InvokeCommand({ FunctionName: "other", InvocationType: type }));`,
  ],
  "another command of the same name": [
    `await lambda.send(new other.InvokeCommand({ FunctionName: "other" }));`,
    `import * as other from "./other.js";`,
  ],
  Bedrock: [
    `await bedrock.send(new InvokeModelCommand({ modelId: "m", body: "" }));`,
    `import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime"; const bedrock = new BedrockRuntimeClient({});`,
  ],
  "a method of the same name": [`await context.invoke("other", event);`, ""],
  "a chain of events that can end": `if (event.rest.length > 0) await ${invoke('InvocationType: "Event"', "process.env.AWS_LAMBDA_FUNCTION_NAME")};`,
  "a chain of events after a return": `if (event.done) return; await ${invoke('InvocationType: "Event"', "context.functionName")};`,
};

type Message = "waitsForFunction" | "invokesItself" | "alwaysInvokesItself";
const finding = (
  code: string,
  messageId: Message = "waitsForFunction",
  name = "InvokeCommand",
  piece = name,
) => ({
  messageId,
  data: { name, caller: "" },
  ...locate(code, piece, code.split(piece).length - 2),
});

/** Findings without a suggestion. */
const invalid: Record<
  string,
  [body: string, message?: Message, top?: string, name?: string, piece?: string]
> = {
  "an answer that is read": [
    `const { Payload } = await ${invoke("")}; return JSON.parse(Buffer.from(Payload!).toString());`,
  ],
  "the type written out": [
    `const answer = await ${invoke('InvocationType: "RequestResponse"')}; keep(answer.Payload);`,
  ],
  "the type by the enumeration": [`await ${invoke("InvocationType: InvocationType.RequestResponse")};`],
  "an answer that goes elsewhere": [`return ${invoke("")};`],
  "an answer that is logged": [`console.log(await ${invoke("")});`],
  "an input in a variable": [
    `const input = { FunctionName: "other" }; await lambda.send(new InvokeCommand(input));`,
  ],
  "a command in a variable": [
    `const command = new InvokeCommand({ FunctionName: event.name }); const answer = await lambda.send(command); return answer.StatusCode;`,
  ],
  "a private helper": [
    `await call("other");`,
    "waitsForFunction",
    `async function call(FunctionName: string) { const answer = await lambda.send(new InvokeCommand({ FunctionName })); if (answer.FunctionError) throw new Error("failed"); }`,
  ],
  "several at once": [
    `const answers = await Promise.all(event.names.map((name: string) => lambda.send(new InvokeCommand({ FunctionName: name })))); return answers.map((answer: any) => answer.Payload);`,
  ],
  "in a loop until it is done": [
    `let answer; do { answer = await ${invoke("")}; } while (answer.FunctionError);`,
  ],
  "SDK v2": [
    `const answer = await v2.invoke({ FunctionName: "other" }).promise(); return answer.Payload;`,
    "waitsForFunction",
    `import AWS from "aws-sdk"; const v2 = new AWS.Lambda();`,
    "invoke",
    "v2.invoke",
  ],
  "its own name from the environment": [
    `const answer = await ${invoke("", "process.env.AWS_LAMBDA_FUNCTION_NAME")}; return answer.Payload;`,
    "invokesItself",
  ],
  "its own name, destructured": [
    `const answer = await ${invoke("", "AWS_LAMBDA_FUNCTION_NAME")}; return answer.Payload;`,
    "invokesItself",
    `const { AWS_LAMBDA_FUNCTION_NAME } = process.env;`,
  ],
  "its own name in a constant": [
    `const answer = await ${invoke("", "self")}; return answer.Payload;`,
    "invokesItself",
    `const self = process.env.AWS_LAMBDA_FUNCTION_NAME!;`,
  ],
  "its own name from the context": [`await ${invoke("", "context.functionName")};`, "invokesItself"],
  "its own ARN, destructured": [
    `const { invokedFunctionArn } = context; if (event.more) await ${invoke("", "invokedFunctionArn")};`,
    "invokesItself",
  ],
  "an event to itself in every invocation": [
    `await ${invoke('InvocationType: "Event"', "context.functionName")};`,
    "alwaysInvokesItself",
  ],
};

const suggestions: Record<
  string,
  [body: string, from: string, to: string, top?: string, name?: string, piece?: string]
> = {
  "one line": [
    `await ${invoke("Payload: event.payload")};`,
    "Payload: event.payload",
    'Payload: event.payload, InvocationType: "Event"',
  ],
  "several lines": [
    `await lambda.send(
    new InvokeCommand({
      FunctionName: "other",
      Payload: JSON.stringify(event), // all of it
    }),
  );`,
    "JSON.stringify(event),",
    'JSON.stringify(event),\n      InvocationType: "Event",',
  ],
  "the type written out": [
    `await ${invoke('InvocationType: "RequestResponse", Payload: event.payload')};`,
    '"RequestResponse"',
    '"Event"',
  ],
  "an answer in a variable that nobody reads": [
    `const answer = await ${invoke("Payload: event.payload")};`,
    "Payload: event.payload",
    'Payload: event.payload, InvocationType: "Event"',
  ],
  "an aggregated client": [
    `await client.invoke({ FunctionName: "other" });`,
    '"other"',
    '"other", InvocationType: "Event"',
    `import { Lambda } from "@aws-sdk/client-lambda"; const client = new Lambda({});`,
    "invoke",
    "client.invoke",
  ],
  "SDK v2": [
    `await v2.invoke({ FunctionName: "other" }).promise();`,
    '"other"',
    '"other", InvocationType: "Event"',
    `import AWS from "aws-sdk"; const v2 = new AWS.Lambda();`,
    "invoke",
    "v2.invoke",
  ],
};

runRule("no-sync-lambda-invoke", rule, {
  valid: Object.entries(valid).map(([name, parts]) => {
    const [body, top] = typeof parts === "string" ? [parts, ""] : parts;
    return { name, code: inHandler(body, top) };
  }),
  invalid: [
    ...Object.entries(invalid).map(([name, [body, message, top = "", spelled, piece]]) => {
      const code = inHandler(body, top);
      return { name, code, errors: [finding(code, message, spelled, piece)] };
    }),
    ...Object.entries(suggestions).map(([name, [body, from, to, top = "", spelled, piece]]) => {
      const code = inHandler(body, top);
      const start = code.lastIndexOf(from);
      const output = code.slice(0, start) + to + code.slice(start + from.length);
      return {
        name: `suggestion: ${name}`,
        code,
        errors: [
          {
            ...finding(code, "waitsForFunction", spelled, piece),
            suggestions: [{ messageId: "invokeAsync" as const, output }],
          },
        ],
      };
    }),
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, {
        imports: { "@aws-sdk/client-lambda": ["LambdaClient", "InvokeCommand"] },
        top: "const functions = new LambdaClient({});",
        body: `const answer = await functions.send(new InvokeCommand({ FunctionName: "other" }));\nif (answer.FunctionError) throw new Error("failed");`,
      });
      return { ...testCase, errors: [finding(testCase.code)] };
    }),
  ],
});
