import { expect, it } from "vitest";
import { defaultSettings, settingsSchema } from "../../src/rule-kit/settings.js";
import { readProjectFile } from "../support/project-files.js";

const page = readProjectFile("rules-docs/settings.md");
const { wrappers, clients } = settingsSchema.properties;

it.each(Object.keys(settingsSchema.properties))(
  "documents the setting %s under a heading of its own",
  (key) => {
    expect(page).toContain(`\n## \`${key}\`\n`);
  },
);

it.each([...Object.keys(wrappers.items.properties), ...Object.keys(clients.items.properties)])(
  "documents %s of wrappers and clients",
  (key) => {
    expect(page).toContain(`| \`${key}\` |`);
  },
);

it("states the defaults that the reader uses", () => {
  const stated = page
    .split("\n## ")
    .slice(1)
    .map((section) => [
      /^`(\w+)`/.exec(section)?.[1],
      JSON.parse(/\nDefault: `([^`]*)`/.exec(section)?.[1] ?? "null") as unknown,
    ]);
  expect(Object.fromEntries(stated)).toEqual(defaultSettings);
});
