// Links within the game open without a reload. The address says where one is, down to the words, filters and page of a
// list; back goes back, to the place on the page and the link that one came from.
const SECTIONS = ["discover", "dex", "scan", "wheel", "leaderboard", "season", "mine", "prints", "sets"];
const PARTS = ["object", "print", "player", "season", "set", "q", "type", "rarity", "order", "page"];
const TYPING_MS = 250;
const SCROLLING_MS = 100;
const PATIENCE_MS = 10000;

const query = () => new URLSearchParams(location.search);
const whereabouts = () => {
  const parts = Object.fromEntries(PARTS.map((part) => [part, query().get(part) || ""]));
  const named = { thing: parts.object || parts.print, player: parts.player, season: parts.season, sets: parts.set };
  const section = Object.keys(named).find((each) => named[each]) || query().get("section");
  return { ...parts, section: section in named || SECTIONS.includes(section) ? section : "discover" };
};

// One page is asked for at a time: of those that were wanted meanwhile, the last counts.
let askedAt = -Infinity;
let next = null;
let why = "";
function show(because = "") {
  tellTheHub();
  if (performance.now() - askedAt < PATIENCE_MS) {
    next = because === "form" && next !== "" ? "form" : "";
    return;
  }
  why = because;
  askedAt = performance.now();
  if (why !== "form") fill();
  trigger("navigate", { ...whereabouts(), why });
}
addEventListener("piclets:shown", () => {
  askedAt = -Infinity;
  if (next !== null) {
    const because = next;
    next = null;
    show(because);
    return;
  }
  if (why !== "form") fill(document.activeElement);
  settle();
});

// The place on the page is kept with each entry of the browser's history.
let place = null;
let scrolled = 0;
let typed = 0;
history.scrollRestoration = "manual";
function keep(link) {
  clearTimeout(scrolled);
  history.replaceState({ ...history.state, y: place ? place.y : scrollY, ...(link && { link }) }, "");
}
const leave = (address, link) => {
  clearTimeout(typed);
  keep(link);
  place = null;
  history.pushState({ y: 0 }, "", address);
};
addEventListener("scroll", () => {
  clearTimeout(scrolled);
  if (!place) scrolled = setTimeout(keep, SCROLLING_MS);
}, { passive: true });
for (const touch of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  addEventListener(touch, () => { place = null; }, { passive: true, capture: true });
}
// What is shown comes in its own time: the place is held until it has been there for some frames, or is left by hand.
const goTo = (there) => {
  place = { y: 0, link: "", frames: 20, until: performance.now() + PATIENCE_MS, ...there };
};
const isSeen = (element) => Boolean(element?.offsetParent);
const panel = () => [...document.querySelectorAll("#sections [role=tabpanel]")].find(isSeen);
function settle() {
  if (!place) return;
  scrollTo({ top: place.y, behavior: "instant" });
  const tab = document.getElementById(`${whereabouts().section}-button`);
  const isThere = tab?.getAttribute("aria-selected") === "true" && Math.abs(scrollY - place.y) < 2;
  if (isThere) place.frames -= 1;
  if (place.frames > 0 && performance.now() < place.until) {
    requestAnimationFrame(settle);
    return;
  }
  const links = [...(panel()?.querySelectorAll("a[data-go]") ?? [])];
  const target = place.link ? links.find((link) => link.getAttribute("href") === place.link) : null;
  place = null;
  focusOn(target);
}
// Where what had the focus is gone, the next key goes on from what is shown now.
function focusOn(target) {
  if (document.activeElement && document.activeElement !== document.body) return;
  const start = target ?? panel()?.querySelector("h2, .found");
  if (!start) return;
  if (!start.matches("a")) start.tabIndex = -1;
  start.focus({ preventScroll: true });
}

const go = (address, link) => {
  leave(address, link);
  document.activeElement?.blur();
  goTo({});
  show();
  scrollTo({ top: 0, behavior: "instant" });
};
document.addEventListener("click", (event) => {
  const tab = event.target.closest("#sections > .tab-wrapper [role=tab], #sections [role=tab]");
  if (tab && SECTIONS.some((section) => tab.id === `${section}-button`)) {
    const section = tab.id.replace("-button", "");
    leave(section === "discover" ? location.pathname : `?section=${section}`);
    show("tab");
    return;
  }
  const link = event.target.closest("a[data-go]");
  const elsewhere = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || elsewhere) return;
  event.preventDefault();
  go(link.getAttribute("href"), link.getAttribute("href"));
});
addEventListener("piclets:go", (event) => {
  event.preventDefault();
  go(event.detail);
});
addEventListener("popstate", () => {
  clearTimeout(scrolled);
  clearTimeout(typed);
  goTo(history.state);
  show();
});

// What a list is asked for stands in its form and in the address.
function fill(writtenIn) {
  const { section } = whereabouts();
  for (const form of document.querySelectorAll("form.filters")) {
    const parts = form.elements.section.value === section ? query() : new URLSearchParams();
    for (const part of ["q", "type", "rarity", "order"]) {
      const box = form.elements[part];
      if (box === writtenIn) continue;
      box.value = parts.get(part) ?? "";
      if (box.selectedIndex === -1) box.value = "";
    }
  }
}
function ask(form, isTyping) {
  clearTimeout(typed);
  const parts = [...new FormData(form)].filter(([, said]) => said.trim());
  const address = `?${new URLSearchParams(parts)}`;
  if (!isSeen(form) || address === location.search) return;
  if (isTyping) history.replaceState(history.state, "", address);
  else leave(address);
  show("form");
}
const formOf = (event) => event.target.closest?.("form.filters");
document.addEventListener("input", (event) => {
  const form = formOf(event);
  if (!form || event.target.type !== "search") return;
  clearTimeout(typed);
  typed = setTimeout(() => ask(form, true), TYPING_MS);
});
document.addEventListener("change", (event) => {
  if (formOf(event) && event.target.matches("select")) ask(formOf(event), false);
});
document.addEventListener("submit", (event) => {
  if (!formOf(event)) return;
  event.preventDefault();
  ask(formOf(event), true);
});

// A Piclet that is to be named goes to the wheel, whose script may not be there before its tab is.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-name-it]");
  if (!button) return;
  window.picletsToName = { piclet: button.dataset.nameIt, purpose: button.dataset.purpose || "name" };
  document.querySelector("#wheel-button").click();
  dispatchEvent(new Event("piclets:name"));
});
// In the Hub's frame its address follows ours, so that what is copied there leads back here.
const tellTheHub = () => {
  if (window.parent === window) return;
  window.parent.postMessage({ queryString: location.search.slice(1), hash: "" }, "https://huggingface.co");
};
// The page came with what its address names, except for what depends on the visitor.
const isShown = ({ section }) => {
  const elem = { thing: "sheet", discover: "feed", dex: "objects" }[section];
  return window.gradio_config?.components.some(({ props }) => elem && props.elem_id === elem && props.value);
};
if (history.state?.y || history.state?.link) goTo(history.state);
// What was typed before this script was there counts.
const begun = document.activeElement?.closest?.("form.filters");
if (begun) ask(begun, true);
if (isShown(whereabouts())) {
  fill(document.activeElement);
  settle();
} else show();
