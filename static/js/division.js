// The grid of a region: saves by itself and follows what colleagues do. Without this script the button saves.
// In: a form with data-bench, the state and the rules as JSON (selectors/division_page.py).
import { DivisionSheet } from "./division_sheet.js";
import { onJump } from "./findings.js";
import { Saving } from "./saving.js";

for (const form of document.querySelectorAll("form[data-bench]")) {
  new Saving(form, DivisionSheet);
  document.addEventListener("click", onJump);
}
