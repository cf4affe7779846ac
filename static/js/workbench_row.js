// What belongs to the row one works in, beside the table.
export class RowPanel {
  constructor(form) {
    this.form = form;
    this.panel = document.getElementById("bench-row");
    this.code = form.querySelector("tr.is-picked")?.dataset.code;
    for (const pick of form.querySelectorAll(".bench__pick")) pick.tabIndex = -1;
    form.addEventListener("focusin", (event) => this.onFocus(event.target));
    form.addEventListener("click", (event) => this.onPick(event));
    this.panel.addEventListener("click", (event) => this.onSet(event));
    this.panel.addEventListener("htmx:afterSwap", () => this.point());
  }

  onFocus(target) {
    const cell = target.closest("td[data-region]");
    const row = target.closest("tr[data-code]");
    if (!row || !cell) return;
    cell.classList.remove("is-fresh");
    this.region = cell.dataset.region;
    this.show(row.dataset.code);
    this.point();
  }

  onPick(event) {
    const pick = event.target.closest(".bench__pick");
    if (!pick) return;
    event.preventDefault();
    this.show(pick.value);
  }

  show(code) {
    if (code === this.code) return;
    this.code = code;
    for (const row of this.form.querySelectorAll("tr[data-code]")) row.classList.toggle("is-picked", row.dataset.code === code);
    clearTimeout(this.timer);
    const address = `${this.form.dataset.rowUrl}?specialism=${code}`;
    this.timer = setTimeout(() => window.htmx.ajax("GET", address, { target: this.panel, swap: "innerHTML" }), 150);
  }

  point() {
    for (const line of this.panel.querySelectorAll("[data-line]")) line.classList.toggle("is-here", line.dataset.line === this.region);
  }

  // One number, or the whole row, to the base distribution or the advice; Ctrl+Z takes it back.
  onSet(event) {
    const button = event.target.closest('button[name="revert"]');
    if (!button) return;
    event.preventDefault();
    const [code, region, source] = button.value.split(":");
    const pattern = `button[data-set][value$=":${source}"]`;
    const buttons = region === "all" ? [...this.panel.querySelectorAll(pattern)] : [button];
    for (const { value, dataset } of buttons) {
      const input = document.getElementById(`bench-${code}-${value.split(":")[1]}`);
      input.dataset.before = input.value;
      input.value = dataset.set;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
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
