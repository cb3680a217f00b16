// Forms with `data-autosave` save themselves: 2 seconds after the last change, and every 20 seconds
// while something is unsaved. The server answers in JSON: {"saved": words, "fingerprint": text, "errors":
// {field: [messages]}}; 409 {"conflict": words}; 403 {"token": text} after a new sign-in; 401 signed out.

const QUIET = 2000;
const AGAIN = 20000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.changes = 0;
    this.saved = 0;
    this.busy = false;
    this.stopped = false;
    this.leaving = false;
    this.status = document.createElement("p");
    this.status.className = "shield-status";
    this.status.setAttribute("role", "status");
    this.status.setAttribute("aria-live", "polite");
    const button = form.querySelector("button[type=submit], .govuk-button");
    (button ? button.closest(".govuk-button-group") || button : form.lastChild).before(this.status);
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => {
      if (!event.defaultPrevented) this.leaving = true;
    });
    window.addEventListener("pageshow", () => {
      this.leaving = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.unsaved && !this.leaving) event.preventDefault();
    });
    setInterval(() => this.save(), AGAIN);
  }

  get unsaved() {
    return this.changes > this.saved;
  }

  changed() {
    this.changes += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), QUIET);
  }

  say(text, isTrouble = false) {
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.classList.toggle("shield-status--trouble", isTrouble);
  }

  async save(isSecondTry = false) {
    if (!this.unsaved || this.stopped || this.leaving || (this.busy && !isSecondTry)) return;
    this.busy = true;
    const upTo = this.changes;
    try {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(this.form)) {
        if (typeof value === "string") body.append(name, value);
      }
      const answer = await fetch(this.form.dataset.autosave || this.form.getAttribute("action") || location.href, {
        method: "POST",
        body,
        headers: { "X-Autosave": "1", Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
      });
      await this.heard(answer, upTo, isSecondTry);
    } catch {
      this.say("Could not save just now. Your text is still here; the page will try again.", true);
    } finally {
      this.busy = false;
    }
  }

  async heard(answer, upTo, isSecondTry) {
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    const said = isJson ? await answer.json() : {};
    if (answer.status === 403 && said.token && !isSecondTry) {
      for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = said.token;
      await this.save(true);
    } else if (answer.type === "opaqueredirect" || answer.status === 401 || said.token) {
      this.say("You have been signed out; your text is still here. Sign in in another tab, then carry on.", true);
    } else if (answer.status === 409) {
      this.stopped = true;
      this.say(said.conflict || "Somebody else changed this at the same time. Your text is still here.", true);
    } else if (answer.status === 403 || answer.status === 404) {
      this.stopped = true;
      this.say("This can no longer be changed here. Your text is still on this page: copy it to keep it.", true);
    } else if (answer.status === 413 || answer.status === 400) {
      this.say("Not saved: there is too much text on this page. Your text is still here.", true);
    } else if (said.saved) {
      this.saved = upTo;
      const fingerprint = this.form.elements.namedItem("fingerprint");
      if (fingerprint && said.fingerprint) fingerprint.value = said.fingerprint;
      const isIncomplete = Object.keys(said.errors || {}).length > 0;
      this.say(isIncomplete ? `${said.saved}. Some answers still need attention.` : said.saved);
    } else if (said.errors) {
      const [first] = Object.values(said.errors).flat();
      this.say(first ? `Not saved yet: ${first}` : "Not saved yet: some answers need attention.", true);
    } else {
      this.say("Could not save just now. Your text is still here; the page will try again.", true);
    }
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
