/** What the page does: pick a handler, sort a table, tell of a package. Without it all handlers are shown in a row. */
export const pageScript = `
"use strict";
const sections = [...document.querySelectorAll("section.handler")];
const picker = document.querySelector("#picker");

function show(id) {
  if (!sections.some((section) => section.id === id)) return;
  for (const section of sections) section.hidden = section.id !== id;
  picker.value = id;
}

if (picker !== null) {
  document.querySelector(".picker").hidden = false;
  const showAddressed = () => show(location.hash.slice(1).replace(/-imports$/, ""));
  show(sections[0].id);
  showAddressed();
  window.addEventListener("hashchange", showAddressed);
  picker.addEventListener("change", () => { location.hash = picker.value; });
}

for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  const sortBy = (column) => {
    const head = heads[column];
    const isNumber = head.classList.contains("number");
    const [first, second] = isNumber ? ["descending", "ascending"] : ["ascending", "descending"];
    const order = head.getAttribute("aria-sort") === first ? second : first;
    for (const other of heads) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const valueOf = (row) => row.cells[column].dataset.value;
    const compare = isNumber ? (a, b) => a - b : (a, b) => a.localeCompare(b);
    const rows = [...table.tBodies[0].rows];
    table.tBodies[0].append(...rows.sort((a, b) => sign * compare(valueOf(a), valueOf(b))));
  };
  heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => sortBy(column)));
}

for (const section of sections) {
  const detail = section.querySelector(".detail");
  let told = null;
  const tell = (event) => {
    const cell = event.target.closest(".cell");
    if (cell === null || cell === told) return;
    told = cell;
    const { name, cost, why } = cell.dataset;
    const parts = [["strong", "", name], ["span", "", " " + cost], ["span", "why", why]];
    detail.replaceChildren(...parts.map(([tag, className, text]) =>
      Object.assign(document.createElement(tag), { className, textContent: text })));
  };
  section.addEventListener("focusin", tell);
  section.addEventListener("pointerover", tell);
}
`;
