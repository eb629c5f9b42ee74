import type { Sourced } from "./fact.js";

/** @public Held against its date by the tests of all tables. */
export const containerMethodsSource: Sourced = {
  source: "https://github.com/microsoft/tsyringe#resolution",
  checked: "2026-11-26",
};

/**
 * Methods of containers that give an instance of the class that they are asked for: those of tsyringe, and of
 * [Inversify](https://inversify.io/docs/api/container/), [TypeDI](https://docs.typestack.community/typedi) and
 * [NestJS](https://docs.nestjs.com/standalone-applications).
 */
export const containerMethods: ReadonlySet<string> = new Set(["get", "getAsync", "resolve", "resolveAsync"]);
