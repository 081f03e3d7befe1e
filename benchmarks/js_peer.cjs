// The cases through the official JavaScript SDK. One order on standard input, one JSON object out.
// Usage: node js_peer.cjs <the SDK's browser build>
const { readFileSync } = require("node:fs");
const { resolve } = require("node:path");
const { B24OAuth } = require(resolve(process.argv[2]));

const WRITE = "landing.landing.markUnDelete";

function connected({ address }) {
  const parameters = {
    applicationToken: "none",
    userId: address.user_id,
    memberId: address.member_id,
    accessToken: address.access,
    refreshToken: address.refresh,
    expires: Math.floor(Date.now() / 1000) + 3600,
    expiresIn: 3600,
    scope: "landing",
    domain: new URL(address.endpoint).host,
    clientEndpoint: address.endpoint,
    serverEndpoint: `${address.oauth_url}/rest/`,
    status: "L",
  };
  const secret = { clientId: address.client_id, clientSecret: address.client_secret };
  const portal = new B24OAuth(parameters, secret);
  portal.offClientSideWarning();
  return portal;
}

async function many(portal, calls) {
  const answer = await portal.actions.v2.batchByChunk.make({ calls, options: { isHaltOnError: false } });
  return answer.getData() ?? [];
}

const cases = {
  async writes(portal, { number }) {
    const ids = Array.from({ length: number }, (_, place) => 100000 + place);
    const results = await many(portal, ids.map((lid) => [WRITE, { lid }]));
    const ordered = results.length === number && results.every((result, place) => result === ids[place]);
    return [`${results.length} results, ${ordered ? "in" : "not in"} order`, ordered];
  },
  async isolated(portal, { page }) {
    const calls = Array.from({ length: 100 }, (_, place) => [
      "landing.landing.getpublicurl",
      { lid: place === 42 ? 1 : page },
    ]);
    const results = await many(portal, calls);
    const good = results.filter((result) => typeof result === "string").length;
    return [`${good} of 99 good results kept, without saying whose`, good === 99 && results.length === 100];
  },
  async creates(portal, { page }) {
    const copy = ["landing.landing.copy", { lid: page, toSiteId: 3 }];
    const made = new Set(await many(portal, Array.from({ length: 51 }, () => copy)));
    return [`${made.size} ids`, made.size === 51];
  },
  async listing(portal, { method, params, number }) {
    const rows = (await portal.actions.v2.callList.make({ method, params: { params } })).getData();
    return [`${rows.length} rows`, rows.length === number];
  },
  async calls(portal, { number }) {
    let lost = 0;
    for (let place = 0; place < number; place += 1) {
      try {
        const answer = await portal.actions.v2.call.make({ method: "profile", params: {} });
        lost += answer.isSuccess ? 0 : 1;
      } catch {
        lost += 1;
      }
    }
    return [String(lost), lost === 0];
  },
};

async function main() {
  const order = JSON.parse(readFileSync(0, "utf8"));
  const portal = connected(order);
  const begun = process.hrtime.bigint();
  const [facts, correct] = await cases[order.case](portal, order);
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  process.stdout.write(`${JSON.stringify({ seconds, facts, correct })}\n`, () => process.exit(0));
}

main().catch((error) => {
  process.stderr.write(`${error.name}: ${error.message}\n`);
  process.exit(1);
});
