// The wheel in the browser: it asks the game's own HTTP API for chances, and draws what it is told.
const room = element.querySelector(".wheel-room");
const find = (selector) => room.querySelector(selector);
const form = find("form");
const disc = find(".disc");
const SVG = "http://www.w3.org/2000/svg";
const LESSONS = {
  sure: ["It greets every morning as if it had been invented that", { temperature: 1 },
    "One segment takes nearly all of the wheel: spin as often as you like, the line hardly changes."],
  open: ["It", { temperature: 1 }, "Many small segments, and a large Other: nobody knows what comes next, not even the model."],
  heat: ["A blue teapot (machina) is called", { temperature: 0.3 },
    "At 0.3 a few segments are left. Now move the temperature under “How it chooses” to 2.5 and watch them even out."],
};
const state = { session: null, chances: null, piclet: "", purpose: "name", busy: false, spinning: false };
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const percent = (share) => (share >= 0.1 ? `${Math.round(share * 100)} %` : share >= 0.001 ? `${(share * 100).toFixed(1)} %` : "under 0.1 %");
// The same token has the same colour wherever and whenever it comes.
const colour = (id) => `hsl(${(id * 137.508) % 360} 58% 74%)`;

function label(token) {
  if (token.token === "<|endoftext|>") return "⏹ the end";
  if (token.text === "\ufffd" || !token.text) return `part of a letter (${token.token})`;
  return token.text.replace(/ /g, "␣").replace(/\n/g, "⏎");
}
function make(name, attributes, text) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}
const say = (words) => { find(".news").textContent = words; };

async function ask(method, path, body) {
  const answer = await fetch(`/api/${path}`, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  const told = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw Object.assign(new Error(told.error), { status: answer.status });
  return told;
}
const sampling = () => Object.fromEntries(["threshold", "temperature", "top_k", "top_p"].map((name) => [name, Number(form.elements[name].value)]));
const path = (call) => `sessions/${state.session.session_id}${call ? `/${call}` : ""}`;

// One thing at a time: what is refused is said, and the wheel stays as it was.
let current = Promise.resolve();
function doing(work) {
  if (!state.busy) current = done(work);
  return current;
}
async function done(work) {
  state.busy = true;
  room.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch (error) {
    say(error.status ? error.message : "The game cannot be reached right now.");
    if (error.status === 404 && !state.piclet) state.session = null;
    if (error.status === 409 && state.session) { state.session = await ask("GET", path()); await look(); }
  } finally {
    state.busy = false;
    room.removeAttribute("aria-busy");
  }
}
async function begin() {
  if (state.session && !state.piclet) await ask("DELETE", path()).catch(() => {});
  state.piclet = "";
  find(".naming-note").hidden = find(".keep").hidden = true;
  state.session = await ask("POST", "sessions", { prompt: form.elements.prompt.value, model_name: form.elements.model_name.value || undefined });
  await look();
}
async function look() {
  const query = new URLSearchParams(sampling());
  state.chances = await ask("GET", `${path("next-token-probs")}?${query}`);
  draw();
  write();
}

function arc(from, to, attributes) {
  const at = (turn) => [Math.sin(turn * 2 * Math.PI) * 100, -Math.cos(turn * 2 * Math.PI) * 100].map((each) => each.toFixed(3)).join(" ");
  const whole = to - from > 0.9999;
  const made = document.createElementNS(SVG, whole ? "circle" : "path");
  if (whole) made.setAttribute("r", "100");
  else made.setAttribute("d", `M0 0 L${at(from)} A100 100 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)} Z`);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
function named(from, to, text) {
  const made = document.createElementNS(SVG, "text");
  const turn = ((from + to) / 2) * 360 - 90;
  made.setAttribute("transform", `rotate(${turn}) translate(94 0)${turn > 90 ? " rotate(180)" : ""}`);
  made.setAttribute("text-anchor", turn > 90 ? "start" : "end");
  made.setAttribute("dominant-baseline", "central");
  made.textContent = text.length > 11 ? `${text.slice(0, 10)}…` : text;
  return made;
}
function draw() {
  const { tokens, other } = state.chances;
  disc.replaceChildren();
  disc.style.transition = "none";
  disc.style.transform = "rotate(0deg)";
  let from = 0;
  for (const token of tokens) {
    const to = from + token.probability;
    disc.append(arc(from, to, { fill: colour(token.token_id), "data-token": token.token_id }));
    if (token.probability >= 0.02) disc.append(named(from, to, label(token)));
    from = to;
  }
  if (other.probability > 0) {
    disc.append(arc(from, 1, { class: "other" }));
    if (other.probability >= 0.03) disc.append(named(from, 1, "Other"));
  }
  const rows = tokens.map((token) => row(label(token), token.probability, { token_id: token.token_id }, colour(token.token_id)));
  if (other.count) rows.push(row(`Other (${other.count.toLocaleString("en")} tokens)`, other.probability, { other: true }, "var(--line)"));
  find("tbody").replaceChildren(...rows);
  const some = other.samples.map((token) => `“${label(token)}”`).join(", ");
  find(".tail").textContent = other.count
    ? `${other.count.toLocaleString("en")} other tokens share ${percent(other.probability)}, among them ${some}.`
    : "No other token may come.";
  find("svg.wheel").setAttribute("aria-label", `The wheel of the next token: ${tokens.slice(0, 3).map((token) => `${label(token)} ${percent(token.probability)}`).join(", ")}, and more in the table`);
}
function row(name, chance, pick, shade) {
  const made = make("tr", {});
  const head = make("th", { scope: "row" });
  const chip = make("span", { class: "chip-of-token" }, name);
  chip.style.background = shade;
  head.append(chip);
  const button = make("button", { type: "button", "aria-label": pick.other ? "Draw a token of Other" : `Pick ${name}` }, pick.other ? "Draw" : "Pick");
  button.addEventListener("click", () => doing(async () => grown(await ask("POST", path("append-token"), { ...pick, ...sampling(), version: state.session.version }))));
  const cell = make("td", {});
  cell.append(button);
  made.append(head, make("td", {}, percent(chance)), cell);
  return made;
}
function write() {
  const line = find(".so-far");
  line.replaceChildren(make("span", { class: "given" }, state.session.prompt));
  for (const token of state.session.tokens) {
    const text = token.text || "⏹";
    const piece = make("span", { class: "token", title: `${text.trim() || text}: ${percent(token.probability)}${token.from_other ? ", out of Other" : ""}` }, text);
    piece.style.setProperty("--chance", `${Math.round(12 + 88 * token.probability)}%`);
    line.append(piece);
  }
  find(".undo").disabled = find(".keep").disabled = !state.session.tokens.length;
}
async function grown(told) {
  state.session = told;
  const { appended } = told;
  say(`${appended.text.trim() || (appended.text ? "a space" : "the end, or part of a letter")}: ${percent(appended.probability)}${appended.from_other ? ", out of Other" : ""}`);
  write();
  await look();
}
async function spin() {
  const told = await ask("POST", path("spin"), { ...sampling(), version: state.session.version });
  if (!calm.matches) {
    disc.style.transition = "transform 2.4s cubic-bezier(.12, .7, .1, 1)";
    disc.getBoundingClientRect();
    disc.style.transform = `rotate(${1080 - told.angle * 360}deg)`;
    await Promise.race([
      new Promise((done) => disc.addEventListener("transitionend", done, { once: true })),
      new Promise((done) => setTimeout(done, 3000)),
    ]);
  }
  await grown(told);
}

form.addEventListener("submit", (event) => { event.preventDefault(); doing(begin); });
for (const slider of form.querySelectorAll("input[type=range]")) {
  const tell = () => { slider.previousElementSibling.textContent = slider.value; };
  slider.addEventListener("input", tell);
  slider.addEventListener("change", () => state.session && doing(look));
  tell();
}
// A press while the wheel is still being drawn spins it as soon as it is; a second press of an impatient finger does not.
find(".spin").addEventListener("click", async () => {
  if (state.spinning) return;
  state.spinning = true;
  await current;
  await doing(async () => { if (!state.session) await begin(); await spin(); });
  state.spinning = false;
});
find(".undo").addEventListener("click", () => doing(async () => { state.session = await ask("POST", path("undo")); await look(); say("One token taken back."); }));
find(".share").addEventListener("click", () => doing(async () => {
  const link = `${location.origin}/?section=wheel&prompt=${encodeURIComponent(state.session.prompt)}`;
  const chances = state.session.tokens.map((token) => `${token.text || "⏹"} (${percent(token.probability)})`).join("");
  await navigator.clipboard.writeText(`${state.session.current_text}\n\n${chances}\n${link}`).then(() => say("Copied, with the chance of each token."), () => say("The browser does not let a page copy here."));
}));
for (const lesson of room.querySelectorAll("[data-lesson]")) {
  lesson.addEventListener("click", () => doing(async () => {
    const [prompt, values, words] = LESSONS[lesson.dataset.lesson];
    form.elements.prompt.value = prompt;
    for (const [name, value] of Object.entries({ threshold: 0.01, temperature: 1, top_k: 0, top_p: 1, ...values })) {
      form.elements[name].value = value;
      form.elements[name].previousElementSibling.textContent = form.elements[name].value;
    }
    form.elements.model_name.value = "piclets";
    find(".controls").open = lesson.dataset.lesson === "heat";
    await begin();
    find(".lesson-words").textContent = words;
  }));
}

// Naming: the session is made, and what it wrote is kept, on the server's side, which knows who the visitor is.
function takeUp() {
  const wanted = window.picletsToName;
  delete window.picletsToName;
  if (wanted) trigger("name", wanted);
}
addEventListener("piclets:name", takeUp);
takeUp();
find(".keep").addEventListener("click", () => trigger("keep", { session: state.session.session_id, purpose: state.purpose }));
addEventListener("piclets:wheel", (event) => current.then(() => doing(async () => {
  const told = JSON.parse(event.detail);
  if (told.said) say(told.said);
  if (told.kept) { find(".keep").hidden = true; return; }
  if (!told.session) return;
  state.session = await ask("GET", `sessions/${told.session}`);
  state.piclet = told.piclet;
  state.purpose = told.purpose;
  form.elements.prompt.value = state.session.prompt;
  const note = find(".naming-note");
  note.textContent = told.words;
  note.hidden = find(".keep").hidden = false;
  find(".keep").textContent = told.purpose === "name" ? "Keep this name" : "Keep this line";
  await look();
})));

async function arrive() {
  const { models } = await ask("GET", "models");
  form.elements.model_name.replaceChildren(...models.map((model) => new Option(`${model.model_name} (${Math.round(model.parameters / 1e5) / 10} million parameters)${model.loaded || model.default ? "" : ", if it is here"}`, model.model_name, model.default, model.default)));
  const prompt = new URLSearchParams(location.search).get("prompt");
  if (prompt) form.elements.prompt.value = prompt.slice(0, 2000);
  if (!state.session) await begin();
}
// Nothing is asked for before somebody looks.
new IntersectionObserver((seen, watching) => {
  if (!seen.some((each) => each.isIntersecting)) return;
  watching.disconnect();
  doing(arrive);
}).observe(room);
