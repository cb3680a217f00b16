// Forms with `data-passkey` ask the browser for a passkey (`create` or `get`) with the options that
// the server wrote into `data-options`, put the answer into their field `credential`, and are sent.

const BYTES = new Set(["challenge", "id", "rawId", "clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]);

function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function toText(bytes) {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decoded(options) {
  const made = { ...options, challenge: toBytes(options.challenge) };
  if (made.user) made.user = { ...made.user, id: toBytes(made.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (made[list]) made[list] = made[list].map((one) => ({ ...one, id: toBytes(one.id) }));
  }
  return made;
}

function encoded(credential) {
  const response = {};
  for (const name of BYTES) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const options = JSON.parse(form.dataset.options).publicKey;
  const button = form.querySelector("[data-passkey-button]");
  const trouble = form.querySelector("[data-passkey-trouble]");
  if (!window.PublicKeyCredential) {
    button.disabled = true;
    continue;
  }
  form.hidden = false;
  // Before the form itself is sent, and so before whatever else listens to that.
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const ask = form.dataset.passkey === "create" ? "create" : "get";
      const answer = await navigator.credentials[ask]({ publicKey: decoded(options) });
      form.elements.namedItem("credential").value = JSON.stringify(encoded(answer));
      form.requestSubmit();
    } catch {
      trouble.textContent = "Your device gave no passkey. Try again, or use another way.";
      trouble.hidden = false;
      trouble.focus();
      button.disabled = false;
    }
  });
}
