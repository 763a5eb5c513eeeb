// SPDX-License-Identifier: Apache-2.0
// Lets nobody begin twice with one exercise.

for (const form of document.querySelectorAll("form[action$='/begin']"))
  form.addEventListener("submit", () => {
    form.querySelector("button").disabled = true;
  });
// The browser's back button shows the page as it was left.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button")) button.disabled = false;
});
