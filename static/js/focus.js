// Moves the focus to what the person must read first: the error summary after a refused form.
export function startFocus(root) {
  root.querySelector("[data-focus-on-load]")?.focus();
}
