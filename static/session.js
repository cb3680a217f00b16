// Says before a session ends that it will, and lets whoever is there go on. Pages for signed-in
// people carry `data-session` (where to ask), `data-left` (seconds), `data-warning` (seconds before),
// and `data-reader` (for whom the page was drawn). Asking is no activity; typing and pressing is.

const body = document.body;
const address = body.dataset.session;
const warning = Number(body.dataset.warning) * 1000;
const ACTIVE_EVERY = 60000;

async function tell(method) {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  const token = body.dataset.token || (field ? field.value : "");
  if (method === "POST" && !token) {
    const said = await tell("GET");
    if (said.isOver) return said;
    return tell("POST");
  }
  const answer = await fetch(address, {
    method,
    credentials: "same-origin",
    redirect: "manual",
    headers: {
      Accept: "application/json",
      "X-Background": "1",
      "X-Drawn-For": body.dataset.reader,
      ...(method === "POST" ? { "X-CSRFToken": token } : {}),
    },
  });
  if (answer.status === 401 || answer.type === "opaqueredirect") return { left: 0, isOver: true };
  if (!answer.ok) throw new Error("no answer");
  const said = await answer.json();
  // The token changes with each sign-in: forms on this page are sent with the new one.
  body.dataset.token = said.token;
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = said.token;
  return said;
}

function words(seconds) {
  const minutes = Math.ceil(seconds / 60);
  if (seconds > 60) return `${minutes} minutes`;
  return seconds > 20 ? "less than a minute" : "a few seconds";
}

class Session {
  constructor() {
    this.ends = Date.now() + Number(body.dataset.left) * 1000;
    this.told = Date.now();
    this.draw();
    this.timer = setInterval(() => this.look(), 1000);
    for (const kind of ["input", "change", "click", "keydown"]) {
      document.addEventListener(kind, () => this.active(), { passive: true });
    }
  }

  draw() {
    const dialog = document.createElement("dialog");
    dialog.className = "shield-session";
    dialog.setAttribute("role", "alertdialog");
    dialog.setAttribute("aria-labelledby", "session-title");
    dialog.setAttribute("aria-describedby", "session-text");
    const title = document.createElement("h2");
    title.className = "govuk-heading-m";
    title.id = "session-title";
    title.tabIndex = -1;
    const text = document.createElement("p");
    text.className = "govuk-body";
    text.id = "session-text";
    text.setAttribute("aria-live", "polite");
    const group = document.createElement("div");
    group.className = "govuk-button-group";
    const stay = document.createElement("button");
    stay.type = "button";
    stay.className = "govuk-button";
    const leave = document.createElement("a");
    leave.className = "govuk-link";
    group.append(stay, leave);
    dialog.append(title, text, group);
    // Escape means the same as the button: somebody is there.
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.stay();
    });
    stay.addEventListener("click", () => this.stay());
    Object.assign(this, { dialog, title, text, stayButton: stay, leave });
    body.append(dialog);
  }

  say(node, words) {
    if (node.textContent !== words) node.textContent = words;
  }

  active() {
    if (this.dialog.open || Date.now() - this.told < ACTIVE_EVERY) return;
    this.told = Date.now();
    tell("POST").then((said) => this.heard(said)).catch(() => {});
  }

  heard(said) {
    this.ends = Date.now() + said.left * 1000;
    if (said.isOver) this.ends = 0;
  }

  async look() {
    const left = this.ends - Date.now();
    if (left > warning) {
      if (this.dialog.open && !this.isOver) this.dialog.close();
      return;
    }
    if (!this.dialog.open) {
      if (this.asking) return;
      // Perhaps somebody went on in another tab meanwhile.
      this.asking = true;
      try {
        this.heard(await tell("GET"));
      } catch {
        // The network is away: our own clock goes on.
      }
      this.asking = false;
      if (this.ends - Date.now() > warning) return;
      this.show();
    }
    if (this.ends <= Date.now()) this.over();
    else if (!this.isOver) this.say(this.text, `For safety you are signed out in ${words((this.ends - Date.now()) / 1000)}. What you typed stays on this page.`);
  }

  show() {
    this.say(this.title, "You will be signed out soon");
    this.stayButton.textContent = "Stay signed in";
    this.leave.textContent = "Sign out";
    this.leave.href = body.dataset.signOut;
    this.leave.removeAttribute("target");
    this.dialog.showModal();
    this.stayButton.focus();
  }

  over() {
    if (this.isOver) return;
    this.isOver = true;
    this.dialog.classList.add("shield-session--over");
    this.say(this.title, "You were signed out");
    this.say(this.text, "What you typed is still on this page, and hidden until you sign in again. Sign in in a new tab, come back here and carry on.");
    this.stayButton.textContent = "I have signed in again";
    this.leave.textContent = "Sign in (opens in a new tab)";
    this.leave.href = body.dataset.signIn;
    this.leave.target = "_blank";
    this.leave.rel = "noopener";
    this.title.focus();
  }

  async stay() {
    const wasOver = this.isOver;
    try {
      this.heard(await tell(wasOver ? "GET" : "POST"));
      this.told = Date.now();
    } catch {
      this.say(this.text, "The portal does not answer. Try again in a moment. What you typed stays on this page.");
      return;
    }
    const left = this.ends - Date.now();
    if (left <= 0) {
      if (!wasOver) this.over();
      else this.say(this.text, "You are not signed in, or as somebody else. Sign in as yourself in a new tab, then press the button again.");
      return;
    }
    if (left <= warning) {
      this.say(this.title, "A sign-in lasts no longer than a working day");
      this.say(this.text, "Save what you typed, sign out and sign in again to go on.");
      this.dialog.close();
      clearInterval(this.timer);
      setTimeout(() => {
        this.show();
        this.over();
      }, left);
      return;
    }
    this.isOver = false;
    this.dialog.classList.remove("shield-session--over");
    this.dialog.close();
  }
}

if (address) new Session();
