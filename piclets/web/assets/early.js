// In a frame of another site a browser may refuse its memory, and Gradio stops there: then there is one for this visit.
for (const name of ["localStorage", "sessionStorage"]) {
  try {
    void window[name];
  } catch {
    const kept = new Map();
    const memory = {
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, value) => void kept.set(String(key), String(value)),
      removeItem: (key) => void kept.delete(String(key)),
      clear: () => kept.clear(),
      key: (place) => [...kept.keys()][place] ?? null,
      get length() { return kept.size; },
    };
    Object.defineProperty(window, name, { value: memory, configurable: true });
  }
}
// Shows what the page already has until Gradio has built it: the parts that are HTML, below the section's tab.
(() => {
  const config = window.gradio_config;
  const page = document.querySelector("#early .early-page");
  if (!config?.components || !page) return;
  const parts = new Map(config.components.map((part) => [part.id, part]));
  const of = (node) => parts.get(node.id);
  const below = (node) => [node, ...(node.children ?? []).flatMap(below)];
  const all = below(config.layout);
  const sections = all.find((node) => of(node)?.props.elem_id === "sections");
  if (!sections) return;
  const tabs = sections.children.filter((node) => of(node)?.type === "tabitem");
  const chosen = tabs.find((node) => of(node).props.id === of(sections).props.selected) ?? tabs[0];
  const shown = (nodes) => nodes.map(of).filter((part) => part?.type === "html" && part.props.value && part.props.visible);
  const html = (part) => `<div class="html-container">${part.props.value}</div>`;
  const inside = new Set(below(sections));
  const above = all.slice(0, all.indexOf(sections)).filter((node) => !inside.has(node));
  const content = shown(below(chosen));
  const strip = document.createElement("nav");
  for (const tab of tabs) {
    const { id, label } = of(tab).props;
    if (id === "thing" || id === "player") continue;
    const link = document.createElement("a");
    link.href = `/?section=${id}`;
    link.textContent = label;
    if (tab === chosen) link.setAttribute("aria-current", "page");
    strip.append(link);
  }
  const style = document.createElement("style");
  style.textContent = config.css;
  document.getElementById("early").append(style);
  page.innerHTML = shown(above).map(html).join("");
  page.append(strip);
  page.insertAdjacentHTML("beforeend", content.map(html).join(""));
  const current = strip.querySelector("[aria-current]");
  if (current) strip.scrollLeft = current.offsetLeft + current.offsetWidth / 2 - strip.offsetLeft - strip.clientWidth / 2;
  if (matchMedia("(prefers-color-scheme: dark)").matches) document.getElementById("early").classList.add("dark");
  document.documentElement.classList.add("is-early");
  // Seen once its font is there, which was asked for with the page: words that change their width would move the rest.
  const fonts = ["400 1rem Quicksand", "700 1rem Quicksand"].map((font) => document.fonts.load(font));
  const patience = new Promise((resolve) => setTimeout(resolve, 900));
  Promise.race([Promise.allSettled(fonts), patience]).then(() => page.classList.add("is-set"));
  const built = () =>
    document.querySelector("gradio-app #sections [role=tab]") &&
    content.every((part) => document.querySelector(`gradio-app #${part.props.elem_id}`)?.textContent.trim());
  const look = () => {
    if (!built()) {
      requestAnimationFrame(look);
      return;
    }
    requestAnimationFrame(() => {
      document.documentElement.classList.remove("is-early");
      document.getElementById("early").remove();
    });
  };
  look();
})();
