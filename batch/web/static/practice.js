// SPDX-License-Identifier: Apache-2.0
// Says that papers are being read, and lets nobody begin twice meanwhile.

for (const form of document.querySelectorAll("form[action$='/begin']")) {
  form.addEventListener("submit", () => {
    document.getElementById("working").hidden = false;
    form.querySelector("button").disabled = true;
  });
}
// The browser's back button shows the page as it was left.
window.addEventListener("pageshow", () => {
  document.getElementById("working").hidden = true;
  for (const button of document.querySelectorAll("button")) button.disabled = false;
});
