// Before the first paint: what only makes sense without scripts steps back.
document.documentElement.classList.add("scripted");
