// Keyboard: j k x Enter / ? r n c, as the help (?) lists them.
function isTyping(target) {
  return target.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
}

function rows() {
  return [...document.querySelectorAll("tr[data-href]")];
}

// Where the person is in the list, which outlives the rows: they are replaced when something changes.
let place = null;

function mark(row) {
  current()?.classList.remove("is-current");
  row.classList.add("is-current");
  place = { href: row.dataset.href, index: rows().indexOf(row) };
}

function markAgain() {
  const all = rows();
  if (!place || current() || all.length === 0) return;
  // A row that went away leaves its place to the one that moved up.
  mark(all.find((row) => row.dataset.href === place.href) ?? all[Math.min(place.index, all.length - 1)]);
}

function current() {
  return document.querySelector("tr[data-href].is-current");
}

function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const index = all.indexOf(current());
  const next = all[Math.min(all.length - 1, Math.max(0, index + step))];
  mark(next);
  next.scrollIntoView({ block: "nearest" });
}

function choose(kind) {
  const radio = document.querySelector(`.composer input[name=kind][value=${kind}]`);
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  document.querySelector(".composer textarea").focus();
}

export function startKeys() {
  const help = document.getElementById("keys-help");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key === "Enter" && event.target.matches?.("textarea")) event.target.form.requestSubmit();
      return;
    }
    if (isTyping(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    switch (event.key) {
    case "j": move(1); break;
    case "k": move(-1); break;
    case "x": {
      const box = current()?.querySelector("input[type=checkbox]");
      if (box) box.click();
      break;
    }
    case "Enter":
      if (event.target !== document.body || !current()) return;
      location.href = current().dataset.href;
      break;
    case "/": document.querySelector(".search input")?.focus(); break;
    case "?": help?.showModal(); break;
    case "r": choose("reply"); break;
    case "n": choose("note"); break;
    case "c": document.querySelector("a[data-key=c]")?.click(); break;
    default: return;
    }
    event.preventDefault();
  });
  document.addEventListener("martlet:fresh", markAgain);
  document.querySelector("[data-opens=keys-help]")?.addEventListener("click", () => help?.showModal());

  // The whole row is the link, for the mouse.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, details")) return;
    if (window.getSelection().toString()) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank"); else location.href = row.dataset.href;
  });

  // Opening a ticket feels instant: it is fetched while the mouse rests on its row.
  const fetched = new Set();
  document.addEventListener("mouseover", (event) => {
    const row = event.target.closest?.("tr[data-href][data-prefetch]");
    if (!row || fetched.has(row.dataset.href)) return;
    fetched.add(row.dataset.href);
    const link = document.createElement("link");
    link.rel = "prefetch";
    link.href = row.dataset.href;
    document.head.append(link);
  });

  // The bar with actions for several rows.
  const bar = document.querySelector(".bulk");
  if (bar) {
    const all = document.querySelector("input[data-all]");
    const show = () => {
      const count = document.querySelectorAll("input[data-row]:checked").length;
      bar.classList.toggle("is-shown", count > 0);
      bar.querySelector("[data-count]").textContent = count;
    };
    all?.addEventListener("change", () => {
      for (const box of document.querySelectorAll("input[data-row]")) box.checked = all.checked;
      show();
    });
    document.addEventListener("change", (event) => { if (event.target.matches("input[data-row]")) show(); });
    document.addEventListener("martlet:fresh", show);
    show();
  }
}
