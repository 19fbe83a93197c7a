// The countdown of the day's three, the line to share, and the switch that hides badges and rhythm.
(() => {
  const HIDDEN = "piclets-extras-hidden";
  const kept = () => { try { return localStorage.getItem(HIDDEN); } catch { return null; } };
  const left = (until) => {
    const minutes = Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 60000));
    const at = new Date(until).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min, at ${at} your time`;
  };
  const refresh = () => {
    document.documentElement.classList.toggle("no-extras", kept() === "yes");
    for (const time of document.querySelectorAll("time[data-until]")) {
      const words = left(time.dataset.until);
      if (time.textContent !== words) time.textContent = words;
    }
    for (const button of document.querySelectorAll("[data-game-extras]")) {
      const hidden = kept() === "yes";
      const words = hidden ? "Show badges and rhythm" : "Hide badges and rhythm";
      if (button.textContent !== words) button.textContent = words;
      button.setAttribute("aria-pressed", String(hidden));
    }
  };
  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-game-extras]")) {
      try { localStorage.setItem(HIDDEN, kept() === "yes" ? "no" : "yes"); } catch { /* nothing is kept then */ }
      refresh();
    }
    const copy = event.target.closest("[data-copy]");
    if (!copy) return;
    const line = copy.dataset.copy.replace(" /?", ` ${location.origin}/?`);
    try {
      await navigator.clipboard.writeText(line);
      copy.textContent = "Copied";
    } catch {
      copy.textContent = line;
    }
  });
  let due = false;
  new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; refresh(); });
  }).observe(document.documentElement, { childList: true, subtree: true });
  setInterval(refresh, 15000);
  refresh();
})();
