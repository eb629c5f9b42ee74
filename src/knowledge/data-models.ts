import type { Sourced } from "./fact.js";

/** What a package makes of the description of a table or a collection: its methods ask the database. */
export interface DataModelFact extends Sourced {
  readonly module: RegExp;
  /** The class that a model extends, or the function that makes one. */
  readonly export: string;
  readonly made: "extended" | "called";
}

const checked = "2026-11-29";

export const dataModels: readonly DataModelFact[] = [
  {
    module: /^sequelize(?:-typescript)?$/,
    export: "Model",
    made: "extended",
    source: "https://sequelize.org/docs/v6/core-concepts/model-querying-finders/",
    checked,
  },
  {
    module: /^typeorm$/,
    export: "BaseEntity",
    made: "extended",
    source: "https://github.com/jjhbw/typeorm/blob/master/docs/active-record-data-mapper.md",
    checked,
  },
  {
    module: /^mongoose$/,
    export: "model",
    made: "called",
    source: "https://mongoosejs.com/docs/3.0.x/docs/models.html",
    checked,
  },
];
