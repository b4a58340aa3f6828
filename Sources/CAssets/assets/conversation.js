// Mail frames as tall as their mail, and drafts that survive a closed window.
const tallest = 4000;

function fit(frame) {
  const inner = frame.contentDocument;
  if (!inner || !inner.body) return;
  // Only a mail that has pictures elsewhere offers to fetch them.
  const images = frame.parentElement.querySelector("[data-images]");
  if (images && inner.body.dataset.blocked) images.hidden = inner.body.dataset.blocked === "0";
  frame.height = Math.min(tallest, Math.max(40, inner.documentElement.scrollHeight));
}

function watchFrames() {
  for (const frame of document.querySelectorAll("iframe.mail")) {
    if (frame.dataset.watched) continue;
    frame.dataset.watched = "yes";
    frame.addEventListener("load", () => { fit(frame); setTimeout(() => fit(frame), 600); });
    if (frame.contentDocument?.readyState === "complete") fit(frame);
  }
}

function keepDraft(area) {
  const name = "draft:" + area.dataset.draft;
  const kept = localStorage.getItem(name);
  if (kept && !area.value) area.value = kept;
  if (area.dataset.draftDone === "yes") { localStorage.removeItem(name); }
  const grow = () => { area.style.height = "auto"; area.style.height = Math.min(area.scrollHeight + 2, 420) + "px"; };
  area.addEventListener("input", () => {
    if (area.value) localStorage.setItem(name, area.value); else localStorage.removeItem(name);
    grow();
  });
  area.form.addEventListener("submit", () => localStorage.removeItem(name));
  grow();
}

export function startConversation() {
  watchFrames();
  document.addEventListener("martlet:fresh", watchFrames);
  window.addEventListener("resize", () => document.querySelectorAll("iframe.mail").forEach(fit));
  for (const area of document.querySelectorAll("textarea[data-draft]")) keepDraft(area);
  const newest = document.getElementById("newest");
  if (newest && !location.hash && document.querySelectorAll(".entry").length > 3) newest.scrollIntoView({ block: "start" });
}
