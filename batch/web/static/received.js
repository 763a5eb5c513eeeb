// SPDX-License-Identifier: Apache-2.0
// After a visit: its papers are read while the receipt is printed; letters lead on.

const form = document.getElementById("read");

async function read() {
  const part = document.getElementById("reading");
  try {
    const headers = { Accept: "text/html, application/json" };
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers });
    const isPage = (answer.headers.get("Content-Type") || "").startsWith("text/html");
    if (!isPage) throw Object.values(await answer.json()).join(" ");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    part.replaceChildren(...page.getElementById("reading").childNodes);
  } catch (told) {
    form.querySelector("p").textContent = typeof told === "string" ? told : part.dataset.away;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("input, select, textarea")) return;
  const way = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!way) return;
  event.preventDefault();
  way.click();
});

addEventListener("pageshow", (event) => event.persisted && location.reload());
document.body.classList.add("scripted");
if (form) read();
