// What every page gets. Each module looks for its own elements and does nothing without them.
import { startLive } from "./live.js";
import { startKeys } from "./keys.js";
import { startConversation } from "./conversation.js";
import { startMailboxForm } from "./mailbox.js";
import { startTimes } from "./times.js";

startTimes();
startKeys();
startConversation();
startMailboxForm();
startLive();

// Menus are <details>: a click elsewhere or Escape closes them.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  setTimeout(() => { delete form.dataset.sent; }, 4000);
});

// Choices that take effect at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

// Copy a value beside its button.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copies);
  button.dataset.copied = "yes";
  setTimeout(() => { delete button.dataset.copied; }, 1500);
});
