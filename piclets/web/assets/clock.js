// Keeps "3 min ago" true while a page stays open.
(() => {
  const spoken = (seconds) => {
    if (seconds < 60) return "just now";
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
    if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
    if (seconds >= 30 * 86400) return null;
    const days = Math.floor(seconds / 86400);
    return days === 1 ? "1 day ago" : `${days} days ago`;
  };
  setInterval(() => {
    for (const time of document.querySelectorAll("time[data-ago]")) {
      const words = spoken(Math.max(0, (Date.now() - Date.parse(time.dateTime)) / 1000));
      if (words && time.textContent !== words) time.textContent = words;
    }
  }, 15000);
})();
