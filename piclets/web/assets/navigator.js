// Links within the game open without a reload, the address says where one is, and back goes back.
const SECTIONS = ["discover", "dex", "scan", "leaderboard", "mine"];
const whereabouts = () => {
  const query = new URLSearchParams(location.search);
  const section = query.get("section");
  return {
    object: query.get("object") || "",
    section: SECTIONS.includes(section) ? section : "discover",
  };
};
const show = (chosen = "") => trigger("navigate", { ...whereabouts(), chosen });

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
  history.pushState(null, "", link.getAttribute("href"));
  show();
  scrollTo({ top: 0 });
});
addEventListener("popstate", () => show());
show();
