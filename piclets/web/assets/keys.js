// By keyboard: arrows go through the tabs, and through what a card offers, which is one stop of the Tab key; and the
// card that has the focus keeps it when the feed is filled anew.
(() => {
  const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const tab = event.target.closest?.("#sections [role=tab]");
    const card = event.target.closest?.(".card");
    if (!tab && !card) return;
    const all = tab ? tab.parentElement.querySelectorAll("[role=tab]") : card.querySelectorAll("a, button, summary");
    const seen = [...all].filter((each) => each.offsetParent);
    const next = seen[(seen.indexOf(event.target) + step + seen.length) % seen.length];
    event.preventDefault();
    next.focus();
    if (tab) next.click();
  });
  // Of the tabs the chosen one is a stop of the Tab key, and is seen in a row that is wider than a phone.
  let chosen = null;
  const arrange = (changes) => {
    const row = document.querySelector("#sections > .tab-wrapper .tab-container");
    if (chosen?.isConnected && !changes.some(({ target }) => row?.contains(target))) return;
    const seen = [...(row?.querySelectorAll("[role=tab]") ?? [])].filter((tab) => tab.offsetParent);
    if (!seen.length) return;
    const now = seen.find((tab) => tab.ariaSelected === "true") ?? seen[0];
    for (const tab of seen) if (tab.tabIndex !== (tab === now ? 0 : -1)) tab.tabIndex = tab === now ? 0 : -1;
    if (now === chosen) return;
    chosen = now;
    const [there, whole] = [now.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += there.left + there.width / 2 - whole.left - whole.width / 2;
  };
  new MutationObserver(arrange).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-selected"] });
  const of = (card) => card?.querySelector("[data-report]")?.dataset.report;
  let held = null;
  document.addEventListener("focusin", ({ target }) => {
    const card = target.closest("#feed .card");
    held = card && { piclet: of(card), at: [...card.querySelectorAll("a, button")].indexOf(target) };
  });
  new MutationObserver(() => {
    const now = document.activeElement;
    if (!held || (now !== document.body && !now.closest("#feed"))) return;
    if (of(now.closest(".card")) === held.piclet) return;
    const card = [...document.querySelectorAll("gradio-app #feed .card")].find((each) => of(each) === held.piclet);
    if (card?.offsetParent) card.querySelectorAll("a, button")[held.at]?.focus();
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-report"] });
})();
