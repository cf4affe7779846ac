// The grid of a region as one reads and writes it: numbers, marks and the list of what is not right.
// The rules are those of consultation/selectors/divisions.py and capacity.py, in the same words; the server checks again.
import { FindingsList } from "./findings.js";
import { parsePlaces, showPlaces, showSigned } from "./numbers.js";

const PREFIX = "division-";
const limit = (text) => (text === undefined ? null : Number(text));
const byId = (id) => document.getElementById(id);

export class DivisionSheet {
  constructor(form) {
    this.form = form;
    this.table = form.querySelector(".matrix__table");
    this.most = Number(this.table.dataset.most);
    this.texts = JSON.parse(byId("bench-rules").textContent).texts;
    this.findings = new FindingsList();
    this.lines = [...this.table.tBodies[0].rows].map((row) => this.lineOf(row));
    this.table.addEventListener("focusin", ({ target }) => target.parentElement.classList.remove("is-fresh"));
  }

  lineOf(row) {
    const { code, name, required } = row.dataset;
    const cells = [...row.querySelectorAll("td[data-institution]")].map((td) => {
      const { name: institution, minimum, maximum, fixed, lapsed } = td.dataset;
      const input = td.querySelector("input");
      return { td, input, institution, fixed: Number(fixed ?? 0), lapsed: lapsed !== undefined, low: limit(minimum), high: limit(maximum) };
    });
    return { code, name, required: Number(required), cells };
  }

  fieldsOf(_kind, key) {
    return [PREFIX + key];
  }

  placeOf(name) {
    return ["cells", name.slice(PREFIX.length)];
  }

  titleOf(key) {
    const cell = byId(PREFIX + key).closest("td");
    return `${cell.parentElement.dataset.name}, ${cell.dataset.name}`;
  }

  // An empty cell is not yet filled in, and differs from 0.
  read(_kind, key) {
    const text = byId(PREFIX + key).value;
    return { places: text.trim() === "" ? "" : parsePlaces(text, this.most), text: "" };
  }

  write(_kind, key, { places }) {
    const input = byId(PREFIX + key);
    input.value = input.dataset.before = String(places);
    input.parentElement.classList.add("is-fresh");
  }

  recount() {
    this.table.dispatchEvent(new Event("input", { bubbles: true }));
  }

  refresh() {
    const rows = this.lines.map((line) => ({ ...line, cells: line.cells.map((cell) => this.readCell(cell)) }));
    const found = [
      ...rows.flatMap((row) => row.cells.filter(({ places }) => places === null).map((cell) => this.told("unreadable", row, {}, cell))),
      ...rows.flatMap((row) => this.rowFindings(row)),
      ...rows.flatMap((row) => this.frameFindings(row)),
    ];
    this.findings.show(found);
    const left = rows.reduce((sum, row) => sum + Math.max(0, row.required - this.totalOf(row)), 0);
    const shown = this.form.querySelector("[data-division-left]");
    shown.textContent = left === 0 ? shown.dataset.none : left === 1 ? shown.dataset.one : shown.dataset.many.replace("{n}", showPlaces(left));
  }

  readCell(cell) {
    const { input, fixed, td, low, high } = cell;
    const text = input?.value.trim() ?? "";
    const places = input ? (text === "" ? 0 : parsePlaces(text, this.most)) : fixed;
    const below = text !== "" && places !== null && low !== null && places < low;
    const above = text !== "" && places !== null && high !== null && places > high;
    td.classList.toggle("is-below", below);
    td.classList.toggle("is-above", above);
    return { ...cell, places, text };
  }

  totalOf({ cells }) {
    return cells.reduce((sum, { places }) => sum + (places ?? 0), 0);
  }

  rowFindings(row) {
    const { required, cells } = row;
    const open = cells.filter(({ input }) => input);
    if (!required || (open.length === 0 && this.totalOf(row) === required)) return [];
    if (open.every(({ lapsed }) => lapsed) && this.totalOf(row) === 0) return [this.told("nobody", row, { given: required })];
    const found = open.filter(({ lapsed, places }) => lapsed && places > 0).map((cell) => this.told("lapsed", row, { found: cell.places }, cell));
    const total = this.totalOf(row);
    if (open.every(({ text }) => text === "")) found.push(this.told("empty", row, { given: required }));
    else if (total !== required) found.push(this.told("total", row, { found: total, given: required, change: showSigned(total - required) }));
    return found;
  }

  // A row in which nothing stands yet warns of nothing.
  frameFindings(row) {
    if (row.cells.every(({ input, text }) => !input || text === "") && !row.cells.some(({ td }) => "fixed" in td.dataset)) return [];
    return row.cells.flatMap((cell) => {
      const { low, high, places } = cell;
      if (places === null) return [];
      if (low !== null && places < low) return [this.told("below", row, { found: places, limit: low }, cell, true)];
      if (high !== null && places > high) return [this.told("above", row, { found: places, limit: high }, cell, true)];
      return [];
    });
  }

  told(kind, row, numbers, cell = null, warning = false) {
    const facts = { name: row.name, institution: cell?.institution, ...numbers };
    const say = (value) => (typeof value === "number" ? showPlaces(value) : value);
    const text = this.texts[kind].replace(/%\((\w+)\)s/g, (_match, name) => say(facts[name]));
    return { text, warning, anchor: cell?.input?.id ?? `row-${row.code}` };
  }
}
