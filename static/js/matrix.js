// Arrow keys in a table of places, and the explanation beside it. One number is in the tab order at a
// time, so that Tab leaves the table instead of visiting 210 cells.

function cellsOf(table) {
  return [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td:not(.matrix__total)")]);
}

function positionOf(rows, link) {
  const row = rows.findIndex((cells) => cells.some((cell) => cell.contains(link)));
  return [row, rows[row]?.findIndex((cell) => cell.contains(link))];
}

const MOVES = {
  ArrowUp: (row, column) => [row - 1, column],
  ArrowDown: (row, column) => [row + 1, column],
  ArrowLeft: (row, column) => [row, column - 1],
  ArrowRight: (row, column) => [row, column + 1],
};

function target(rows, row, column, event) {
  if (event.key === "Home") return event.ctrlKey ? [0, 0] : [row, 0];
  if (event.key === "End") return event.ctrlKey ? [rows.length - 1, rows.at(-1).length - 1] : [row, rows[row].length - 1];
  return MOVES[event.key]?.(row, column);
}

function enter(table, link) {
  for (const other of table.querySelectorAll("tbody a.matrix__cell[tabindex='0']")) other.tabIndex = -1;
  link.tabIndex = 0;
}

function onKey(table, event) {
  const rows = cellsOf(table);
  const [row, column] = positionOf(rows, event.target);
  if (row < 0) return;
  const to = target(rows, row, column, event);
  const link = to && rows[to[0]]?.[to[1]]?.querySelector("a.matrix__cell");
  if (!to) return;
  event.preventDefault();
  link?.focus();
}

function mark(table, link) {
  table.querySelector("a.matrix__cell[aria-current]")?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
}

function startMatrix(table) {
  const links = [...table.querySelectorAll("tbody a.matrix__cell")];
  if (!links.length) return;
  const first = links.find((link) => link.hasAttribute("aria-current")) ?? links[0];
  for (const link of links) link.tabIndex = link === first ? 0 : -1;
  table.addEventListener("keydown", (event) => {
    if (event.target.matches("tbody a.matrix__cell")) onKey(table, event);
  });
  table.addEventListener("focusin", (event) => {
    if (event.target.matches("tbody a.matrix__cell")) enter(table, event.target);
  });
  table.addEventListener("htmx:afterRequest", (event) => {
    const link = event.target.closest?.("a.matrix__cell");
    if (link && event.detail.successful) mark(table, link);
  });
}

// On a narrow screen the explanation stands below the table: go there.
function showExplanation(event) {
  const panel = event.target;
  if (!panel.matches?.("[data-why]")) return;
  const { top } = panel.getBoundingClientRect();
  if (top >= 0 && top < window.innerHeight * 0.8) return;
  panel.scrollIntoView({ block: "start" });
  panel.querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
}

let listening = false;

export function startMatrices(root) {
  for (const table of root.querySelectorAll("table[data-matrix]:not([data-grid])")) startMatrix(table);
  if (listening) return;
  listening = true;
  document.addEventListener("htmx:afterSwap", showExplanation);
}
