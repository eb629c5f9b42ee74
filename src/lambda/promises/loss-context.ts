import type { LambdaModel } from "../model.js";
import type { FrozenCode } from "./frozen-code.js";
import type { PromiseCalls } from "./promise-calls.js";
import type { PromiseOwnership } from "./promise-ownership.js";
import type { Signals } from "./signals.js";

/** What the searches for lost work share. */
export interface LossContext {
  readonly lambda: LambdaModel;
  readonly calls: PromiseCalls;
  readonly ownership: PromiseOwnership;
  readonly frozen: FrozenCode;
  readonly signals: Signals;
}
