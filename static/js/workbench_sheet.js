// The page of the workbench as one reads and writes it: numbers, reasons, marks, pictures and the list of what is not right.
import { FindingsList } from "./findings.js";
import { parsePlaces, showPlaces, showSigned } from "./numbers.js";
import { findingsOf } from "./workbench_rules.js";

const byId = (id) => document.getElementById(id);
const told = (id) => JSON.parse(byId(id).textContent);

export class Sheet {
  constructor(form, keptReason) {
    this.form = form;
    this.table = form.querySelector(".matrix__table");
    this.rules = told("bench-rules");
    this.most = Number(this.table.dataset.most);
    this.keptReason = keptReason; // (kind, key) → the reason that is stored, for fields that the page does not show yet
    this.lines = [...this.table.tBodies[0].rows].map((row) => this.lineOf(row));
    this.feet = [...this.table.tFoot.querySelectorAll("[data-column-change]")].map((shown) => shown.parentElement);
    this.gauges = [...this.table.tFoot.querySelectorAll("[data-gauge]")];
    this.order = [...this.feet.map((foot) => `region-reason-${foot.dataset.region}`), ...this.lines.flatMap(({ cells }) => cells.map((cell) => `reason-${cell.key}`))];
    this.findings = new FindingsList();
  }

  lineOf(row) {
    const { code, name, required } = row.dataset;
    const cells = [...row.querySelectorAll("td[data-region]")].map((td) => {
      const { region, base } = td.dataset;
      return { td, region, key: `${code}-${region}`, input: td.querySelector("input"), mark: td.querySelector("[data-change]"), base: Number(base ?? 0) };
    });
    return { row, code, name, required: Number(required), cells };
  }

  // The fields of the page of which one line tells, and which line a field belongs to.
  fieldsOf(kind, key) {
    return { cells: [`bench-${key}`, `reason-${key}`], regions: [`region-reason-${key}`], motivation: ["motivation"] }[kind];
  }

  placeOf(name) {
    if (name === "motivation") return ["motivation", ""];
    return name.startsWith("bench-") ? ["cells", name.slice(6)] : ["regions", name.slice(14)];
  }

  cell(key) {
    for (const { cells } of this.lines) for (const cell of cells) if (cell.key === key) return cell;
    return null;
  }

  titleOf(key) {
    const line = this.lines.find(({ code }) => key.startsWith(`${code}-`));
    return `${line.name}, ${key.slice(line.code.length + 1)}`;
  }

  reason(kind, key) {
    const field = byId(kind === "cells" ? `reason-${key}` : `region-reason-${key}`);
    return field ? field.value.trim() : this.keptReason(kind, key);
  }

  // What stands on the page for a cell, a region or the motivation.
  read(kind, key) {
    if (kind === "motivation") return { text: byId("motivation").value.trim() };
    if (kind === "regions") return { text: this.reason(kind, key) };
    const { input } = this.cell(key);
    return { places: input ? parsePlaces(input.value, this.most) : 0, text: this.reason(kind, key) };
  }

  write(kind, key, { places, text }) {
    const field = byId({ cells: `reason-${key}`, regions: `region-reason-${key}`, motivation: "motivation" }[kind]);
    if (field) field.value = text;
    const input = kind === "cells" ? this.cell(key).input : null;
    if (!input) return;
    input.value = input.dataset.before = String(places);
    input.parentElement.classList.add("is-fresh");
  }

  recount() {
    this.table.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // After every change: marks, fields for reasons, pictures, the list.
  refresh() {
    const rows = this.lines.map(({ code, name, required, cells }) => ({ code, name, required, cells: cells.map((cell) => this.readCell(cell)) }));
    const regions = this.feet.map((foot, at) => {
      const { region: key, base, low, high } = foot.dataset;
      const total = rows.reduce((sum, { cells }) => sum + (cells[at].places ?? 0), 0);
      return { key, total, base: Number(base), low: Number(low), high: Number(high), reason: this.reason("regions", key) };
    });
    this.showReasons(rows, regions);
    this.showMarks(rows);
    regions.forEach((region, at) => this.showGauge(region, this.gauges[at]));
    const { found, moved } = findingsOf(this.rules, rows, regions);
    this.showMoved(moved);
    this.findings.show(found);
  }

  readCell({ key, region, input, base }) {
    return { id: input?.id, key, region, base, places: input ? parsePlaces(input.value, this.most) : 0, reason: this.reason("cells", key) };
  }

  showMarks(rows) {
    rows.forEach(({ cells }, down) =>
      cells.forEach(({ places, base, reason }, right) => {
        const { td, mark } = this.lines[down].cells[right];
        if (!mark) return;
        const change = places === null ? 0 : places - base;
        mark.textContent = change ? showSigned(change) : "";
        td.classList.toggle("is-more", change > 0);
        td.classList.toggle("is-fewer", change < 0);
        td.classList.toggle("is-missing", change !== 0 && !reason);
      }),
    );
  }

  showReasons(rows, regions) {
    for (const { key, total, base } of regions) this.showReason("regions", `region-reason-${key}`, key, this.rules.region.replace("%(key)s", key), total - base);
    for (const { name, cells } of rows) {
      for (const { key, region, places, base } of cells) {
        if (places !== null) this.showReason("cells", `reason-${key}`, key, `${name}, ${region}`, places - base);
      }
    }
    const none = this.form.querySelector("[data-reasons-none]");
    none.hidden = [...this.form.querySelectorAll("[data-for]")].some((line) => !line.hidden);
  }

  // A field that is not asked for any more is hidden, with what was typed in it.
  showReason(kind, id, key, title, change) {
    let line = byId(id)?.closest("[data-for]");
    if (!line && !change) return;
    line ??= this.addReason(kind, id, key, title);
    line.hidden = change === 0;
    const shown = line.querySelector("[data-change]");
    shown.textContent = showSigned(change);
    shown.className = `change change--${change > 0 ? "up" : "down"}`;
    const field = line.querySelector("textarea");
    field.classList.toggle("is-missing", !field.value.trim());
  }

  addReason(kind, id, key, title) {
    const line = this.form.querySelector("[data-reason-template]").content.firstElementChild.cloneNode(true);
    const field = line.querySelector("textarea");
    line.dataset.for = field.id = field.name = id;
    line.querySelector("label").htmlFor = id;
    line.querySelector("[data-title]").textContent = title;
    field.value = this.keptReason(kind, key);
    const place = this.form.querySelector(`[data-reasons="${kind}"]`);
    const rank = this.order.indexOf(id);
    place.insertBefore(line, [...place.children].find((other) => this.order.indexOf(other.dataset.for) > rank) ?? null);
    return line;
  }

  showGauge({ total, base, low, high }, gauge) {
    const percent = (value) => ((Math.min(Math.max(value, low), high) - low) / (high - low)) * 100;
    const [zero, end] = [percent(0), percent(total - base)];
    const fill = gauge.querySelector(".gauge__fill");
    fill.setAttribute("x", Math.min(zero, end));
    fill.setAttribute("width", Math.abs(end - zero));
    gauge.classList.toggle("is-out", total - base < low || total - base > high);
  }

  showMoved(moved) {
    const shown = this.table.querySelector("[data-bench-moved]");
    shown.textContent = shown.dataset.text.replace("{n}", showPlaces(moved)).replace("{most}", showPlaces(this.rules.moved));
    shown.closest("td").classList.toggle("is-off", moved > this.rules.moved);
  }
}
