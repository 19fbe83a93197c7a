// An example photo takes the place of one's own, as if it had been chosen as a file.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-example]");
  if (!button) return;
  const type = (box, words) => {
    const kind = box.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(box, words);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const until = async (find) => {
    for (let tries = 0; tries < 300; tries += 1) {
      const found = find();
      if (found) return found;
      await new Promise(requestAnimationFrame);
    }
    return null;
  };
  const answer = await fetch(button.dataset.photo);
  if (!answer.ok) return;
  const photo = new File([await answer.blob()], `${button.dataset.example}.jpg`, { type: "image/jpeg" });
  document.querySelector('#photo button[aria-label="Clear"], #photo button[title="Clear"]')?.click();
  const input = await until(() => document.querySelector("#photo input[type=file]"));
  if (!input) return;
  const chosen = new DataTransfer();
  chosen.items.add(photo);
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  const what = document.querySelector("#what textarea, #what input");
  if (what) type(what, button.dataset.example);
  document.querySelector("#photo").scrollIntoView({ block: "nearest" });
});
