// Runs before the page is drawn: says that scripts work, so that what they reveal can start hidden.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
