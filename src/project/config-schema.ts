import { settingsSchema } from "../rule-kit/settings.js";
import type { SettingsSchema } from "../rule-kit/schema-violations.js";

const globs = { type: "array", items: { type: "string", minLength: 1 } } as const satisfies SettingsSchema;

/** What holds for all handlers, and in `overrides` for some of them. */
const handlerProperties = {
  mode: {
    type: "string",
    enum: ["unbundled", "bundled"],
    description:
      "How the functions are deployed: which of the two estimates budgets hold against, and the order. Without it, as templates and infrastructure code say, and unbundled where they do not.",
  },
  memoryMb: {
    type: "integer",
    minimum: 128,
    description: "Memory of the functions in MB. Below 1,769 MB a function has less than a whole vCPU.",
    default: 1769,
  },
  budget: {
    type: "object",
    description: "The most that one handler may cost. Exceeding it is a finding.",
    additionalProperties: false,
    properties: {
      ms: { type: "integer", minimum: 0, description: "Likely milliseconds of init." },
      kb: { type: "integer", minimum: 0, description: "Kilobytes of 1,000 bytes that are loaded." },
      modules: { type: "integer", minimum: 0, description: "Modules that are loaded." },
    },
  },
  bundle: {
    type: "object",
    description:
      "How the functions' bundler is set up, in esbuild's words. What is not said here is taken from templates and infrastructure code.",
    additionalProperties: false,
    properties: {
      format: {
        type: "string",
        enum: ["cjs", "esm"],
        description: "The output's module format.",
        default: "cjs",
      },
      minify: { type: "boolean", description: "Whether the output is minified.", default: false },
      external: { ...globs, description: "Packages and patterns that stay imports, such as `@aws-sdk/*`." },
      conditions: { ...globs, description: "Conditions of package exports, beside the usual ones." },
      mainFields: {
        ...globs,
        description: "Fields of package.json that name the entry, the first one first.",
      },
      target: { type: "string", minLength: 1, description: "Such as `node20`." },
    },
  },
} as const satisfies Record<string, SettingsSchema>;

/** Every key of lambda-analyzer.config.json. schema/config.schema.json is made of it. */
export const configSchema = {
  type: "object",
  description:
    "Settings of lambda-analyzer: lambda-analyzer.config.json, or the key lambda-analyzer of package.json.",
  additionalProperties: false,
  properties: {
    $schema: { type: "string", minLength: 1, description: "Address of this schema, for editors." },
    entries: {
      ...globs,
      description: "The handlers' files, as globs relative to this file. Without it they are searched for.",
    },
    ignore: { ...globs, description: "Globs of files that are never looked at, relative to this file." },
    settings: settingsSchema,
    ...handlerProperties,
    overrides: {
      type: "array",
      description: "What differs for some handlers. Of several that match, the last one decides.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["files"],
        properties: {
          files: { ...globs, description: "Globs of the handlers' files, relative to this file." },
          ...handlerProperties,
        },
      },
    },
  },
} as const satisfies SettingsSchema;
