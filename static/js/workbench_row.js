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
