// Keys, paste, undo and live totals for an editable table. The inputs are plain; the server checks again.
// What it fills in when it is there: [data-row-total], [data-column-total], [data-column-change],
// [data-grid-total], [data-grid-said], [data-outside] with data-least and data-most; rows may have data-required, cells
// data-base, and data-fixed with a number that can't be changed.
import { parsePlaces, showPlaces, showSigned } from "./numbers.js";
import { linesOf, readBlock } from "./paste.js";

const cellsOf = (table) => [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("td:not(.matrix__total)")]);

// The mark of a line whose number lies outside what stands beside it as the least and the most.
const markOutside = (input, places) => {
  const mark = input.closest("tr").querySelector("[data-outside]");
  if (!mark) return;
  const { least, most } = mark.dataset;
  const outside = (least !== "" && places < Number(least)) || (most !== "" && places > Number(most));
  mark.hidden = input.value.trim() === "" || places === null || !outside;
};

class EditableTable {
  constructor(table) {
    this.table = table;
    this.cells = cellsOf(table);
    this.inputs = this.cells.map((row) => row.map((cell) => cell.querySelector("input")));
    this.said = table.closest(".grid").querySelector("[data-grid-said]");
    this.history = [];
    this.most = Number(table.dataset.most ?? Infinity);
    table.closest(".grid").querySelector(".grid__keys")?.removeAttribute("hidden");
    table.addEventListener("keydown", (event) => this.onKey(event));
    table.addEventListener("focusin", (event) => this.onFocus(event.target));
    table.addEventListener("change", (event) => this.onChange(event.target));
    table.addEventListener("paste", (event) => this.onPaste(event));
    table.addEventListener("input", () => this.recount());
    this.recount();
  }

  positionOf(input) {
    const row = this.inputs.findIndex((line) => line.includes(input));
    return row < 0 ? null : [row, this.inputs[row].indexOf(input)];
  }

  // The next input in a direction, over cells that can't be filled in.
  next([row, column], [down, right]) {
    let [r, c] = [row + down, column + right];
    while (this.inputs[r]?.[c] === null) [r, c] = [r + down, c + right];
    return this.inputs[r]?.[c];
  }

  onFocus(input) {
    if (!this.positionOf(input)) return;
    input.dataset.before = input.value;
    input.select();
  }

  onChange(input) {
    const before = input.dataset.before ?? "";
    if (before === input.value) return;
    this.history.push([{ input, before }]);
    input.dataset.before = input.value;
    this.tell(null);
    this.recount();
  }

  onKey(event) {
    const at = this.positionOf(event.target);
    if (!at) return;
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey) return this.undo(event);
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = this.stepOf(event);
    if (!step) return;
    event.preventDefault();
    this.next(at, step)?.focus();
  }

  // Left and right move on only from the edge of the text, so that one can still edit inside a cell.
  stepOf({ key, shiftKey, target }) {
    const { selectionStart: start, selectionEnd: end, value } = target;
    const whole = start === 0 && end === value.length;
    if (key === "Enter") return shiftKey ? [-1, 0] : [1, 0];
    if (key === "ArrowUp") return [-1, 0];
    if (key === "ArrowDown") return [1, 0];
    if (shiftKey) return null;
    if (key === "ArrowLeft" && (whole || end === 0)) return [0, -1];
    if (key === "ArrowRight" && (whole || start === value.length)) return [0, 1];
    return null;
  }

  onPaste(event) {
    const at = this.positionOf(event.target);
    const lines = linesOf(event.clipboardData.getData("text/plain"));
    if (!at || (lines.length === 1 && lines[0].length === 1)) return;
    event.preventDefault();
    const { changes, trouble } = readBlock(lines, this.inputs, at, (row, column) => this.fixed(row, column));
    for (const { input, after } of changes) this.set(input, after);
    if (changes.length > 0) this.history.push(changes);
    this.recount();
    this.tell(trouble);
  }

  // What of a pasted block did not go in, and why.
  tell(trouble) {
    const place = this.table.closest(".grid").querySelector("[data-grid-paste]");
    if (!place) return;
    place.hidden = !trouble;
    place.textContent = trouble ? place.dataset[trouble[0]].replace(/\{(\w+)\}/g, (_match, name) => trouble[1][name]) : "";
  }

  fixed(row, column) {
    return Number(this.cells[row][column].dataset.fixed ?? 0);
  }

  set(input, value) {
    input.value = value;
    input.dataset.before = value;
  }

  // While a cell is being typed in, the browser undoes the typing; after that the table undoes whole steps.
  undo(event) {
    if (event.target.value !== (event.target.dataset.before ?? event.target.value)) return;
    const last = this.history.pop();
    if (!last) return;
    event.preventDefault();
    for (const { input, before } of last) this.set(input, before);
    last[0].input.focus();
    this.tell(null);
    this.recount();
  }

  recount() {
    let off = 0;
    const columns = [];
    let all = 0;
    [...this.table.tBodies[0].rows].forEach((row, at) => {
      const total = this.recountRow(at, columns);
      const required = row.dataset.required;
      const isOff = required !== undefined && total !== Number(required);
      const shown = row.querySelector("[data-row-total]");
      if (shown) {
        shown.textContent = showPlaces(total);
        shown.closest("td").classList.toggle("is-off", isOff);
      }
      off += isOff;
      all += total;
    });
    this.showTotals(columns, all);
    this.say(off);
  }

  recountRow(row, columns) {
    let total = 0;
    this.inputs[row].forEach((input, at) => {
      const places = input ? parsePlaces(input.value, this.most) : this.fixed(row, at);
      const cell = input?.parentElement;
      if (input) input.toggleAttribute("data-unreadable", places === null);
      if (places === null) input.setAttribute("aria-invalid", "true");
      else if (input && !input.hasAttribute("aria-describedby")) input.removeAttribute("aria-invalid");
      if (cell?.dataset.base !== undefined) cell.classList.toggle("is-changed", places !== Number(cell.dataset.base));
      if (input) markOutside(input, places);
      columns[at] = (columns[at] ?? 0) + (places ?? 0);
      total += places ?? 0;
    });
    return total;
  }

  showTotals(columns, all) {
    this.table.querySelectorAll("[data-column-total]").forEach((shown, at) => {
      shown.textContent = showPlaces(columns[at]);
    });
    this.table.querySelectorAll("[data-column-change]").forEach((shown, at) => {
      const { base, low, high } = shown.parentElement.dataset;
      const change = columns[at] - Number(base);
      shown.textContent = showSigned(change);
      shown.parentElement.classList.toggle("is-off", change < Number(low ?? -Infinity) || change > Number(high ?? Infinity));
    });
    const total = this.table.querySelector("[data-grid-total]");
    if (total) total.textContent = showPlaces(all);
    this.table.dispatchEvent(new CustomEvent("grid:counted", { bubbles: true, detail: { columns, all } }));
  }

  say(off) {
    if (!this.said?.dataset.allRight) return;
    const { allRight, oneOff, off: many } = this.said.dataset;
    const text = off === 0 ? allRight : off === 1 ? oneOff : many.replace("{n}", off);
    if (this.said.textContent !== text) this.said.textContent = text;
  }
}

export function startGrids(root) {
  for (const table of root.querySelectorAll("table[data-grid]")) new EditableTable(table);
}
