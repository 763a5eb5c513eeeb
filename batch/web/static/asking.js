// SPDX-License-Identifier: Apache-2.0
// How a script of ours asks the desk: with the token of its page, told in a form, answered in JSON.

export class Refused extends Error {
  constructor(status, told) {
    super(told.error);
    this.status = status;
    this.told = told;
  }
}

const csrf = document.querySelector('meta[name="csrf"]').content;

/** What the desk answers to a change; throws Refused where it says no, TypeError where it does not answer. */
export async function change(address, fields) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRF-Token": csrf },
    body: new URLSearchParams(fields),
  });
  return told(answer);
}

/** What the desk shows at an address, as plain values. */
export async function look(address) {
  return told(await fetch(address, { headers: { Accept: "application/json" } }));
}

async function told(answer) {
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  const values = isJson ? await answer.json() : {};
  if (!answer.ok) throw new Refused(answer.status, values);
  return values;
}
