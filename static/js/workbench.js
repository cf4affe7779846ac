// The workbench: saves by itself, follows what colleagues do, and shows what belongs to the row one works in.
// In: a form with data-bench, the state and the rules as JSON (views/workbench_parts.py). Without this script the buttons save.
import { onJump } from "./findings.js";
import { Saving } from "./saving.js";
import { RowPanel } from "./workbench_row.js";
import { Sheet } from "./workbench_sheet.js";

for (const form of document.querySelectorAll("form[data-bench]")) {
  new Saving(form, Sheet);
  new RowPanel(form);
  document.addEventListener("click", onJump);
}
