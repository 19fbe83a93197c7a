// One dialog for all cards: the card's flag opens it, and it says which Piclet is meant.
const dialog = element.querySelector("dialog");
const form = dialog.querySelector("form");
let piclet = "";

document.addEventListener("click", (event) => {
  const flag = event.target.closest("button[data-report]");
  if (!flag) return;
  piclet = flag.dataset.report;
  dialog.querySelector(".reported").textContent = flag.dataset.name;
  form.reset();
  dialog.showModal();
});
dialog.querySelector(".cancel").addEventListener("click", () => dialog.close());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const said = new FormData(form);
  trigger("report", { piclet, reason: said.get("reason"), words: said.get("words") });
  dialog.close();
});
