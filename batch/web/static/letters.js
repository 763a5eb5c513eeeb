// SPDX-License-Identifier: Apache-2.0
// Letters press the buttons and follow the links that bear them.

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("select, textarea, input[type=text], input[type=search]")) return;
  if (document.querySelector("dialog[open]")) return;
  const way = document.querySelector(`[data-letter="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!way) return;
  event.preventDefault();
  way.click();
});
