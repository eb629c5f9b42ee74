import CliTable from "cli-table3";

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

const NO_BORDERS = Object.fromEntries(
  ["top", "bottom", "left", "mid", "right"].flatMap((side) =>
    ["", "-mid", "-left", "-right"].map((corner) => [`${side}${corner}`, ""]),
  ),
);

/** Rows in aligned columns without borders, two blanks apart. The cells may be coloured. */
export function alignColumns(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const table = new CliTable({
    chars: { ...NO_BORDERS, "left-mid": "", "right-mid": "", "mid-mid": "", middle: "  " },
    colAligns: columns.map(({ isNumber }) => (isNumber ? "right" : "left")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
  });
  table.push(
    columns.map(({ title }) => title),
    ...rows.map((row) => [...row]),
  );
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
