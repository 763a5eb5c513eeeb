// SPDX-License-Identifier: Apache-2.0
// The keys that lead from page to page, each written beside its link; ↓ and ↑ in a list; the table of the keys;
// what a form that is unfolded asks for first; which files are chosen.

const isOpen = () => document.querySelector("dialog[open]");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const named = event.altKey ? /^Digit(\d)$/.exec(event.code)?.[1].replace(/^/, "F").replace("F0", "F10") : event.key;
  const link = /^F\d+$/.test(named ?? "") && document.querySelector(`a[data-key="${named}"]`);
  if (!link || isOpen()) return;
  event.preventDefault();
  link.click();
});

/** The line of the list after (1) or before (-1) the one the keyboard is at; before the first is the search. */
function besides(step) {
  const lines = [...document.querySelectorAll(".rows tbody a, .indicators tbody a")], at = lines.indexOf(document.activeElement);
  if (at < 0) return step > 0 ? lines[0] : null;
  return lines[at + step] ?? (step < 0 ? document.getElementById("find") : null);
}

/** Whether the key is a letter of what is being typed. */
const isLetter = ({ target }) => target.matches("input[type=text], input[type=search], textarea") && target.value !== "";

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey || isOpen()) return;
  const help = document.querySelector("dialog[data-plain]"), step = { ArrowDown: 1, ArrowUp: -1 }[key];
  let does = null;
  if (key === "Enter" && target.type === "file") does = () => target.click(); // a browser would send the form
  else if (help && (key === "F1" || (key === "?" && !isLetter(event)))) does = () => help.showModal();
  else if (step && !target.matches("select, [type=radio]") && besides(step)) does = () => besides(step).focus();
  if (!does) return;
  event.preventDefault();
  does();
});

document.addEventListener(
  "toggle",
  ({ target }) => target.open && target.querySelector(":scope > form input:not([type=hidden])")?.focus(),
  true,
);

document.addEventListener("change", ({ target }) => {
  const names = target.dataset.names && document.getElementById(target.dataset.names);
  if (names) names.textContent = [...target.files].map((file) => file.name).join(", ");
});
