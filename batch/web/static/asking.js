// SPDX-License-Identifier: Apache-2.0
// How a script of ours asks the desk: with the token of its page, told in a form, answered in JSON.

export class Refused extends Error {
  constructor(status, told) {
    super(told.error);
    this.status = status;
    this.told = told;
  }
}

const NOT_FROM_OUR_PAGE = 403;
let csrf = tokenOf(document);

function tokenOf(page) {
  return page.querySelector('meta[name="csrf"]')?.content;
}

/** What the desk answers to a change; throws Refused where it says no, TypeError where it does not answer. */
export async function change(address, fields) {
  const answer = await send(address, fields);
  return told(answer.status === NOT_FROM_OUR_PAGE && (await isLetInAnew()) ? await send(address, fields) : answer);
}

function send(address, fields) {
  const headers = { Accept: "application/json", "X-CSRF-Token": csrf };
  return fetch(address, { method: "POST", headers, body: new URLSearchParams(fields) });
}

/** The desk was opened once more in this browser while the page stood open: its changes bear another token. */
async function isLetInAnew() {
  const before = csrf, page = await (await fetch(location.pathname)).text();
  csrf = tokenOf(new DOMParser().parseFromString(page, "text/html")) ?? before;
  return csrf !== before;
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
