import { describe, expect, it } from "vitest";
import { mayTakeWebRequests } from "../../../src/lambda/events/web-requests.js";
import { modelOf } from "../../support/model-of.js";

const mayTake = (code: string): boolean => mayTakeWebRequests(modelOf(code).lambda.syntax);

describe("a file that takes no requests of a web framework", () => {
  it.each([
    ["that speaks of what GraphQL calls its root types", "interface Subscription { readonly plan: string }"],
    ["with queries of its own", "export const Query = (text) => ({ text, run: () => load(text) });"],
    ["with routes that take no request", "export const list = (page, size) => load(page, size);"],
  ])("%s", (_, code) => {
    expect(mayTake(code)).toBe(false);
  });
});

describe("a file that takes them", () => {
  it.each([
    ["by a framework", "import express from 'express'; export const app = express();"],
    ["by a resolver", "export const resolvers = { Query: { parcel: async (_, { id }) => load(id) } };"],
    [
      "by the shape of a route",
      "exports.show = async (req, res) => { res.json(await load(req.params.id)); };",
    ],
  ])("%s", (_, code) => {
    expect(mayTake(code)).toBe(true);
  });
});
