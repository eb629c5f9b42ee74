import type { Framework } from "./function-config.js";

/** Settings of a function that an edit can add. */
export type Setting = "memory" | "timeout" | "runtime" | "architectures" | "tracing";

const CLOUDFORMATION: Readonly<Record<Setting, string | undefined>> = {
  memory: "MemorySize",
  timeout: "Timeout",
  runtime: "Runtime",
  architectures: "Architectures",
  tracing: "TracingConfig",
};

const NAMES: Readonly<Partial<Record<Framework, Readonly<Partial<Record<Setting, string | undefined>>>>>> = {
  cloudformation: CLOUDFORMATION,
  sam: { ...CLOUDFORMATION, tracing: "Tracing" },
  serverless: {
    memory: "memorySize",
    timeout: "timeout",
    runtime: "runtime",
    architectures: "architecture",
    tracing: "tracing",
  },
  // A timeout is a `Duration` there, which has to be imported.
  cdk: { memory: "memorySize" },
  pulumi: { memory: "memorySize", timeout: "timeout" },
};

/** What the framework calls a setting that takes a plain value; undefined where it takes something else, or none. */
export function nameOfSetting(framework: Framework, setting: Setting): string | undefined {
  return NAMES[framework]?.[setting];
}
