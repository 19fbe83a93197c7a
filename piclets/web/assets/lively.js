// A creature that is tapped is glad, and any page can be shared with its link and its picture.
document.addEventListener("click", (event) => {
  const creature = event.target.closest(".alive");
  if (!creature) return;
  const says = creature.querySelector(".says");
  says.textContent = creature.closest("[data-greeting]")?.dataset.greeting || "♥";
  creature.classList.remove("glad");
  void creature.offsetWidth;
  creature.classList.add("glad");
  clearTimeout(creature.calming);
  creature.calming = setTimeout(() => {
    creature.classList.remove("glad");
    says.textContent = "";
  }, 4000);
});
document.addEventListener("click", async (event) => {
  if (!event.target.closest(".share-page")) return;
  const asked = [...new URLSearchParams(location.search)].filter(([name]) => ["object", "player", "set", "print"].includes(name));
  const query = asked.length ? `?${new URLSearchParams(asked.slice(0, 1))}` : "";
  const link = `${location.origin}/${query}`;
  const picture = `/api/preview.jpg${query}`;
  const title = document.querySelector("gradio-app #sections .sheet h2")?.textContent.trim();
  const words = (asked.length && title && `${title} · `) + "Piclets";
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    try {
      const answer = await fetch(picture);
      const files = answer.ok ? [new File([await answer.blob()], "piclet.jpg", { type: "image/jpeg" })] : [];
      await navigator.share({ title: words, url: link, ...(navigator.canShare?.({ files }) ? { files } : {}) });
      return;
    } catch (error) {
      if (error.name === "AbortError") return;
    }
  }
  const dialog = document.createElement("dialog");
  dialog.className = "sharing";
  dialog.setAttribute("aria-label", "Share this page");
  dialog.innerHTML = `<img alt="The picture of this link" width="1200" height="630"><input readonly aria-label="Link">
    <div class="actions"><button type="button" class="copy">Copy the link</button>
    <a class="save" download="piclet.jpg">Save the picture</a><button type="button" class="close">Close</button></div>
    <p role="status"></p>`;
  const [input, said] = [dialog.querySelector("input"), dialog.querySelector("[role=status]")];
  dialog.querySelector("img").src = dialog.querySelector(".save").href = picture;
  input.value = link;
  dialog.querySelector(".close").onclick = () => dialog.close();
  dialog.querySelector(".copy").onclick = async () => {
    input.select();
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      document.execCommand("copy");
    }
    said.textContent = "Copied.";
  };
  dialog.onclose = () => dialog.remove();
  (document.querySelector("gradio-app .gradio-container") || document.body).append(dialog);
  dialog.showModal();
});
