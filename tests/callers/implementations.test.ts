import { describe, expect, it } from "vitest";
import { lintFile } from "../support/lint-project.js";
import { temporaryProject } from "../support/temporary-project.js";

type Files = Readonly<Record<string, string>>;

/** The lines of `src/service.ts` with work that nothing waits for. */
function floating(files: Files): readonly number[] {
  const directory = temporaryProject({ "package.json": "{}", ...files });
  return lintFile(directory, "src/service.ts", ["no-floating-work"]).map(({ line }) => line);
}

const port = `export interface Bookings { save(booking: unknown): Promise<void>; }\n`;
const save = (async = "async"): string =>
  `${async} save(booking: unknown) { await this.client.send(new PutCommand({ TableName: "b", Item: booking })); }`;
const table = (imports: string, head: string, method = save()): string =>
  `import { PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"; ${imports}
${head} { constructor(private readonly client: DynamoDBDocumentClient) {} ${method} }\n`;
const tableOf = (from: string, head = "export class BookingTable implements Bookings"): string =>
  table(`import type { Bookings } from "${from}";`, head);
const service = (from = "./port"): string => `import type { Bookings } from "${from}";
export class Booking {
  constructor(private readonly bookings: Bookings) {}
  async book(booking: unknown) {
    this.bookings.save(booking);
  }
}\n`;
const handler = `import { Booking } from "./service"; import { BookingTable } from "./table"; import { client } from "./client";
const booking = new Booking(new BookingTable(client));
export const handler = async (event: unknown) => { await booking.book(event); };\n`;

describe("a method of a type that a class stands in for", () => {
  it.each<[string, Files]>([
    ["from a file of its own", { "src/port.ts": port, "src/table.ts": tableOf("./port") }],
    [
      "beside its class",
      {
        "src/port.ts": "",
        "src/table.ts": port + table("", "export class BookingTable implements Bookings"),
      },
    ],
    [
      "passed on by a third file",
      {
        "src/port.ts": `export * from "./bookings";`,
        "src/bookings.ts": port,
        "src/table.ts": tableOf("./port"),
      },
    ],
  ])("is the method of the class: %s", (_name, files) => {
    const from = files["src/port.ts"] === "" ? "./table" : "./port";
    expect(floating({ "src/handler.ts": handler, "src/service.ts": service(from), ...files })).toEqual([5]);
  });

  it.each<[string, Files]>([
    [
      "which does not go on after the call",
      {
        "src/port.ts": port,
        "src/table.ts": table(
          `import type { Bookings } from "./port";`,
          "export class BookingTable implements Bookings",
          "save(booking: unknown) { this.list.push(booking); } list: unknown[] = [];",
        ),
      },
    ],
    [
      "with another class beside it",
      {
        "src/port.ts": port,
        "src/table.ts": tableOf("./port"),
        "src/memory.ts": `import type { Bookings } from "./port"; export class Memory implements Bookings { list: unknown[] = []; save(booking: unknown) { this.list.push(booking); return this.done; } done = Promise.resolve(); }`,
      },
    ],
    [
      "of another type of the name",
      {
        "src/port.ts": port,
        "src/other.ts": port,
        "src/table.ts": tableOf("./other"),
      },
    ],
  ])("says nothing: %s", (_name, files) => {
    expect(floating({ "src/handler.ts": handler, "src/service.ts": service(), ...files })).toEqual([]);
  });

  it("only reads where the class does", () => {
    const find = (name: string): string =>
      `async ${name}(id: string) { const { Item } = await this.client.send(new GetCommand({ TableName: "b", Key: { id } })); return Item; }`;
    const directory = temporaryProject({
      "package.json": "{}",
      "src/port.ts": `export interface Bookings { room(id: string): Promise<unknown>; guest(id: string): Promise<unknown>; }`,
      "src/table.ts": `import { GetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"; import type { Bookings } from "./port";
export class BookingTable implements Bookings { constructor(private readonly client: DynamoDBDocumentClient) {} ${find("room")} ${find("guest")} }`,
      "src/service.ts": `import type { Bookings } from "./port";
export class Booking {
  constructor(private readonly bookings: Bookings) {}
  async book(booking: { room: string; guest: string }) {
    const room = await this.bookings.room(booking.room);
    const guest = await this.bookings.guest(booking.guest);
    return { room, guest };
  }
}`,
      "src/handler.ts": handler.replace("event: unknown", "event: { room: string; guest: string }"),
    });
    expect(lintFile(directory, "src/service.ts", ["no-serial-await"]).map(({ line }) => line)).toEqual([6]);
  });
});
