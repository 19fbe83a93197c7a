// Any "Take or choose a photo" opens the choice at once, wherever it stands: Gradio makes the place for the photo only
// when the section is shown, so the photo is handed on to it then. Who may have to sign in first is led there first.
(() => {
  const place = () => document.querySelector("#photo input[type=file]");
  // Where nothing listens yet, the page goes where its address says as soon as it can.
  const goToScan = () => {
    const going = new CustomEvent("piclets:go", { detail: "/?section=scan", cancelable: true });
    if (dispatchEvent(going)) history.pushState(null, "", going.detail);
  };
  const isSignedIn = () => document.querySelector("#sign-in")?.textContent.includes("Logout");
  const chosen = Object.assign(document.createElement("input"), { type: "file", accept: "image/*", hidden: true });
  const handOn = (input, photo) => {
    const files = new DataTransfer();
    files.items.add(photo);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  chosen.addEventListener("change", () => {
    const [photo] = chosen.files;
    chosen.value = "";
    if (!photo) return;
    if (!document.querySelector("#scan-form")?.offsetParent) goToScan();
    if (place()) handOn(place(), photo);
    else new MutationObserver((_, watching) => {
      if (!place()) return;
      watching.disconnect();
      handOn(place(), photo);
    }).observe(document.body, { childList: true, subtree: true });
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.take");
    if (!button) return;
    document.body.append(chosen);
    if (button.closest("[data-sign-in]") && !isSignedIn()) goToScan();
    else chosen.click();
  });
})();
