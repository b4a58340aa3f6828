// Live regions: an element with an id and data-live="ticket task …" is fetched anew when the server
// says that one of those changed. The page is asked for as a whole and only the regions are taken
// from it, so there is one way to render and nothing to keep in step.
import { refreshTimes } from "./times.js";

// Changes that come in a burst make one fetch.
const pause = 250;
let timer = null;
let topics = new Set();
let busy = false;

function regions() {
  return [...document.querySelectorAll("[data-live][id]")];
}

// Where a region is fetched from: its own address, or this page's; none where the page answers a form.
function sourceOf(region) {
  return region.dataset.from ?? (document.body.dataset.isAnswer ? undefined : location.href);
}

function isInUse(region) {
  const focus = document.activeElement;
  if (focus && focus !== document.body && region.contains(focus) && focus.matches("input, textarea, select, summary")) return true;
  if (region.querySelector("details.menu[open]")) return true;
  return region.querySelector("input[type=checkbox][data-row]:checked") !== null;
}

async function refresh() {
  if (busy) { schedule(); return; }
  const wanted = regions().filter((region) => sourceOf(region) && (topics.has("everything") || region.dataset.live.split(" ").some((topic) => topics.has(topic))));
  topics = new Set();
  if (wanted.length === 0 || document.hidden) return;
  busy = true;
  try {
    for (const source of new Set(wanted.map(sourceOf))) {
      await refreshFrom(source, wanted.filter((region) => sourceOf(region) === source));
    }
  } catch {
    // The connection is gone; the event source notices and comes back by itself.
  } finally {
    busy = false;
  }
}

async function refreshFrom(source, wanted) {
  const answer = await fetch(source, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const region of wanted) {
    const fresh = page.getElementById(region.id);
    if (!fresh || isInUse(region) || fresh.innerHTML === region.dataset.was) continue;
    region.dataset.was = fresh.innerHTML;
    region.replaceChildren(...document.adoptNode(fresh).childNodes);
    refreshTimes(region);
    // What the person was led to grows; it must not grow out of the window.
    if (document.activeElement === region) region.scrollIntoView({ block: "nearest" });
    region.dispatchEvent(new CustomEvent("martlet:fresh", { bubbles: true }));
  }
}

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(refresh, pause);
}

function everything() {
  topics.add("everything");
  schedule();
}

export function startLive() {
  const address = document.body.dataset.liveUrl;
  if (!address || regions().length === 0) return;
  let source = null;
  let wasOpen = false;
  const open = () => {
    if (source) return;
    source = new EventSource(address);
    source.addEventListener("change", (event) => {
      topics.add(event.data);
      schedule();
    });
    // After a break anything may have changed.
    source.addEventListener("open", () => {
      if (wasOpen) everything();
      wasOpen = true;
    });
  };
  const close = () => {
    source?.close();
    source = null;
  };
  // Browsers allow six connections to a host: a tab that nobody looks at must not hold one.
  document.addEventListener("visibilitychange", () => { if (document.hidden) close(); else open(); });
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", () => { if (!document.hidden) open(); });
  if (!document.hidden) open();
}
