// Shows the copy buttons (they need script) and copies the whole digest.
export function startCopying(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      const said = button.parentElement.querySelector("[role=status]");
      if (said) said.textContent = button.dataset.copied;
    });
  }
}
