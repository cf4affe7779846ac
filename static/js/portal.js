// What every page runs. All of it only helps: each page works without it.
import { startAutosaves } from "./autosave.js";
import { startCopying } from "./copy.js";
import { startFocus } from "./focus.js";
import { startGrids } from "./grid.js";
import { startMatrices } from "./matrix.js";
import { watchForTrouble } from "./trouble.js";

function start(root) {
  startFocus(root);
  startCopying(root);
  startMatrices(root);
  startGrids(root);
  startAutosaves(root);
}

watchForTrouble();
start(document);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) start(event.detail.elt);
});
