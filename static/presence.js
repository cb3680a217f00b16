// Elements with `data-presence` say twice a minute that their page is open, and show who else has it
// open: the server answers {"text": words}. Without scripts the page shows who had when it was loaded.

const AGAIN = 30000;

async function tell(element) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (!token || document.hidden) return;
  try {
    const answer = await fetch(element.dataset.presence, {
      method: "POST",
      headers: { Accept: "application/json", "X-Background": "1", "X-CSRFToken": token.value },
      credentials: "same-origin",
      redirect: "manual",
    });
    if (!answer.ok) return;
    const said = await answer.json();
    if (element.textContent !== said.text) element.textContent = said.text;
    element.hidden = !said.text;
  } catch {
    // The network is away: said again later.
  }
}

for (const element of document.querySelectorAll("[data-presence]")) {
  setInterval(tell, AGAIN, element);
}
