// A table that saves by itself, cell by cell, and follows what colleagues do: the workbench, the division of a region.
// In: the form, and the class of its sheet: what stands on the page for a field (workbench_sheet.js, division_sheet.js).
// The state (JSON in #bench-state): cells and perhaps regions and a motivation, each with what this page has seen of it.

const PAUSE = 2500; // milliseconds after the last change
const POLL = 20000; // between two looks at what colleagues did
const AGAIN = 10000; // before a failed save is tried again
const MOST_WHEN_LEAVING = 60000; // bytes that a browser still sends for a page that is left
const same = (one, other) => one.places === other.places && one.text === other.text;
// Who is signed out is sent to the page to sign in.
const isJson = (answer) => answer.headers.get("Content-Type")?.startsWith("application/json");
const kept = (kind, entry) => {
  if (kind === "cells") return { places: entry.seen[1], text: entry.reason };
  return { text: kind === "regions" ? entry.reason : entry.text };
};

export class Saving {
  constructor(form, Sheet) {
    this.form = form;
    this.state = JSON.parse(document.getElementById("bench-state").textContent);
    this.latest = this.state;
    this.sheet = new Sheet(form, (kind, key) => this.state[kind]?.[key]?.reason ?? "");
    this.said = form.querySelector("[data-bench-saved]");
    this.running = null;
    this.sheet.refresh();
    if (form.hasAttribute("data-readonly")) return;
    form.addEventListener("grid:counted", () => this.onChange());
    form.addEventListener("input", (event) => event.target.matches("textarea") && this.onChange());
    form.addEventListener("change", (event) => this.onChoice(event.target));
    form.addEventListener("submit", (event) => this.onSubmit(event));
    document.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
    window.addEventListener("beforeunload", (event) => this.dirty().length > 0 && event.preventDefault());
    setInterval(() => this.poll(), POLL);
  }

  // Every [kind, key] of the page with what is stored of it, as far as this page knows.
  *entries(state = this.state) {
    for (const kind of ["cells", "regions"]) for (const [key, entry] of Object.entries(state[kind] ?? {})) yield [kind, key, entry];
    if (state.motivation) yield ["motivation", "", state.motivation];
  }

  entry(state, kind, key) {
    return kind === "motivation" ? state.motivation : state[kind][key];
  }

  adopt(kind, key) {
    const fresh = this.entry(this.latest, kind, key);
    if (kind === "motivation") this.state.motivation = fresh;
    else this.state[kind][key] = fresh;
  }

  dirty() {
    return [...this.entries()].filter(([kind, key, entry]) => !same(this.sheet.read(kind, key), kept(kind, entry)));
  }

  onChange() {
    this.sheet.refresh();
    this.plan();
  }

  plan(pause = PAUSE) {
    clearTimeout(this.timer);
    if (this.dirty().length === 0) return this.running || this.say(this.latest.saved);
    this.say(this.said.dataset.unsaved);
    this.timer = setTimeout(() => this.save(), pause);
  }

  onSubmit(event) {
    if (event.submitter?.name) return;
    event.preventDefault();
    this.save();
  }

  onKey(event) {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.save();
  }

  // Of two versions somebody chose one.
  onChoice(radio) {
    const line = radio.closest("[data-bench-conflict]");
    if (!line) return;
    const name = line.dataset.benchConflict;
    const [kind, key] = this.sheet.placeOf(name);
    this.adopt(kind, key);
    if (radio.value === "theirs") this.sheet.write(kind, key, kept(kind, this.entry(this.state, kind, key)));
    const all = line.parentElement;
    line.remove();
    if (!all.querySelector("[data-bench-conflict]")) all.remove();
    this.sheet.recount();
    this.plan(0);
  }

  // What was changed here, the choices in conflicts, and all that this page has seen.
  content() {
    const names = this.dirty().flatMap(([kind, key]) => this.sheet.fieldsOf(kind, key));
    const wanted = new Set([...names, "csrfmiddlewaretoken", "conflict"]);
    const body = new URLSearchParams([...new FormData(this.form)].filter(([name]) => wanted.has(name) || name.startsWith("keep-")));
    const seen = { cells: {}, regions: {}, motivation: this.state.motivation?.seen };
    for (const [kind, key, entry] of this.entries()) if (kind !== "motivation") seen[kind][key] = entry.seen;
    body.append("seen", JSON.stringify(seen));
    // Who signs in again in another tab gets another token there.
    const [, token] = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) ?? [];
    if (token) body.set("csrfmiddlewaretoken", token);
    return body;
  }

  // One at a time: a second one would be sent with versions that the first has just passed.
  save() {
    clearTimeout(this.timer);
    if (this.running || this.dirty().length === 0) return;
    this.running = this.send().finally(() => {
      this.running = null;
    });
  }

  async send() {
    const sent = new Map(this.dirty().map(([kind, key]) => [`${kind} ${key}`, this.sheet.read(kind, key)]));
    this.say(this.said.dataset.saving);
    try {
      const body = this.content();
      const keepalive = body.toString().length < MOST_WHEN_LEAVING;
      const answer = await fetch(this.form.action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive });
      if (answer.ok && !isJson(answer)) {
        this.timer = setTimeout(() => this.save(), AGAIN);
        return this.say(this.said.dataset.signedOut, true);
      }
      const { state, conflicts, refused } = await answer.json();
      if (refused) return this.say(refused, true);
      this.take(state, sent);
      const place = this.form.querySelector("[data-bench-conflicts]");
      if (conflicts || place.childElementCount) place.innerHTML = conflicts;
      const left = this.dirty();
      this.say(left.length > 0 ? this.said.dataset.partly : state.saved, left.length > 0);
      if (left.some(([kind, key]) => !same(this.sheet.read(kind, key), sent.get(`${kind} ${key}`) ?? {}))) this.plan();
    } catch {
      this.say(this.said.dataset.failed, true);
      this.timer = setTimeout(() => this.save(), AGAIN);
    }
  }

  async poll() {
    if (this.running || document.hidden) return;
    try {
      const answer = await fetch(`${this.form.dataset.stateUrl}?seen=${this.latest.version}`, { headers: { Accept: "application/json" } });
      if (answer.status !== 200) return;
      const { state } = await answer.json();
      this.take(state, new Map());
      if (this.dirty().length === 0) this.say(state.saved);
      else this.plan();
    } catch {
      // The next look will tell; a save that fails says so itself.
    }
  }

  // What is stored now. What this page just sent is its own; what a colleague changed is shown, unless it was changed
  // here too: then it stays, and the next save makes the server ask which of both.
  take(state, sent) {
    const moved = state.table !== this.latest.table;
    this.latest = state;
    for (const [kind, key, fresh] of [...this.entries(state)]) {
      const old = this.entry(this.state, kind, key);
      // A field that this page does not have comes with the page itself.
      if (!old || JSON.stringify(old.seen) === JSON.stringify(fresh.seen)) continue;
      const [now, was, theirs] = [this.sheet.read(kind, key), kept(kind, old), kept(kind, fresh)];
      const mine = sent.get(`${kind} ${key}`);
      if ((mine && same(mine, theirs)) || same(now, theirs)) this.adopt(kind, key);
      else if (same(now, was)) {
        this.adopt(kind, key);
        this.sheet.write(kind, key, theirs);
        this.tell(kind, key, was, theirs, fresh);
      }
    }
    if (moved && this.dirty().length === 0) return window.location.reload();
    this.sheet.recount();
  }

  tell(kind, key, was, theirs, { who, when }) {
    const list = this.form.querySelector("[data-bench-changes]");
    const title = kind === "cells" ? this.sheet.titleOf(key) : key || document.querySelector('label[for="motivation"]').textContent;
    const line = document.createElement("li");
    const numbers = theirs.places !== was.places ? ` ${was.places} → ${theirs.places}` : "";
    line.textContent = [who, `${title}${numbers}`, when].filter(Boolean).join(" · ");
    list.prepend(line);
    list.closest("[data-bench-others]").hidden = false;
  }

  say(text, failed = false) {
    if (this.said.textContent !== text) this.said.textContent = text;
    this.said.classList.toggle("is-failed", failed);
  }
}
