// What the buttons on the cards of a list ask for; the list's name stands in the component itself.
const list = element.querySelector("[data-list]").dataset.list;
document.addEventListener("click", (event) => {
  const button = event.target.closest(`#${list} button[data-act]`);
  if (!button) return;
  button.disabled = true;
  trigger("answer", { ...button.dataset });
});
