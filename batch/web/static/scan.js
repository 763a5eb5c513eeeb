// SPDX-License-Identifier: Apache-2.0
// The scanner: each page is told as it comes; letters press the buttons that bear them.

const LOOKS_AGAIN_MS = 700;

async function look() {
  const scanning = document.getElementById("scanning");
  if (!scanning) return;
  const answer = await fetch("/scan/standing", { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) { // a desk that was ended may be started again
    const { goes_on: goesOn, pages } = await answer.json();
    if (!goesOn) return location.reload();
    if (String(pages) !== scanning.dataset.pages) {
      scanning.dataset.pages = pages;
      document.getElementById("count").textContent = scanning.dataset.told.replace("{count}", pages);
    }
  }
  setTimeout(look, LOOKS_AGAIN_MS);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("select, textarea, input[type=text]") || document.querySelector("dialog[open]")) return;
  const button = document.querySelector(`button[data-letter="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

addEventListener("pageshow", (event) => event.persisted && location.reload());
setTimeout(look, LOOKS_AGAIN_MS);
