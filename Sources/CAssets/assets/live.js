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

function isInUse(region) {
  const focus = document.activeElement;
  if (focus && focus !== document.body && region.contains(focus) && focus.matches("input, textarea, select, summary")) return true;
  if (region.querySelector("details.menu[open]")) return true;
  return region.querySelector("input[type=checkbox][data-row]:checked") !== null;
}

async function refresh() {
  if (busy) { schedule(); return; }
  const wanted = regions().filter((region) => topics.has("everything") || region.dataset.live.split(" ").some((topic) => topics.has(topic)));
  topics = new Set();
  if (wanted.length === 0 || document.hidden) return;
  busy = true;
  try {
    const sources = new Set(wanted.map((region) => region.dataset.from ?? location.href));
    for (const source of sources) {
      await refreshFrom(source, wanted.filter((region) => (region.dataset.from ?? location.href) === source));
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
      const kept = document.adoptNode(fresh);
      region.replaceChildren(...kept.childNodes);
      refreshTimes(region);
      region.dispatchEvent(new CustomEvent("martlet:fresh", { bubbles: true }));
    }
}

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(refresh, pause);
}

export function startLive() {
  if (regions().length === 0 || !document.body.dataset.liveUrl) return;
  const source = new EventSource(document.body.dataset.liveUrl);
  source.addEventListener("change", (event) => {
    topics.add(event.data);
    schedule();
  });
  // After a reconnect anything may have changed.
  let opened = false;
  source.addEventListener("open", () => {
    if (opened) for (const region of regions()) region.dataset.live.split(" ").forEach((topic) => topics.add(topic));
    opened = true;
    schedule();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    for (const region of regions()) region.dataset.live.split(" ").forEach((topic) => topics.add(topic));
    schedule();
  });
  window.addEventListener("pagehide", () => source.close());
}
