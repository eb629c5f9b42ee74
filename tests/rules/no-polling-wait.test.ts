import rule from "../../src/rules/no-polling-wait.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const imports = `
import { AthenaClient, GetQueryExecutionCommand } from "@aws-sdk/client-athena";
import { DynamoDBClient, ScanCommand, BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { pause, work } from "./work.js";
const athena = new AthenaClient({});
const dynamo = new DynamoDBClient({});
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));`;

function inHandler(body: string, top = ""): string {
  return `${imports}\n${top}\nexport const handler = async (event: any, context: any) => {\n${body}\n};\n`;
}

const ask = `athena.send(new GetQueryExecutionCommand({ QueryExecutionId: event.id }))`;

const valid: Record<string, string | [body: string, top: string]> = {
  "a short sleep": `await sleep(200);`,
  "a sleep of one second": `await sleep(1000);`,
  "a sleep of unknown length": `await sleep(event.ms);`,
  "a sleep of random length": `await sleep(5000 * Math.random());`,
  "a short sleep in seconds": [`await rest(1);`, `const rest = (seconds: number) => sleep(seconds * 1000);`],
  "a sleep of a computed length": [
    `await rest(3); await grow(3);`,
    `const rest = (attempt: number) => sleep(attempt * process.uptime());\nconst grow = (attempt: number) => sleep(attempt + 1000);`,
  ],
  "attempts that wait longer by their number, in seconds": [
    `for (let n = 0; n < 5; n++) { const answer = await ${ask}; if (answer.QueryExecution) break; await rest(n); }`,
    `const rest = (seconds: number) => sleep(seconds * 1000);`,
  ],
  "a sleep of another file": `await pause(60_000);`,
  "a sleep that nobody awaits": `void sleep(60_000);`,
  "a promise that something else settles": `await new Promise((resolve) => { setTimeout(() => { work(); resolve(1); }, 60_000); });`,
  "a limit of a race": `await Promise.race([work(), new Promise((_, reject) => setTimeout(reject, 60_000))]);`,
  "a long sleep before another attempt": `try { await work(); } catch { await sleep(5000); await work(); }`,
  "attempts with a pause": `for (let attempt = 0; attempt < 3; attempt++) { try { return await work(); } catch { await sleep(2000); } }`,
  "attempts with a pause behind the try": `
    for (let attempt = 0; attempt < 3; attempt++) {
      try { return await work(); } catch (error) { console.warn(error); }
      await sleep(2000);
    }`,
  "attempts that wait longer each time": `
    let delay = 1000; let answer = await ${ask};
    while (!answer.QueryExecution) { await sleep(delay); delay *= 2; answer = await ${ask}; }`,
  "attempts that wait longer by their number": `for (let n = 0; n < 5; n++) { const answer = await ${ask}; if (answer.QueryExecution) break; await sleep(2 ** n * 100); }`,
  "pages with a pause": `
    let key: any;
    do {
      const page: any = await dynamo.send(new ScanCommand({ TableName: "t", ExclusiveStartKey: key }));
      key = page.LastEvaluatedKey;
      await sleep(100);
    } while (key);`,
  "pages with a pause, whose request is changed in place": `
    const input: any = { TableName: "t" };
    let page: any = await dynamo.send(new ScanCommand(input));
    while (page.LastEvaluatedKey) {
      await sleep(500);
      input.ExclusiveStartKey = page.LastEvaluatedKey;
      page = await dynamo.send(new ScanCommand(input));
    }`,
  "pages with a pause, whose command is changed in place": `
    const command: any = new ScanCommand({ TableName: "t" });
    let page: any = await dynamo.send(command);
    while (page.LastEvaluatedKey) {
      await sleep(500);
      command.input.ExclusiveStartKey = page.LastEvaluatedKey;
      page = await dynamo.send(command);
    }`,
  "pages with a pause, by a client of SDK v2": [
    `
    const input: any = { TableName: "t" };
    let page: any = await legacy.scan(input).promise();
    while (page.LastEvaluatedKey) {
      await sleep(500);
      input.ExclusiveStartKey = page.LastEvaluatedKey;
      page = await legacy.scan(input).promise();
    }`,
    `import DynamoDB from "aws-sdk/clients/dynamodb";\nconst legacy = new DynamoDB();`,
  ],
  "pages with a pause, by the parameters of an address": `
    const url = new URL("https://api.example.com/orders");
    let page: any = await (await fetch(url)).json();
    while (page.next) {
      await sleep(500);
      url.searchParams.set("after", page.next);
      const answer = await fetch(url);
      page = await answer.json();
    }`,
  "what is left of a batch": `
    let left: any = event.items;
    while (left) {
      const answer = await dynamo.send(new BatchWriteItemCommand({ RequestItems: left }));
      left = answer.UnprocessedItems;
      await sleep(100);
    }`,
  "items with a pause": `for (const item of event.items) { await work(item); await sleep(100); }`,
  "a command of the next item each time": `
    for (;;) {
      const id = event.ids.shift();
      const command = new GetQueryExecutionCommand({ QueryExecutionId: id });
      const answer = await athena.send(command);
      if (!answer.QueryExecution) return answer;
      await sleep(100);
    }`,
  "a command of what was answered before": `
    let id = event.id;
    for (;;) {
      const command = new GetQueryExecutionCommand({ QueryExecutionId: id });
      const answer: any = await athena.send(command);
      if (!answer.next) return answer;
      id = answer.next;
      await sleep(100);
    }`,
  "a loop without a question": `for (let n = 0; n < 3; n++) { await work(); await sleep(10); }`,
  "a loop that asks and does not sleep": `let answer; do { answer = await ${ask}; } while (!answer.QueryExecution);`,
  "an answer that decides nothing": `for (let n = 0; n < 3; n++) { console.log(await ${ask}); await sleep(100); }`,
  "jobs of a queue of another file, with a pause": [
    `for (;;) { const job = await takeJob(); if (!job) break; await work(job); await sleep(100); }`,
    `import { takeJob } from "./jobs.js";`,
  ],
  "a file that another process writes": [
    `let found = false; while (!found) { found = await exists("/tmp/report.csv"); await sleep(100); }`,
    `import { exists } from "node:fs/promises";`,
  ],
  "attempts of work of another file": [
    `for (let n = 0; n < 3; n++) { const isSent = await send(event); if (isSent) return; await sleep(500); }`,
    `import { send } from "./mail.js";`,
  ],
  "attempts of work of another file, counted in the loop": [
    `let n = 0; while (n < 3) { const isSent = await send(event); if (isSent) return; n += 1; await sleep(500); }`,
    `import { send } from "./mail.js";`,
  ],
  "a flag that something else sets": `
    const state = { left: event.count };
    while (state.left > 0) { const answer = await ${ask}; console.log(answer); state.left--; await sleep(100); }`,
  "a flag that another test sets": `
    let done = false; let passes = 0;
    while (!done) { const answer = await ${ask}; console.log(answer); if (++passes > event.count) done = true; await sleep(100); }`,
  "a sleep at init": [`return 1;`, `await sleep(5000);`],
  "a sleep of no handler": [`return 1;`, `export const slow = async () => { await sleep(60_000); };`],
  "a waiter of a minute": [
    `await waitUntilTasksStopped({ client: event.ecs, maxWaitTime: 60 }, { tasks: event.tasks });`,
    `import { waitUntilTasksStopped } from "@aws-sdk/client-ecs";`,
  ],
  "a waiter of unknown length": [
    `await waitUntilTasksStopped({ client: event.ecs, maxWaitTime: event.seconds }, { tasks: event.tasks });`,
    `import { waitUntilTasksStopped } from "@aws-sdk/client-ecs";`,
  ],
};

const wholeFiles: Record<string, string> = {
  "a custom resource": `
import type { CloudFormationCustomResourceEvent } from "aws-lambda";
${imports}
export const handler = async (event: CloudFormationCustomResourceEvent) => { await sleep(60_000); };`,
  "a durable execution": `
import { withDurableExecution } from "@aws/durable-execution-sdk-js";
${imports}
export const handler = withDurableExecution(async (event: any, context: any) => { await sleep(60_000); });`,
  "a file without a handler": `${imports}\nexport const slow = async () => { await sleep(60_000); };`,
};

interface Expected {
  readonly body: string;
  readonly top?: string;
  readonly at: string;
  readonly messageId: "pollingLoop" | "longSleep" | "longWaiter";
  readonly data?: Readonly<Record<string, string>>;
}

const polling = (at: string) => ({ at, messageId: "pollingLoop", data: { caller: "" } }) as const;
const long = (at: string, seconds: string) =>
  ({ at, messageId: "longSleep", data: { seconds, caller: "" } }) as const;

const invalid: Record<string, Expected> = {
  "until the status is another": {
    body: `  let status: string | undefined = "RUNNING";
  while (status === "RUNNING") {
    await sleep(1000);
    const answer = await ${ask};
    status = answer.QueryExecution?.Status?.State;
  }`,
    ...polling(`while (status === "RUNNING") `),
  },
  "do while": {
    body: `  let answer: any;
  do {
    await sleep(500);
    answer = await ${ask};
  } while (answer.QueryExecution.Status.State !== "SUCCEEDED");`,
    ...polling("do"),
  },
  "until it breaks": {
    body: `  while (true) {
    const answer: any = await ${ask};
    if (answer.QueryExecution.Status.State === "SUCCEEDED") break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }`,
    ...polling("while (true) "),
  },
  "until it returns, counted": {
    body: `  for (let n = 0; n < 60; n++) {
    const { QueryExecution } = await ${ask};
    if (QueryExecution?.Status?.State === "SUCCEEDED") return QueryExecution;
    await sleep(1000);
  }`,
    ...polling("for (let n = 0; n < 60; n++) "),
  },
  "with an input that mentions itself": {
    body: `  while (true) {
    const input: any = { QueryExecutionId: event.id, again: () => input };
    const answer: any = await athena.send(new GetQueryExecutionCommand(input));
    if (answer.QueryExecution.Status.State === "SUCCEEDED") break;
    await sleep(250);
  }`,
    ...polling("while (true) "),
  },
  "with a command that each pass makes": {
    body: `  while (true) {
    const input = { QueryExecutionId: event.id };
    const command = new GetQueryExecutionCommand(input);
    const { QueryExecution } = await athena.send(command);
    if (QueryExecution?.Status?.State === "SUCCEEDED") return QueryExecution;
    await sleep(1000);
  }`,
    ...polling("while (true) "),
  },
  "by a helper that asks": {
    body: `  let state = await stateOf(event.id);
  while (state !== "SUCCEEDED") {
    await sleep(1000);
    state = await stateOf(event.id);
  }`,
    top: `const stateOf = async (id: string) => (await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }))).QueryExecution?.Status?.State;`,
    ...polling(`while (state !== "SUCCEEDED") `),
  },
  "in a helper": {
    body: `  return finished(event.id);`,
    top: `async function finished(id: string) {
  for (;;) {
    const answer: any = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    if (answer.QueryExecution.Status.State !== "RUNNING") return answer;
    await sleep(2000);
  }
}`,
    ...polling("for (;;) "),
  },
  "by a function of another file": {
    body: `  let lock: any;
  while (!lock) {
    lock = await takeLock(event.id);
    if (!lock) await sleep(1000);
  }`,
    top: `import { takeLock } from "./locks.js";`,
    ...polling("while (!lock) "),
  },
  "by an object of another file": {
    body: `  let seat: any = null;
  while (seat === null) {
    seat = await SeatModel.findOneAndUpdate({ id: event.id, lockedUntil: { $lt: new Date().getTime() } }, { lockedUntil: null });
    if (seat === null) await new Promise((resolve) => setTimeout(resolve, 1000));
  }`,
    top: `import { SeatModel } from "./schema.js";`,
    ...polling("while (seat === null) "),
  },
  "until an answer sets a flag": {
    body: `  let done = false;
  while (!done) {
    const answer: any = await ${ask};
    if (answer.QueryExecution.Status.State === "SUCCEEDED") done = true;
    else await sleep(1000);
  }`,
    ...polling("while (!done) "),
  },
  "until an answer sets a flag of an object": {
    body: `  const flags = { canceled: false, late: event.late };
  while (!flags.canceled && !flags.late) {
    await sleep(1000);
    const answer: any = await ${ask};
    if (answer.QueryExecution) {
      console.log("canceled");
      flags.canceled = true;
    }
  }`,
    ...polling("while (!flags.canceled && !flags.late) "),
  },
  "until an answer is put into an object": {
    body: `  const run: any = { state: "RUNNING" };
  do {
    await sleep(1000);
    const answer: any = await ${ask};
    run.state = answer.QueryExecution.Status.State;
  } while (run.state === "RUNNING");`,
    ...polling("do"),
  },
  "of an address": {
    body: `  let done = false;
  while (!done) {
    const answer = await fetch("https://a.example/job/" + event.id);
    const job: any = await answer.json();
    done = job.done;
    await sleep(1000);
  }`,
    ...polling("while (!done) "),
  },

  "a long sleep": { body: `  await sleep(30_000);`, ...long("await sleep(30_000)", "30") },
  "a long sleep written out": {
    body: `  await new Promise((resolve) => setTimeout(resolve, 1500));`,
    ...long("await new Promise((resolve) => setTimeout(resolve, 1500))", "1.5"),
  },
  "a long sleep with a function in between": {
    body: `  await new Promise<void>((resolve) => { setTimeout(() => { resolve(); }, 5000); });`,
    ...long("await new Promise<void>((resolve) => { setTimeout(() => { resolve(); }, 5000); })", "5"),
  },
  "a constant": {
    body: `  await sleep(PAUSE);`,
    top: `const PAUSE = 60 * 1000;`,
    ...long("await sleep(PAUSE)", "60"),
  },
  "a sleep in seconds": {
    body: `  await rest(3);`,
    top: `async function rest(seconds: number): Promise<void> { return new Promise((resolve) => { setTimeout(() => { resolve(); }, seconds * 1000); }); }`,
    ...long("await rest(3)", "3"),
  },
  "a sleep in minutes, by a sleep in seconds": {
    body: `  await nap(2);`,
    top: `const SECOND = 1000;\nconst rest = (seconds: number) => sleep(SECOND * seconds);\nconst nap = async (minutes: number) => { await rest(minutes * 60); };`,
    ...long("await nap(2)", "120"),
  },
  "timers/promises": {
    body: `  await setTimeout(10_000);`,
    top: `import { setTimeout } from "node:timers/promises";`,
    ...long("await setTimeout(10_000)", "10"),
  },
  "a promisified timer": {
    body: `  await rest(10_000);`,
    top: `import { promisify } from "node:util";\nconst rest = promisify(setTimeout);`,
    ...long("await rest(10_000)", "10"),
  },
  "the package delay": {
    body: `  await delay(10_000);`,
    top: `import delay from "delay";`,
    ...long("await delay(10_000)", "10"),
  },
  "an async function that sleeps": {
    body: `  await rest(10_000);`,
    top: `async function rest(ms: number) { await new Promise((resolve) => setTimeout(resolve, ms)); }`,
    ...long("await rest(10_000)", "10"),
  },
  "a function that always sleeps as long": {
    body: `  await rest();`,
    top: `const rest = () => sleep(10_000);`,
    ...long("await rest()", "10"),
  },
  "a waiter beyond every timeout": {
    body: `  await waitUntilTasksStopped({ client: event.ecs, maxWaitTime: 1200 }, { tasks: event.tasks });`,
    top: `import { waitUntilTasksStopped } from "@aws-sdk/client-ecs";`,
    at: "waitUntilTasksStopped(",
    messageId: "longWaiter",
    data: {
      caller: "",
      waiter: "waitUntilTasksStopped",
      maxSeconds: "1,200",
      limit: "no function may run longer than 900 s",
    },
  },
};

const waiter = inHandler(
  `  await waitUntilTasksStopped({ client: event.ecs, maxWaitTime: 60 }, { tasks: event.tasks });`,
  `import { waitUntilTasksStopped } from "@aws-sdk/client-ecs";`,
);

const calleeOf = (code: string, at: string) => {
  const place = locate(code, at);
  return at.endsWith("(") ? { ...place, endColumn: place.endColumn - 1 } : place;
};

runRule("no-polling-wait", rule, {
  valid: [
    ...Object.entries(valid).map(([name, parts]) => {
      const [body, top] = typeof parts === "string" ? [parts] : parts;
      return { name, code: inHandler(body, top) };
    }),
    ...Object.entries(wholeFiles).map(([name, code]) => ({ name, code })),
    {
      name: "a longer sleep that is allowed",
      code: inHandler(`await sleep(5000);`),
      options: [{ maxSleepMs: 5000 }],
    },
    {
      name: "a waiter shorter than the timeout",
      code: waiter,
      settings: { "aws-lambda": { functions: { timeoutSec: 90 } } },
    },
    ...handlerShapes
      .filter(({ isDurable }) => isDurable)
      .map((shape) =>
        toTestCase(shape, { body: "await new Promise((resolve) => setTimeout(resolve, 9000));" }),
      ),
  ],
  invalid: [
    ...Object.entries(invalid).map(([name, { body, top, at, messageId, data }]) => {
      const code = inHandler(body, top);
      return { name, code, errors: [{ messageId, ...(data && { data }), ...calleeOf(code, at) }] };
    }),
    {
      name: "a waiter as long as the timeout",
      code: waiter,
      settings: { "aws-lambda": { functions: { timeoutSec: 60 } } },
      errors: [
        {
          messageId: "longWaiter",
          data: {
            caller: "",
            waiter: "waitUntilTasksStopped",
            maxSeconds: "60",
            limit: "the function's timeout is 60 s",
          },
          ...calleeOf(waiter, "waitUntilTasksStopped("),
        },
      ],
    },
    {
      name: "a sleep that is not allowed",
      code: inHandler(`await sleep(200);`),
      options: [{ maxSleepMs: 100 }],
      errors: [
        {
          messageId: "longSleep",
          data: { seconds: "0.2", caller: "" },
          ...locate(inHandler(`await sleep(200);`), "await sleep(200)"),
        },
      ],
    },
    ...handlerShapes
      .filter(({ isDurable }) => !isDurable)
      .map((shape) => {
        const body = "await new Promise((resolve) => setTimeout(resolve, 9000));";
        const testCase = toTestCase(shape, { body });
        return {
          ...testCase,
          errors: [
            {
              messageId: "longSleep" as const,
              data: { seconds: "9", caller: "" },
              ...locate(testCase.code, body.slice(0, -1)),
            },
          ],
        };
      }),
  ],
});
