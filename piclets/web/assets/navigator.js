// Links within the game open without a reload, the address says where one is, and back goes back.
const SECTIONS = ["discover", "dex", "scan", "wheel", "leaderboard", "season", "mine", "prints", "sets"];
const whereabouts = () => {
  const query = new URLSearchParams(location.search);
  const named = ["player", "season"].find((name) => query.get(name));
  const section = named ?? query.get("section");
  return {
    object: query.get("object") || "",
    player: query.get("player") || "",
    season: query.get("season") || "",
    set: query.get("set") || "",
    section: query.get("set") ? "sets" : named || SECTIONS.includes(section) ? section : "discover",
  };
};
const show = (chosen = "") => {
  tellTheHub();
  trigger("navigate", { ...whereabouts(), chosen });
};
const go = (address) => {
  history.pushState(null, "", address);
  show();
  scrollTo({ top: 0 });
};

document.addEventListener("click", (event) => {
  const tab = event.target.closest("#sections > .tab-wrapper [role=tab], #sections [role=tab]");
  if (tab && SECTIONS.some((section) => tab.id === `${section}-button`)) {
    const section = tab.id.replace("-button", "");
    history.pushState(null, "", section === "discover" ? location.pathname : `?section=${section}`);
    show("by the tab");
    return;
  }
  const link = event.target.closest("a[data-go]");
  const elsewhere = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || elsewhere) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});
addEventListener("piclets:go", (event) => {
  event.preventDefault();
  go(event.detail);
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
addEventListener("popstate", () => show());
// The page came with what its address names, except for what depends on the visitor.
const isShown = ({ object, section }) => {
  const panel = object ? "sheet" : section === "discover" && "feed";
  return window.gradio_config?.components.some(({ props }) => panel && props.elem_id === panel && props.value);
};
if (!isShown(whereabouts())) show();
