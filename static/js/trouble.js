// What happens when a piece of a page can't be fetched: say so, or go to the page itself. Nothing fails in silence.

// A whole page instead of a piece: one has been signed out, or the address knows no piece. Go there.
function leaveForPage(event) {
  const { xhr, target, requestConfig } = event.detail;
  const isPage = /^\s*<!doctype html/i.test(xhr.responseText);
  if (xhr.status >= 400 || !isPage || target === document.body) return;
  event.detail.shouldSwap = false;
  if (requestConfig.verb === "get") window.location.assign(requestConfig.path);
  else window.location.reload();
}

function say() {
  const place = document.querySelector("[data-trouble]");
  const notice = document.createElement("div");
  notice.className = "notice notice--error";
  const text = document.createElement("p");
  text.textContent = place.dataset.trouble;
  notice.append(text);
  place.replaceChildren(notice);
  place.scrollIntoView({ block: "nearest" });
}

export function watchForTrouble() {
  document.addEventListener("htmx:beforeSwap", leaveForPage);
  document.addEventListener("htmx:responseError", say);
  document.addEventListener("htmx:sendError", say);
}
