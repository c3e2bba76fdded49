/* What looks.test.mjs judges is what the service sends: its templates, filled with its own views by the
 * previews' filler, come to the same bytes. */
import assert from "node:assert/strict";
import { fill } from "../../webapp/preview/fill.mjs";
import { makePages } from "../../webapp/preview/pages.mjs";
import { addClient, visit, visits } from "./support/visit.mjs";

let client;
let service;

visits((started) => {
  service = started;
  client = addClient({ client_name: `<b>"Bold" & 'Co'</b>` });
});

visit("the service and the previews fill templates alike", async (visitor) => {
  const { files } = await makePages(["en"]);
  const get = async (url, type) => (await visitor.context.request.get(url, { headers: { Accept: type } })).text();
  const same = async () => {
    const url = visitor.page.url();
    const view = JSON.parse(await get(url, "application/json"));
    const template = files.get(`auth/${view.page}.en.html`).toString();
    const expected = fill(template, view).replace(/<script type="application\/json".*?<\/script>/s, "");
    const sent = (await get(url, "text/html")).replace(/<script type="application\/json".*?<\/script>/s, "");
    assert.equal(sent, expected, view.page);
    return view.page;
  };
  const seen = [];
  await visitor.authorize(client, { login_hint: `"><b>` });
  seen.push(await same());
  await visitor.signIn(service.addUser());
  await visitor.at("/ui/consent");
  seen.push(await same());
  await visitor.page.goto(`${service.issuer}/oauth2/logout`);
  seen.push(await same());
  assert.deepEqual(seen, ["sign-in", "consent", "logout"]);
});
