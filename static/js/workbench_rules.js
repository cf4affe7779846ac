// What is not right yet on the workbench, while somebody types: the same rules in the same order and words as
// consultation/selectors/workbench.py. The server checks again at every save; its answer is the one that counts.
import { showPlaces, showSigned } from "./numbers.js";

function told(texts, code, anchor, facts, warning = false) {
  return { code, anchor, warning, text: texts[code].replace(/%\((\w+)\)s/g, (_match, name) => facts[name]).replaceAll("%%", "%") };
}

function cellFindings({ texts, zeros }, row, cell) {
  const facts = { name: row.name, region: cell.region };
  if (cell.places === null) return [told(texts, "unreadable", cell.id, facts)];
  if (cell.places > 0 && zeros.includes(`${row.code}-${cell.region}`)) return [told(texts, "structural_zero", cell.id, facts)];
  return [];
}

function rowFinding({ texts }, row) {
  const total = row.cells.reduce((sum, cell) => sum + (cell.places ?? 0), 0);
  if (total === row.required) return [];
  const facts = { name: row.name, found: showPlaces(total), highest: showPlaces(row.required), difference: showSigned(total - row.required) };
  return [told(texts, "row_total", `row-${row.code}`, facts)];
}

function regionFindings({ texts, floor }, region) {
  const found = [];
  const { key, total, base, low, high } = region;
  const change = total - base;
  const facts = { region: key, found: showPlaces(total) };
  if (change < low || change > high) {
    const bounds = { lowest: showPlaces(Math.max(0, base + low)), highest: showPlaces(base + high) };
    found.push(told(texts, "region_total", `total-${key}`, { ...facts, ...bounds }));
  }
  if (change < 0 && total < floor) found.push(told(texts, "below_floor", `total-${key}`, { ...facts, lowest: showPlaces(floor) }, true));
  return found;
}

// rows: {code, name, required, cells: [{id, region, places or null, base, reason}]}; regions: {key, total, base, low, high, reason}.
export function findingsOf(rules, rows, regions) {
  const { texts } = rules;
  const moved = regions.reduce((sum, { total, base }) => sum + Math.max(0, total - base), 0);
  const found = [
    ...rows.flatMap((row) => row.cells.flatMap((cell) => cellFindings(rules, row, cell))),
    ...rows.flatMap((row) => rowFinding(rules, row)),
    ...regions.flatMap((region) => regionFindings(rules, region)),
  ];
  if (moved > rules.moved) found.push(told(texts, "moved", "total-all", { found: showPlaces(moved), highest: showPlaces(rules.moved) }));
  for (const { key, total, base, reason } of regions) {
    if (total === base || reason.trim()) continue;
    found.push(told(texts, "region_reason", `region-reason-${key}`, { region: key, difference: showSigned(total - base) }));
  }
  for (const row of rows) {
    for (const { region, places, base, reason } of row.cells) {
      if (places === null || places === base || reason.trim()) continue;
      const facts = { name: row.name, region, difference: showSigned(places - base) };
      found.push(told(texts, "reason", `reason-${row.code}-${region}`, facts));
    }
  }
  return { found, moved };
}
