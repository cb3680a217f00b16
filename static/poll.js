// Elements with `data-poll` ask their address until it says `{"status": "ready"}`, then become a link
// to its `url` or to `data-ready`, with its `text` or `data-ready-text`.
// Without scripts the link inside them reloads the page.

const FIRST = 1000;
const LONGEST = 10000;

async function ask(element, wait) {
  let said = {};
  try {
    const answer = await fetch(element.dataset.poll, {
      headers: { Accept: "application/json", "X-Background": "1" },
      credentials: "same-origin",
      redirect: "manual",
    });
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) return;
    if (answer.ok) said = await answer.json();
  } catch {
    said = {}; // the network is away: ask again later
  }
  const address = said.url || element.dataset.ready;
  if (said.status === "ready" && address) {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = address;
    link.textContent = element.dataset.readyText || said.text || "Download";
    element.replaceChildren(link);
  } else if (said.status === "failed") {
    element.textContent = said.text || "This document could not be made. The operations team has been told.";
  } else {
    setTimeout(ask, wait, element, Math.min(wait * 1.5, LONGEST));
  }
}

for (const element of document.querySelectorAll("[data-poll]")) {
  element.setAttribute("aria-live", "polite");
  setTimeout(ask, FIRST, element, FIRST);
}
