// Exact times in the person's own zone, and "5 minutes ago" that stays true.
// The page's language in the person's own variety of it: British dates for British readers.
const page = document.documentElement.lang || "en";
const language = navigator.languages?.find((own) => own.split("-")[0] === page) ?? page;

const units = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];

function relative(seconds, format) {
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, "minute");
}

function age(seconds) {
  for (const [unit, size] of units) {
    if (seconds >= size) return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(Math.trunc(seconds / size));
  }
  return "";
}

export function refreshTimes(root = document) {
  const exact = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" });
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  for (const time of root.querySelectorAll("time[datetime]")) {
    const date = new Date(time.dateTime);
    if (Number.isNaN(date.valueOf())) continue;
    time.title = exact.format(date);
    const seconds = (date.valueOf() - Date.now()) / 1000;
    if (time.dataset.shows === "relative" && Math.abs(seconds) >= 60) time.textContent = relative(seconds, format);
    if (time.dataset.shows === "age" && seconds <= -60) time.textContent = age(-seconds);
    if (time.dataset.shows === "exact") time.textContent = exact.format(date);
  }
}

export function startTimes() {
  refreshTimes();
  setInterval(refreshTimes, 30000);
  // A datetime field is typed in the person's zone and sent in UTC, as the hidden field beside it says.
  for (const field of document.querySelectorAll("input[type=datetime-local][data-utc]")) {
    const date = new Date(field.value + "Z");
    if (Number.isNaN(date.valueOf())) continue;
    const local = new Date(date.valueOf() - date.getTimezoneOffset() * 60000);
    field.value = local.toISOString().slice(0, 16);
    const zone = field.form.querySelector("[data-zone-note]");
    if (zone) zone.textContent = Intl.DateTimeFormat().resolvedOptions().timeZone;
    field.form.addEventListener("submit", () => {
      const typed = new Date(field.value);
      if (!Number.isNaN(typed.valueOf())) field.value = typed.toISOString().slice(0, 16);
    });
  }
}
