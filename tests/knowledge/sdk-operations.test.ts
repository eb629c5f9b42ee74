import { paginationFacts } from "../../src/knowledge/pagination.js";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { batchFormFacts, configFetchFacts, partialFailureFacts } from "../../src/knowledge/sdk-operations.js";
import { projectRoot } from "../support/project-files.js";

/** The clients of SDK v3 that this project installs, by the names that the tables have for their services. */
const clients = new Map(
  readdirSync(join(projectRoot, "node_modules/@aws-sdk"))
    .filter((name) => name.startsWith("client-"))
    .map((name) => [name.slice("client-".length).replaceAll("-", ""), name]),
);

/** Whether a client declares what a row speaks of: `commands/GetItemCommand`, `pagination/ScanPaginator`. */
function declares(service: string, file: string): boolean {
  const folder = join(projectRoot, "node_modules/@aws-sdk", clients.get(service) ?? "", "dist-types");
  return existsSync(join(folder, `${file}.d.ts`));
}

const isInstalled = ({ service }: { readonly service: string }) => clients.has(service);

test("the clients that the tables speak of most are installed", () => {
  expect([...clients.keys()]).toEqual(
    expect.arrayContaining(["dynamodb", "s3", "secretsmanager", "sqs", "ssm"]),
  );
});

describe("operations", () => {
  const rows = [...partialFailureFacts, ...paginationFacts, ...batchFormFacts, ...configFetchFacts];
  const operations = rows
    .filter(isInstalled)
    .flatMap((fact) =>
      ("batch" in fact ? [fact.operation, fact.batch] : [fact.operation]).map((name) => [fact.service, name]),
    );
  test.each([...new Map(operations.map((row) => [row.join("."), row])).values()])(
    "%s has %s",
    (service = "", operation = "") => {
      expect(declares(service, `commands/${operation}Command`)).toBe(true);
    },
  );
});

describe("paginators", () => {
  test.each(paginationFacts.filter(isInstalled).map((fact) => [fact.service, fact.operation, fact] as const))(
    "%s %s",
    (service, operation, { hasPaginator }) => {
      expect(declares(service, `pagination/${operation}Paginator`)).toBe(hasPaginator);
    },
  );
});
