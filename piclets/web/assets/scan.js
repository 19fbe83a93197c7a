// A scan as its visitor sees it: the photo taken, the steps in sight, the reveal from its top; and wherever the
// visitor is meanwhile, or after the page was loaded anew, word of what came of it.
const KEY = "piclets-scan";
const WHAT = "#what input, #what textarea";
const [said, toast] = element.querySelectorAll("[role=status]");
const find = (selector) => document.querySelector(selector);
const isSeen = (there) => Boolean(there?.offsetParent) && !document.hidden;

const there = (selector) => new Promise((resolve) => {
  const look = () => find(selector) && (resolve(find(selector)), true);
  if (!look()) new MutationObserver((_, watching) => look() && watching.disconnect()).observe(document.body, { childList: true, subtree: true });
});

function focusOn(target) {
  if (!target) return;
  if (!target.matches("a, button, input, textarea")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
// What was said of the last photo goes with its reveal.
const empty = (selector) => [find(selector)].find((box) => box && !box.value.trim());
const unsaid = () => (find("#stage .reveal") ? find(WHAT) : empty(WHAT));
there("#photo").then((photo) => {
  let before = null;
  new MutationObserver(() => {
    const now = photo.querySelector(".image-frame img")?.src || null;
    if (now && now !== before) {
      const next = empty("#name input, #name textarea") || unsaid() || find("#scan-it");
      focusOn(next);
      next?.scrollIntoView({ block: "nearest" });
    }
    before = now;
  }).observe(photo, { childList: true, subtree: true, attributes: true, attributeFilter: ["src"] });
});

// The stage: what it shows is looked at once, when it comes.
let shows = "";
let clocked = null;
let began = 0;
const put = (words, place) => { if (place.textContent !== words) place.textContent = words; };
function clock() {
  const pace = find("#stage .pace");
  if (!pace) return;
  if (pace !== clocked) began = performance.now() - 1000 * Number(pace.dataset.lasts);
  clocked = pace;
  const seconds = Math.max(0, Math.floor((performance.now() - began) / 1000));
  const usual = Number(pace.dataset.usual);
  put(`${seconds} s`, pace.firstElementChild);
  if (usual && seconds > 2 * usual) put("· longer than usual, but still under way", pace.lastElementChild);
}
function told(stage) {
  const step = stage.querySelector(".steps [aria-current]")?.lastChild;
  put((step || stage.querySelector(".aside")).textContent.trim(), said);
}
function done(stage) {
  sessionStorage.removeItem(KEY);
  said.textContent = "";
  const result = stage.querySelector(".verdict, .alert");
  if (isSeen(stage)) focusOn(result);
  else tell(result.textContent);
}
function tell(words) {
  const link = document.createElement("a");
  link.href = "/?section=scan";
  link.dataset.go = "";
  link.textContent = "Show it";
  toast.replaceChildren(document.createTextNode(`${words.trim()} `), link);
  toast.hidden = false;
}
const quiet = () => { toast.hidden = true; };
toast.addEventListener("click", quiet);
addEventListener("piclets:scan", () => { shows = ""; quiet(); });
there("#stage").then((stage) => {
  const look = () => {
    const steps = stage.querySelector(".steps");
    const now = stage.querySelector(".reveal, .alert") ? "the end" : steps ? "steps" : "";
    if (steps) {
      told(stage);
      clock();
    }
    if (now === shows) return;
    shows = now;
    if (now && isSeen(stage)) stage.scrollIntoView({ block: "start" });
    if (now === "steps" && isSeen(stage)) focusOn(stage);
    if (now === "the end") done(stage);
  };
  new MutationObserver(look).observe(stage, { childList: true, subtree: true });
  setInterval(clock, 1000);
  look();
});
// Loaded anew: the scan is followed again, and where its section was not opened yet, it is told of here.
const key = sessionStorage.getItem(KEY);
if (key) trigger("resume", { key });
addEventListener("piclets:resumed", ({ detail }) => {
  const result = new DOMParser().parseFromString(detail, "text/html").querySelector(".verdict, .alert");
  if (result && !find("#stage")) tell(result.textContent);
  if (!result || !find("#stage")) sessionStorage.removeItem(KEY);
});
