import { type EventKind, eventKinds } from "../knowledge/handler-types.js";
import { pluginNamespace } from "./package-info.js";
import { findSchemaViolations, type SettingsSchema } from "./schema-violations.js";

/** A function of yours that takes a handler and returns the one that Lambda calls. */
export interface WrapperSetting {
  readonly module: string;
  readonly export: string;
  readonly argument?: number;
  readonly kind?: "handler" | "builder" | "app";
}

/** An object of yours, or of a package the plugin does not know, that is worth keeping between invocations. */
export interface ClientSetting {
  readonly module: string;
  readonly export: string;
  readonly construct?: "new" | "call" | "either";
  readonly closeMethods?: readonly string[];
}

/** A function that sees to it that the work it is given finishes, though the handler returns first. */
export interface BackgroundWrapperSetting {
  readonly module: string;
  readonly export: string;
}

/** What the configuration of the functions in these files says. A key that is left out is unknown. */
export interface FunctionSettings {
  /** Lambda's name of the runtime: `nodejs22.x`. */
  readonly runtime?: string;
  readonly memoryMb?: number;
  readonly timeoutSec?: number;
  /** What invokes the functions. */
  readonly eventSource?: EventKind;
  /** How many records one event has at most. */
  readonly batchSize?: number;
}

/** The value of `settings["aws-lambda"]`. A key that is left out has its default. */
export interface LambdaSettings {
  readonly handlerNames: readonly string[];
  readonly handlerFiles: readonly string[];
  readonly wrappers: readonly WrapperSetting[];
  readonly clients: readonly ClientSetting[];
  readonly backgroundWrappers: readonly BackgroundWrapperSetting[];
  readonly functions: FunctionSettings;
  readonly ignoreTestFiles: boolean;
  readonly testFiles: readonly string[];
  readonly crossFile: boolean;
  readonly complianceVpc: boolean;
}

export const defaultSettings: LambdaSettings = {
  handlerNames: ["handler", "lambdaHandler"],
  handlerFiles: [],
  wrappers: [],
  clients: [],
  backgroundWrappers: [],
  functions: {},
  ignoreTestFiles: true,
  testFiles: [
    "**/*.{test,spec,e2e,mock}.{js,mjs,cjs,jsx,ts,mts,cts,tsx}",
    "**/{test,tests,testing,test-helpers,test-utils,__tests__,__mocks__,mocks,__fixtures__,e2e}/**",
    "**/{acceptance,component,contract,e2e,functional,integration,smoke,unit}-{test,tests,testing}/**",
    "**/*.d.{ts,mts,cts}",
  ],
  crossFile: true,
  complianceVpc: false,
};

const names = { type: "array", items: { type: "string", minLength: 1 } } as const satisfies SettingsSchema;

const moduleSchema = {
  type: "string",
  minLength: 1,
  description:
    "The import specifier as the code writes it; `*` stands for any characters (`*/lib/with-logging.js`).",
} as const satisfies SettingsSchema;

export const settingsSchema = {
  type: "object",
  description: 'What the rules cannot read from the code itself. The value of `settings["aws-lambda"]`.',
  additionalProperties: false,
  properties: {
    handlerNames: {
      ...names,
      description: "Names of exported functions that are handlers when nothing else proves it.",
      default: defaultSettings.handlerNames,
    },
    handlerFiles: {
      ...names,
      description:
        "Globs of files in which every exported function is a handler, relative to the directory ESLint runs in.",
      default: defaultSettings.handlerFiles,
    },
    wrappers: {
      type: "array",
      description: "Your own functions that take a handler and return the one that Lambda calls.",
      default: defaultSettings.wrappers,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["module", "export"],
        properties: {
          module: moduleSchema,
          export: {
            type: "string",
            minLength: 1,
            description: 'The export that is called: `"withLogging"`, `"tools.wrap"`, or `"default"`.',
          },
          argument: {
            type: "integer",
            minimum: 0,
            description: "Index of the argument that is the handler.",
            default: 0,
          },
          kind: {
            type: "string",
            enum: ["handler", "builder", "app"],
            description:
              "`handler`: the argument is the handler. `builder`: the call gives an object whose `.handler(f)` takes it. `app`: the argument is a web application.",
            default: "handler",
          },
        },
      },
    },
    clients: {
      type: "array",
      description: "Classes and functions whose result is worth keeping between invocations.",
      default: defaultSettings.clients,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["module", "export"],
        properties: {
          module: moduleSchema,
          export: {
            type: "string",
            minLength: 1,
            description:
              'The export that is constructed or called: `"Client"`, `"Client.create"`, or `"default"`.',
          },
          construct: {
            type: "string",
            enum: ["new", "call", "either"],
            description: "Whether the export is constructed with `new`, called, or either.",
            default: "either",
          },
          closeMethods: {
            ...names,
            description: "Methods that close the client.",
            default: [],
          },
        },
      },
    },
    backgroundWrappers: {
      type: "array",
      description: "Functions that see to it that the work they are given finishes: `waitUntil(promise)`.",
      default: defaultSettings.backgroundWrappers,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["module", "export"],
        properties: {
          module: moduleSchema,
          export: {
            type: "string",
            minLength: 1,
            description: 'The export that is called: `"waitUntil"`, `"tasks.run"`, or `"default"`.',
          },
        },
      },
    },
    functions: {
      type: "object",
      description:
        "What the configuration of the functions in these files says, where the rules cannot read it.",
      default: defaultSettings.functions,
      additionalProperties: false,
      properties: {
        runtime: {
          type: "string",
          minLength: 1,
          description: "Lambda's name of the runtime: `nodejs22.x`.",
        },
        memoryMb: { type: "integer", minimum: 128, description: "The memory size in MB." },
        timeoutSec: { type: "integer", minimum: 1, description: "The timeout in seconds." },
        eventSource: {
          type: "string",
          enum: eventKinds,
          description: "What invokes the functions.",
        },
        batchSize: { type: "integer", minimum: 1, description: "How many records one event has at most." },
      },
    },
    ignoreTestFiles: {
      type: "boolean",
      description:
        "Leave alone the files that `testFiles` names (tests, mocks and type declarations), and those that import a test framework or call its globals.",
      default: defaultSettings.ignoreTestFiles,
    },
    testFiles: {
      ...names,
      description:
        "Globs of the files that `ignoreTestFiles` leaves alone, relative to the directory ESLint runs in. Replaces the default list.",
      default: defaultSettings.testFiles,
    },
    crossFile: {
      type: "boolean",
      description:
        "Look into the other files of the project for handlers that call what the linted file exports, or that it holds.",
      default: defaultSettings.crossFile,
    },
    complianceVpc: {
      type: "boolean",
      description:
        "Functions have to be in a VPC whatever they do, because a rule of the organisation says so.",
      default: defaultSettings.complianceVpc,
    },
  },
} as const satisfies SettingsSchema;

/** One thing that is wrong with the settings. */
export interface SettingsProblem {
  /** Where, as a path from the settings' root: `settings["aws-lambda"].wrappers[0].export`. */
  readonly path: string;
  /** What is wrong and what would be right, as one sentence. */
  readonly problem: string;
}

export interface SettingsReading {
  /** The settings, with the default in place of every key that is missing or wrong. */
  readonly settings: LambdaSettings;
  readonly problems: readonly SettingsProblem[];
}

const rootPath = `settings["${pluginNamespace}"]`;
const defaultReading: SettingsReading = { settings: defaultSettings, problems: [] };
const readings = new WeakMap<object, SettingsReading>();

/**
 * Reads `settings["aws-lambda"]` from ESLint's shared settings. Each settings object is checked once, however many
 * files and rules ask. Never throws: a wrong key is reported in `problems` and has its default.
 */
export function readSettings(sharedSettings: Readonly<Record<string, unknown>>): SettingsReading {
  const value = sharedSettings[pluginNamespace];
  if (value === undefined) return defaultReading;
  if (typeof value !== "object" || value === null) return buildReading(value);
  let reading = readings.get(value);
  if (reading === undefined) {
    reading = buildReading(value);
    readings.set(value, reading);
  }
  return reading;
}

function buildReading(value: unknown): SettingsReading {
  const violations = findSchemaViolations(value, settingsSchema);
  const wrongKeys = new Set(violations.map(({ path }) => path[0]));
  const isUsable = typeof value === "object" && value !== null && !wrongKeys.has(undefined);
  const goodEntries = isUsable
    ? Object.entries(value).filter(([key, entry]) => entry !== undefined && !wrongKeys.has(key))
    : [];
  return {
    settings: { ...defaultSettings, ...Object.fromEntries(goodEntries) },
    problems: violations.map(({ path, problem }) => ({ path: formatPath(path), problem })),
  };
}

function formatPath(path: readonly (string | number)[]): string {
  const steps = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    return /^[\w$]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return rootPath + steps.join("");
}
