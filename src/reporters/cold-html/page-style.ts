/** How the page looks, by day and by night. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: #fbfbfa; --ink: #1c1d1f; --quiet: #5f6368; --line: #dfe0e2; --card: #ffffff;
  --accent: #0b62c4; --bad: #b3261e; --good: #1d7a3e; --track: #e9eaec;
  --cell-ink: #1c1d1f; --file: rgb(255 255 255 / .38); --file-line: rgb(0 0 0 / .1);
  --c1: #f2b58c; --c2: #9cc3ec; --c3: #f0d282; --c4: #a6d7b4; --c5: #d6b3e6; --c6: #f0a9b3; --c7: #9fd6d6; --c8: #c9cf8f;
  --c-project: #b9e08d; --c-node: #c5ccd6; --c-rest: #dcdee2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #16181b; --ink: #e8e9eb; --quiet: #a3a8b0; --line: #33373d; --card: #1e2125;
    --accent: #7db7ff; --bad: #ff9b91; --good: #7fd6a0; --track: #2b2f35;
    --cell-ink: #f3f4f5; --file: rgb(0 0 0 / .2); --file-line: rgb(255 255 255 / .1);
    --c1: #7a4a26; --c2: #2a5582; --c3: #6b5620; --c4: #2c6241; --c5: #5e4170; --c6: #7a3a44; --c7: #245f60; --c8: #555b22;
    --c-project: #46681f; --c-node: #454c57; --c-rest: #3a3e45;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main, header, footer { max-width: 1128px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 32px; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -.01em; }
h2 { font-size: 18px; margin: 0 0 16px; overflow-wrap: anywhere; }
h3 { font-size: 14px; margin: 28px 0 8px; }
code { font: .92em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
h2 code { font-size: 1em; }
p { margin: 0 0 8px; }
a { color: var(--accent); }
.quiet { color: var(--quiet); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

.handler { margin: 32px 0 48px; padding-top: 24px; border-top: 1px solid var(--line); }
.picker { margin: 28px 0 0; display: flex; gap: 12px; align-items: baseline; flex-wrap: wrap; }
.picker[hidden] { display: none; }
.picker + .handler, .picker ~ .handler { border-top: 0; padding-top: 0; margin-top: 24px; }
select, button { font: inherit; color: inherit; }
select { padding: 6px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--card); max-width: 100%; }

.modes { display: grid; grid-template-columns: repeat(auto-fit, minmax(260px, 1fr)); gap: 16px; }
.mode { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 18px; }
.mode h3 { margin: 0; color: var(--quiet); font-weight: 500; }
.mode p:last-child { margin: 8px 0 0; font-size: 13px; }
.figure { font-size: 34px; line-height: 1.2; font-weight: 600; margin: 2px 0 8px; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.unit { font-size: 16px; font-weight: 400; color: var(--quiet); letter-spacing: 0; }
.range { display: block; width: 100%; height: 8px; border-radius: 4px; }
.track { fill: var(--track); }
.span { fill: var(--accent); opacity: .35; }
.likely { fill: var(--accent); }

.map { display: block; width: 100%; height: auto; border-radius: 6px; }
.cell { outline: none; cursor: default; }
.cell text { fill: var(--cell-ink); pointer-events: none; white-space: pre; }
.head { font: 600 12px system-ui, sans-serif; }
.name { font: 11px system-ui, sans-serif; }
.file { fill: var(--file); stroke: var(--file-line); }
.cell > rect:first-child { fill: var(--color); stroke-width: 0; }
.cell:hover > rect:first-child { stroke: var(--ink); stroke-width: 2; }
.cell:focus-visible > rect:first-child { stroke: var(--accent); stroke-width: 5; }
.c1 { --color: var(--c1); } .c2 { --color: var(--c2); } .c3 { --color: var(--c3); } .c4 { --color: var(--c4); }
.c5 { --color: var(--c5); } .c6 { --color: var(--c6); } .c7 { --color: var(--c7); } .c8 { --color: var(--c8); }
.c-project { --color: var(--c-project); } .c-node { --color: var(--c-node); } .c-rest { --color: var(--c-rest); }
.detail { min-height: 48px; margin: 8px 0 0; color: var(--quiet); overflow-wrap: anywhere; }
.detail strong { color: var(--ink); }
.why { display: block; font-size: 13px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { position: static; }

.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { padding: 7px 12px; text-align: left; vertical-align: top; border-top: 1px solid var(--line); font-weight: 400; }
thead th { border-top: 0; padding: 0; white-space: nowrap; }
thead button { width: 100%; padding: 9px 12px; border: 0; background: none; text-align: inherit; cursor: pointer; font-weight: 600; font-size: 13px; }
thead button::after { content: ""; display: inline-block; width: 1.2em; text-align: right; color: var(--accent); font-size: 10px; }
[aria-sort="ascending"] button::after { content: "▲"; }
[aria-sort="descending"] button::after { content: "▼"; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.number { padding-right: 24px; }
tbody th { overflow-wrap: anywhere; min-width: 220px; }
.short { white-space: nowrap; }
td:last-child > details { min-width: 200px; }
tbody tr:hover { background: color-mix(in srgb, var(--accent) 6%, transparent); }
.bar { display: inline-block; width: 64px; height: 8px; margin-right: 8px; border-radius: 2px; background: linear-gradient(to right, var(--accent) var(--share), var(--track) var(--share)); }
summary { cursor: pointer; overflow-wrap: anywhere; }
.chain { margin: 6px 0 4px; padding-left: 22px; overflow-wrap: anywhere; }

.findings { margin: 0 0 20px; padding: 12px 18px 12px 36px; border: 1px solid var(--bad); border-radius: 10px; color: var(--bad); }
.what-ifs { list-style: none; padding: 0; margin: 0; }
.what-ifs li { display: flex; gap: 16px; padding: 5px 0; }
.better, .worse { flex: 0 0 120px; font-variant-numeric: tabular-nums; font-weight: 600; }
.better { color: var(--good); }
.worse { color: var(--bad); }
footer { padding-bottom: 48px; color: var(--quiet); font-size: 13px; }
@media print {
  .picker, .skip { display: none; }
  section[hidden] { display: block !important; }
}
`;
