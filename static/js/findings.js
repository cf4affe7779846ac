// The list of what is not right yet, beside a table that one types in; each line leads to the field that mends it.
// In: [data-bench-findings], [data-bench-right], [data-bench-count] on the page.
export class FindingsList {
  constructor() {
    this.shown = "";
  }

  // found: {text, anchor, warning}.
  show(found) {
    const list = document.querySelector("[data-bench-findings]");
    const words = JSON.stringify(found);
    if (words === this.shown) return;
    this.shown = words;
    list.replaceChildren(...found.map((one) => this.line(one, list.dataset.warning)));
    document.querySelector("[data-bench-right]").hidden = found.length > 0;
    const count = document.querySelector("[data-bench-count]");
    const open = found.filter(({ warning }) => !warning).length;
    const { none, one, many } = count.dataset;
    count.textContent = open === 0 ? none : open === 1 ? one : many.replace("{n}", open);
    count.classList.toggle("is-right", open === 0);
  }

  line({ text, anchor, warning }, label) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${anchor}`;
    link.textContent = warning ? `${label} ${text}` : text;
    line.classList.toggle("is-warning", warning);
    line.append(link);
    return line;
  }
}

// A link to something that is not right puts one in the field that mends it.
export function onJump(event) {
  const link = event.target.closest("[data-bench-findings] a");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  showColumn(target);
  const field = target.matches("input, textarea") ? target : ([...target.querySelectorAll("input")].find(isThere) ?? target);
  target.scrollIntoView({ block: "center", behavior: "instant" });
  field.focus({ preventScroll: true });
}

const isThere = (element) => element.getClientRects().length > 0;

// On a phone the table shows one region at a time: here the one that the link asks for.
function showColumn(target) {
  const cell = target.closest("td");
  if (!cell || isThere(cell)) return;
  const pick = cell.closest(".matrix").querySelector(`.matrix__pick [value="${cell.cellIndex}"]`);
  if (pick) pick.checked = true;
}
