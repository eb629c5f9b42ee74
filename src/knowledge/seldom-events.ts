import type { EventKind } from "./handler-types.js";

/** Events that come so seldom that each of them may well find a new environment. */
export const seldomEvents: ReadonlySet<EventKind> = new Set<EventKind>([
  "scheduled",
  "custom-resource",
  "secret-rotation",
]);
