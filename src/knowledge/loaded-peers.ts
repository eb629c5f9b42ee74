import type { Sourced } from "./fact.js";

/** A package that is built on another one, which stands beside it in `node_modules` and is loaded with it. */
export interface LoadedPeerFact extends Sourced {
  readonly module: string;
  readonly loads: string;
}

function npm(module: string, loads: string): LoadedPeerFact {
  return { module, loads, source: `https://www.npmjs.com/package/${module}`, checked: "2026-11-29" };
}

export const loadedPeers: readonly LoadedPeerFact[] = [
  npm("sequelize-typescript", "sequelize"),
  npm("@nestjs/sequelize", "sequelize"),
  npm("@nestjs/typeorm", "typeorm"),
  npm("@nestjs/mongoose", "mongoose"),
  npm("@typegoose/typegoose", "mongoose"),
];
