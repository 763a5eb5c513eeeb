// SPDX-License-Identifier: Apache-2.0
// Certification at the counter: Enter leads from field to field, an empty row ends it, what it costs is told while it
// is typed. Without this script the form does the same by its button; the fee stands on the page after it.

const PAUSE_MS = 250;
const by = (id) => document.getElementById(id);
const form = by("errand"), rows = by("rows"), word = by("word");
let timer = 0, asked = 0, sent = false;

/** The fields of the form in the order in which Enter leads through them. */
const fields = () => [...form.querySelectorAll("#requester, #id_paper, #rows input")].filter((one) => one.checkVisibility());

function suit() {
  const chosen = word.selectedOptions[0].dataset;
  by("look").textContent = chosen.look;
  by("of").textContent = chosen.of;
  by("count-of").textContent = chosen.count;
  by("identity").hidden = !chosen.identity;
  by("electronic-line").hidden = !chosen.electronic;
  if (!chosen.electronic) by("electronic").checked = false;
}

/** One more row when the last one is begun. */
function grow() {
  const last = rows.lastElementChild;
  if (![...last.querySelectorAll("input")].some((one) => one.value.trim())) return;
  const fresh = last.cloneNode(true);
  for (const one of fresh.querySelectorAll("input")) one.value = "";
  rows.append(fresh);
}

async function price() {
  const turn = (asked += 1);
  let told = "";
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.price, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) ({ told } = await answer.json());
  } catch {
    // Pressing the button says that the desk does not answer.
  }
  if (turn === asked) by("price").textContent = told || by("price").dataset.unknown;
}

function send() {
  if (sent) return;
  form.requestSubmit(by("make"));
}

form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault(); // a key that is held down
  sent = true;
});

addEventListener("pageshow", () => { sent = false; });

form.addEventListener("input", () => {
  suit();
  grow();
  clearTimeout(timer);
  timer = setTimeout(price, PAUSE_MS);
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || event.repeat) {
    if (event.key === "Enter" && event.repeat) event.preventDefault();
    return;
  }
  const { target } = event, row = target.closest("#rows tr");
  if (event.ctrlKey) {
    event.preventDefault();
    return send();
  }
  if (target === word) {
    event.preventDefault();
    return by("requester").focus();
  }
  if (!target.matches("input[type=text]")) return;
  event.preventDefault();
  const isEmpty = row && [...row.querySelectorAll("input")].every((one) => !one.value.trim());
  if (isEmpty && row !== rows.firstElementChild) return send();
  const all = fields(), next = all[all.indexOf(target) + 1];
  if (all.includes(target) && next) next.focus(), next.select();
  else if (!all.includes(target)) by("make").focus();
});

suit();
if (rows.querySelector("input").value) price();
