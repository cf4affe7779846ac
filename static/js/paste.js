// A block from a spreadsheet on its way into an editable table: what goes where, or why nothing goes in.
// In: its text, the inputs by row and column (null where nothing can be filled in), the cell where it starts, and which
// number stands where nothing can be filled in.
// Out: changes, and a trouble: the name of a sentence (templates/_components/grid_paste.html) with what it tells.
import { parsePlaces } from "./numbers.js";

const LONGEST = 24; // characters shown of what is not a number

export const linesOf = (text) => text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t").map((value) => value.trim()));

export function readBlock(lines, inputs, [top, left], fixed = () => 0) {
  const [rows, columns] = [lines.length, Math.max(...lines.map((line) => line.length))];
  const [down, right] = [inputs.length - top, inputs[top].length - left];
  if (rows > down || columns > right) return { changes: [], trouble: ["tooBig", { rows, columns, down, right }] };
  const changes = [];
  let skipped = 0;
  for (const [below, line] of lines.entries()) {
    for (const [aside, after] of line.entries()) {
      const input = inputs[top + below][left + aside];
      if (!input) skipped += parsePlaces(after) > 0 && parsePlaces(after) !== fixed(top + below, left + aside);
      else if (parsePlaces(after) === null) return { changes: [], trouble: ["words", { text: after.slice(0, LONGEST) }] };
      else changes.push({ input, before: input.value, after });
    }
  }
  return { changes, trouble: skipped ? ["zeros", { n: skipped }] : null };
}
