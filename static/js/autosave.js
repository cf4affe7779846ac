// Saves what is typed as a draft, some seconds after typing stops and when the page is left.
// In: a form with data-autosave (where its draft is sent), a hidden field "seen" (the version it was typed over), and in it
// [data-autosave-said] with its sentences (templates/_components/autosave.html). Without this script the button saves.
const PAUSE = 3000; // milliseconds

// What the form would send, without its files and without what changes by itself.
function contentOf(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !["seen", "csrfmiddlewaretoken", "action"].includes(name)) fields.append(name, value);
  }
  return fields;
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.said = form.querySelector("[data-autosave-said]");
    this.saved = "autosaveUnsaved" in form.dataset ? null : contentOf(form).toString();
    this.running = null;
    this.leaving = this.stopped = false;
    for (const kind of ["input", "change", "keyup", "paste"]) form.addEventListener(kind, () => this.plan());
    form.addEventListener("submit", (event) => this.onSubmit(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
    window.addEventListener("beforeunload", (event) => this.onLeave(event));
  }

  changed() {
    return contentOf(this.form).toString() !== this.saved;
  }

  filesWait() {
    return [...this.form.querySelectorAll('input[type="file"]')].some((input) => input.files.length > 0);
  }

  plan() {
    clearTimeout(this.timer);
    if (!this.stopped && this.changed()) this.timer = setTimeout(() => this.save(), PAUSE);
  }

  // One at a time: a second one would be sent with a version that the first has just passed.
  save() {
    clearTimeout(this.timer);
    if (this.stopped || this.leaving || this.running || !this.changed()) return this.running;
    this.running = this.send().finally(() => {
      this.running = null;
      this.plan();
    });
    return this.running;
  }

  async send() {
    const content = contentOf(this.form);
    const sent = content.toString();
    for (const name of ["seen", "csrfmiddlewaretoken"]) content.append(name, this.form.elements[name].value);
    content.append("action", "draft");
    try {
      const answer = await fetch(this.form.dataset.autosave, {
        method: "POST",
        body: content,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        keepalive: content.toString().length < 60000, // browsers allow 64 KB to outlive a page
      });
      this.onAnswer(answer.status, await answer.json(), sent);
    } catch {
      this.say(this.said.dataset.failed, "failed");
    }
  }

  onAnswer(status, told, sent) {
    if (status === 200) {
      this.form.elements.seen.value = told.seen;
      this.saved = sent;
      this.say(told.saved_at, "saved");
      this.note(told.notices ?? []);
      return;
    }
    // A colleague was first, or the time has passed: saving again would not help. The button shows both texts.
    this.stopped = status === 409 || status === 403;
    this.say(told.message ?? this.said.dataset.failed, "failed");
  }

  say(text, state) {
    this.said.textContent = text;
    this.said.dataset.state = state;
  }

  note(texts) {
    const place = this.form.querySelector("[data-autosave-notices]");
    if (!place) return;
    const paragraphs = texts.map((text) => Object.assign(document.createElement("p"), { textContent: text }));
    place.replaceChildren(...paragraphs);
    place.hidden = texts.length === 0;
  }

  // Waits for a draft that is on its way, so that the form is sent with the version that it made.
  onSubmit(event) {
    clearTimeout(this.timer);
    if (this.running) {
      event.preventDefault();
      const { submitter } = event;
      this.running.then(() => this.form.requestSubmit(submitter));
      return;
    }
    this.leaving = true;
  }

  onLeave(event) {
    if (this.leaving || !(this.running || this.changed() || this.filesWait())) return;
    this.save();
    event.preventDefault();
  }
}

export function startAutosaves(root) {
  root.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(form));
}
