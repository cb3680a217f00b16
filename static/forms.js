// What every form does where scripts run: one submission a press, questions that follow answers.

const SENT_FOR = 15000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method.toLowerCase() !== "post") return;
  if (Date.now() - Number(form.dataset.sentAt || 0) < SENT_FOR) {
    event.preventDefault();
    return;
  }
  if (isTooLong(form)) {
    event.preventDefault();
    return;
  }
  form.dataset.sentAt = Date.now();
});

// Back to a page the browser kept: its forms may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sentAt;
});

// More text than the portal takes is said here, where nothing typed can be lost.
function isTooLong(form) {
  const limit = Number(document.body.dataset.limit);
  if (!limit || form.enctype === "multipart/form-data") return false;
  const size = new URLSearchParams(new FormData(form)).toString().length;
  let note = form.querySelector(".shield-too-long");
  if (size <= limit) {
    if (note) note.remove();
    return false;
  }
  if (!note) {
    note = document.createElement("p");
    note.className = "govuk-error-message shield-too-long";
    note.tabIndex = -1;
    form.prepend(note);
  }
  note.textContent =
    "There is too much text on this page to save. Shorten your longest answer and try again. Nothing is lost.";
  note.focus();
  return true;
}

// Questions asked under more than one answer: GOV.UK's own reveal knows one answer only.
for (const part of document.querySelectorAll("[data-shown-when]")) {
  const [name, answers] = part.dataset.shownWhen.split("=");
  const wanted = new Set(answers.split("|"));
  const form = part.closest("form");
  if (!form) continue;
  const follow = () => {
    const given = new FormData(form).getAll(name);
    part.hidden = !given.some((answer) => wanted.has(answer));
  };
  form.addEventListener("change", follow);
  follow();
}
