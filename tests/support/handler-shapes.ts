/** What goes into a shape: the same parts give the same program in every spelling of a Lambda handler. */
export interface HandlerParts {
  /**
   * What the file imports, by module: names for named imports, a string for the default import. A CommonJS shape writes
   * them as `require`.
   */
  readonly imports?: Readonly<Record<string, readonly string[] | string>>;
  /** Statements in module scope, before the handler. */
  readonly top?: string;
  /** The statements of the handler. They may use `event` and `context`. Lines are indented to fit. */
  readonly body: string;
  /** Statements in module scope, after everything else. */
  readonly bottom?: string;
  /** False for a handler that is no `async` function. */
  readonly async?: boolean;
}

export interface HandlerShape {
  readonly name: string;
  readonly filename: string;
  /** ESLint settings without which the shape is no handler. */
  readonly settings?: { readonly "aws-lambda": Readonly<Record<string, unknown>> };
  /** The handler answers with a stream, so its parameters are `event, responseStream, context`. */
  readonly isStreaming?: true;
  /** The handler is a durable execution: it replays, and its `context` is not Lambda's own. */
  readonly isDurable?: true;
  readonly code: (parts: HandlerParts) => string;
}

type Layout = Omit<HandlerShape, "code"> & {
  /** Whole lines. `<imports>`, `<top>` and `<body>` each stand alone on a line, `<async>` before the function. */
  readonly layout: string;
};

const layouts: readonly Layout[] = [
  {
    name: "exported arrow function",
    filename: "src/handler.ts",
    layout: `
<imports>
<top>
export const handler = <async>(event, context) => {
  <body>
};`,
  },
  {
    name: "exported function declaration",
    filename: "src/handler.ts",
    layout: `
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
<imports>
<top>
export <async>function handler(event: APIGatewayProxyEventV2, context: Context) {
  <body>
}`,
  },
  {
    name: "exported function expression in JavaScript",
    filename: "src/handler.mjs",
    layout: `
<imports>
<top>
export const handler = <async>function (event, context) {
  <body>
};`,
  },
  {
    name: "exports.handler",
    filename: "src/handler.cjs",
    layout: `
<imports>
<top>
exports.handler = <async>(event, context) => {
  <body>
};`,
  },
  {
    name: "module.exports.handler",
    filename: "src/handler.js",
    layout: `
"use strict";
<imports>
<top>
module.exports.handler = <async>function handler(event, context) {
  <body>
};`,
  },
  {
    name: "module.exports = { handler }",
    filename: "src/handler.cjs",
    layout: `
<imports>
<top>
const handler = <async>(event, context) => {
  <body>
};
module.exports = { handler };`,
  },
  {
    name: "module.exports = { handler() {} }",
    filename: "src/handler.cjs",
    layout: `
<imports>
<top>
module.exports = {
  <async>handler(event, context) {
    <body>
  },
};`,
  },
  {
    name: "export { main as handler }",
    filename: "src/handler.ts",
    layout: `
<imports>
<top>
const main = <async>(event, context) => {
  <body>
};
export { main as handler };`,
  },
  {
    name: 'export { main as "handler" }',
    filename: "src/handler.mjs",
    layout: `
<imports>
<top>
<async>function main(event, context) {
  <body>
}
export { main as "handler" };`,
  },
  {
    name: "default export of a function named handler",
    filename: "src/handler.ts",
    layout: `
<imports>
<top>
export default <async>function handler(event, context) {
  <body>
}`,
  },
  {
    name: "export =",
    filename: "src/handler.cts",
    layout: `
<imports>
<top>
const handler = <async>(event: unknown, context: unknown) => {
  <body>
};
export = { handler };`,
  },
  {
    name: "annotated with APIGatewayProxyHandlerV2",
    filename: "src/get-order.ts",
    layout: `
import type { APIGatewayProxyHandlerV2 } from "aws-lambda";
<imports>
<top>
export const getOrder: APIGatewayProxyHandlerV2 = <async>(event, context) => {
  <body>
};`,
  },
  {
    name: "annotated with a renamed SQSHandler",
    filename: "src/consume.ts",
    layout: `
import type { SQSHandler as QueueHandler } from "aws-lambda";
<imports>
<top>
export const consume: QueueHandler = <async>(event, context) => {
  <body>
};`,
  },
  {
    name: "annotated with Handler<SQSEvent> from a namespace",
    filename: "src/consume.ts",
    layout: `
import type * as lambda from "aws-lambda";
<imports>
<top>
export const consume: lambda.Handler<lambda.SQSEvent> = <async>(event, context) => {
  <body>
};`,
  },
  {
    name: "satisfies Handler",
    filename: "src/consume.ts",
    layout: `
import type { Handler, SQSEvent } from "aws-lambda";
<imports>
<top>
export const consume = (<async>(event, context) => {
  <body>
}) satisfies Handler<SQSEvent>;`,
  },
  {
    name: "class instance with bind",
    filename: "src/handler.ts",
    layout: `
import type { Context } from "aws-lambda";
<imports>
<top>
class OrderFunction {
  public <async>handler(event: any, context: Context) {
    <body>
  }
}
const orderFunction = new OrderFunction();
export const handler = orderFunction.handler.bind(orderFunction);`,
  },
  {
    name: "class with an arrow property",
    filename: "src/handler.ts",
    layout: `
<imports>
<top>
class OrderFunction {
  handler = <async>(event: any, context: any) => {
    <body>
  };
}
export const handler = new OrderFunction().handler;`,
  },
  {
    name: "Powertools decorator",
    filename: "src/handler.ts",
    layout: `
import { Logger } from "@aws-lambda-powertools/logger";
import type { Context } from "aws-lambda";
<imports>
const logger = new Logger();
<top>
class OrderFunction {
  @logger.injectLambdaContext()
  public <async>handler(event: any, context: Context) {
    <body>
  }
}
const orderFunction = new OrderFunction();
export const handler = orderFunction.handler.bind(orderFunction);`,
  },
  {
    name: "middy(f)",
    filename: "src/handler.ts",
    layout: `
import middy from "@middy/core";
<imports>
<top>
export const getOrder = middy(<async>(event, context) => {
  <body>
});`,
  },
  {
    name: "middy().use().handler(f)",
    filename: "src/handler.ts",
    layout: `
import middy from "@middy/core";
import { validate } from "./validate.js";
<imports>
<top>
export const getOrder = middy()
  .use(validate())
  .handler(<async>(event, context) => {
    <body>
  });`,
  },
  {
    name: "middy(name).use()",
    filename: "src/handler.ts",
    layout: `
import middy from "@middy/core";
import { validate } from "./validate.js";
<imports>
<top>
const getOrder = <async>(event: any, context: any) => {
  <body>
};
export const handler = middy(getOrder).use(validate());`,
  },
  {
    name: "wrapper in a wrapper",
    filename: "src/handler.ts",
    layout: `
import middy from "@middy/core";
import { wrapHandler } from "@sentry/aws-serverless";
<imports>
<top>
export const getOrder = wrapHandler(
  middy(<async>(event, context) => {
    <body>
  }),
);`,
  },
  {
    name: "streamifyResponse",
    filename: "src/handler.ts",
    isStreaming: true,
    layout: `
<imports>
<top>
export const getOrder = awslambda.streamifyResponse(<async>(event, responseStream, context) => {
  <body>
});`,
  },
  {
    name: "durable execution",
    filename: "src/handler.ts",
    isDurable: true,
    layout: `
import { withDurableExecution } from "@aws/durable-execution-sdk-js";
<imports>
<top>
export const placeOrder = withDurableExecution(<async>(event, context) => {
  <body>
});`,
  },
  {
    name: "own wrapper from settings",
    filename: "src/handler.ts",
    settings: {
      "aws-lambda": { wrappers: [{ module: "*/with-logging.js", export: "withLogging", argument: 1 }] },
    },
    layout: `
import { withLogging } from "../lib/with-logging.js";
<imports>
<top>
export const getOrder = withLogging("getOrder", <async>(event: any, context: any) => {
  <body>
});`,
  },
  {
    name: "own handler name from settings",
    filename: "src/handler.ts",
    settings: { "aws-lambda": { handlerNames: ["main"] } },
    layout: `
<imports>
<top>
export const main = <async>(event: any, context: any) => {
  <body>
};`,
  },
  {
    name: "handler file from settings",
    filename: "src/functions/orders.ts",
    settings: { "aws-lambda": { handlerFiles: ["src/functions/*.ts"] } },
    layout: `
<imports>
<top>
export const listOrders = <async>(event: any, context: any) => {
  <body>
};`,
  },
];

/** Every way of writing a Lambda handler that the model must know. Each rule's test loops over it. */
export const handlerShapes: readonly HandlerShape[] = layouts.map(({ layout, ...shape }) => ({
  ...shape,
  code: (parts) => fillLayout(layout, parts, isCommonJsFile(shape.filename)),
}));

/** The shape of that name, for a test about one of them. */
export function getHandlerShape(name: string): HandlerShape {
  const shape = handlerShapes.find((candidate) => candidate.name === name);
  if (shape === undefined) throw new Error(`There is no handler shape ${JSON.stringify(name)}.`);
  return shape;
}

/** The parts of a rule tester's case that a shape decides. */
export function toTestCase(shape: HandlerShape, parts: HandlerParts) {
  return {
    name: shape.name,
    code: shape.code(parts),
    filename: shape.filename,
    ...(shape.settings && { settings: shape.settings }),
  };
}

function isCommonJsFile(filename: string): boolean {
  return /\.c?js$/.test(filename);
}

function fillLayout(layout: string, parts: HandlerParts, isCommonJs: boolean): string {
  const { imports = {}, top = "", body, bottom = "", async: isAsync = true } = parts;
  const importLines = Object.entries(imports).map(([module, names]) => {
    const binding = typeof names === "string" ? names : `{ ${names.join(", ")} }`;
    return isCommonJs ? `const ${binding} = require("${module}");` : `import ${binding} from "${module}";`;
  });
  const lines = [...layout.slice(1).split("\n"), "<bottom>"].flatMap((line) => {
    const [, indent = "", slot] = /^( *)<(imports|top|body|bottom)>$/.exec(line) ?? [];
    switch (slot) {
      case undefined:
        return line.replace("<async>", isAsync ? "async " : "");
      case "imports":
        return importLines;
      default: {
        const text = slot === "top" ? top : slot === "body" ? body : bottom;
        if (text === "") return [];
        return text.split("\n").map((textLine) => (textLine === "" ? "" : indent + textLine));
      }
    }
  });
  return `${lines.join("\n")}\n`;
}
