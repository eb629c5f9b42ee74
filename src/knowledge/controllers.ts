import type { Sourced } from "./fact.js";

/** A decorator of a class whose decorated methods run for requests: `@Controller()`. */
export interface ControllerFact extends Sourced {
  readonly module: string;
  readonly export: string;
}

const checked = "2026-11-26";
const nest = "https://docs.nestjs.com";

export const controllerFacts: readonly ControllerFact[] = [
  { module: "@nestjs/common", export: "Controller", source: `${nest}/controllers`, checked },
  { module: "@nestjs/graphql", export: "Resolver", source: `${nest}/graphql/resolvers`, checked },
];

/** The decorator of a class that brings together controllers, and other classes of its kind. */
export const moduleDecorator = {
  module: "@nestjs/common",
  export: "Module",
  lists: ["controllers", "providers", "imports"],
  source: `${nest}/modules`,
  checked,
} as const satisfies ControllerFact & { readonly lists: readonly string[] };

/** What serves the requests to the controllers of such a class, its first argument. */
export const moduleServers = {
  module: "@nestjs/core",
  exports: ["NestFactory.create", "NestFactory.createMicroservice"],
  source: `${nest}/faq/serverless`,
  checked,
} as const satisfies Sourced & { readonly module: string; readonly exports: readonly string[] };
