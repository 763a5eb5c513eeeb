// SPDX-License-Identifier: Apache-2.0
// The keys that lead from page to page, each written beside its link.

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const named = event.altKey ? /^Digit(\d)$/.exec(event.code)?.[1].replace(/^/, "F").replace("F0", "F10") : event.key;
  const link = /^F\d+$/.test(named ?? "") && document.querySelector(`a[data-key="${named}"]`);
  if (!link || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  link.click();
});
