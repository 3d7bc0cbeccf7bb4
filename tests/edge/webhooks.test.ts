import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { advance, count, customer, startWithPartners } from "./partners.ts";
import type { Body, RunningGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

vi.setConfig({ testTimeout: 60_000 });

const SECRET = "sandbox-only-webhook-secret";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startWithPartners();
});
afterAll(() => gateway.stop());

interface Hook {
  readonly applicant: string;
  /** Milliseconds from now. */
  readonly created?: number;
  readonly answer?: "GREEN" | "RED";
  readonly secret?: string;
  readonly algorithm?: "sha256" | "sha512" | "sha1";
}

function hook({ applicant, created = 0, answer = "GREEN" }: Hook): string {
  const createdAtMs = new Date(Date.now() + created).toISOString().replace("T", " ").replace("Z", "");
  const reviewResult = {
    reviewAnswer: answer,
    ...(answer === "RED" && { reviewRejectType: "FINAL", clientComment: "PRIVATE", rejectLabels: ["FORGERY"] }),
  };
  const status = { type: "applicantReviewed", reviewStatus: "completed", reviewResult, createdAtMs };
  return JSON.stringify({ applicantId: applicant, ...status }, null, 3);
}

async function deliver(body: string, { secret = SECRET, algorithm = "sha256" }: Partial<Hook> = {}): Promise<number> {
  const headers = {
    origin: "",
    "content-type": "application/json",
    "x-payload-digest-alg": `HMAC_${algorithm.toUpperCase()}_HEX`,
    "x-payload-digest": createHmac(algorithm, secret).update(body).digest("hex"),
  };
  return (await gateway.ask("/webhooks/sumsub", { method: "POST", body, headers })).status;
}

/** What the gateway knows of the review, with Sumsub itself out of reach. */
async function known(applicant: string): Promise<string> {
  await gateway.control("/control/faults", "PUT", {
    faults: [{ fault: "502", calls: 1, operation: "sumsub.getApplicantStatus" }],
  });
  const { body } = await customer(gateway, undefined, applicant).ask("/me");
  await gateway.control("/control/faults", "PUT", { faults: [] });
  return body.decisions?.find(({ partner }) => partner === "sumsub")?.next ?? "unknown";
}

const receipts = () => gateway.log.filter(({ event }) => event === "webhook").map(({ code }) => code);

describe("Sumsub's webhooks", () => {
  test("one that is verified is taken, with either secret", async () => {
    expect(await deliver(hook({ applicant: "approved-1" }))).toBe(204);
    expect(await known("approved-1")).toBe("proceed");
    expect(
      await deliver(hook({ applicant: "approved-2" }), { secret: "sandbox-only-earlier-secret", algorithm: "sha512" }),
    ).toBe(204);
    expect(await known("approved-2")).toBe("proceed");
  });

  test("a later RED overrules GREEN, and an older GREEN that comes after it changes nothing", async () => {
    const [green, red] = [
      hook({ applicant: "approved-3", created: -9000 }),
      hook({ applicant: "approved-3", answer: "RED" }),
    ];
    await deliver(red);
    expect(await known("approved-3")).toBe("stop");
    await deliver(green);
    await waitFor(() => receipts().at(-1) === "older");
    expect(await known("approved-3")).toBe("stop");
  });

  test("a replay changes nothing", async () => {
    const green = hook({ applicant: "approved-4", created: -5000 });
    await deliver(green);
    await deliver(hook({ applicant: "approved-4", answer: "RED" }));
    await deliver(green);
    await waitFor(() => receipts().at(-1) === "known");
    expect(await known("approved-4")).toBe("stop");
  });

  test("two of the same moment leave it to the partner", async () => {
    const created = -1000 - Date.now() + Math.floor(Date.now() / 1000) * 1000;
    const one = hook({ applicant: "approved-5", created });
    await deliver(one);
    await deliver(one.replace('"GREEN"', '"RED",\n"reviewRejectType": "FINAL"'));
    expect(await known("approved-5")).toBe("unknown");
  });

  test("one that is older than what was asked since is not believed over it", async () => {
    const red = hook({ applicant: "approved-6", answer: "RED", created: -2000 });
    const person = customer(gateway, undefined, "approved-6");
    await person.ask("/sumsub/applicant");
    await deliver(red);
    expect(await known("approved-6")).toBe("unknown");
    expect((await person.ask("/sumsub/applicant")).body.decisions).toMatchObject([{ next: "proceed" }]);
  });

  test.each([
    ["another secret", { secret: "not-the-secret" }],
    ["the legacy digest", { algorithm: "sha1" as const }],
  ])("%s is refused", async (_, how) => {
    expect(await deliver(hook({ applicant: "approved-7" }), how)).toBe(401);
    expect(await known("approved-7")).toBe("unknown");
  });

  test("one that comes while Sumsub is being asked is not undone by that older answer, nor kept from who asks next", async () => {
    await gateway.fail("slow:1500", "getApplicantStatus", 1, "sumsub");
    const person = customer(gateway, undefined, "approved-9");
    const before = await count(gateway, "sumsub.getApplicantStatus");
    const looking = person.ask("/sumsub/applicant");
    await waitFor(async () => (await count(gateway, "sumsub.getApplicantStatus")) > before);
    expect(await deliver(hook({ applicant: "approved-9", answer: "RED" }))).toBe(204);
    await person.ask("/sumsub/applicant");
    expect(await count(gateway, "sumsub.getApplicantStatus")).toBe(before + 2);
    await deliver(hook({ applicant: "approved-9", answer: "RED" }));
    await looking;
    expect(await known("approved-9")).toBe("stop");
  });

  test("forged, late and malformed ones are refused", async () => {
    const body = hook({ applicant: "approved-8" });
    const headers = { origin: "", "content-type": "application/json" };
    expect((await gateway.ask("/webhooks/sumsub", { method: "POST", body, headers })).status).toBe(401);
    const digest = createHmac("sha256", SECRET).update(body).digest("hex");
    const changed = {
      method: "POST",
      body: JSON.stringify(JSON.parse(body)),
      headers: { ...headers, "x-payload-digest": digest },
    };
    expect((await gateway.ask("/webhooks/sumsub", changed)).status).toBe(401);
    expect(await deliver(hook({ applicant: "approved-8", created: -27 * 3600_000 }))).toBe(400);
    expect(await deliver(hook({ applicant: "approved-8", created: 3600_000 }))).toBe(400);
    expect(await deliver("{}")).toBe(400);
    expect(await deliver(`{"pad":"${"x".repeat(300_000)}"}`)).toBe(413);
    expect(await known("approved-8")).toBe("unknown");
  });

  test("the sandbox's own are understood: a review, and fraud that is found later", async () => {
    const url = new URL("/webhooks/sumsub", await gateway.address).href;
    await gateway.control("/control/settings/sumsub", "PUT", { webhookUrl: url });
    const applicantId = "approved-9";
    await gateway.control("/control/partners/sumsub/find-fraud", "POST", { applicantId });
    await advance(gateway, 1);
    await waitFor(async () => (await known(applicantId)) === "stop");
    const sent = (await gateway.control("/control/webhooks")).webhooks as readonly Body[];
    expect(sent.at(-1)?.state).toBe("delivered");
  });
});

describe("Kriptomat's webhooks are hints", () => {
  const tell = (user: number) => {
    const status = { reviewStatus: "completed", reviewResult: { reviewAnswer: "GREEN" } };
    const headers = { origin: "", "content-type": "application/json" };
    return gateway.ask("/webhooks/kriptomat", {
      method: "POST",
      body: JSON.stringify({ user_id: user, status }),
      headers,
    });
  };
  /** How many persons' storage knows of a hint. */
  const hinted = () => {
    const files = readdirSync(gateway.folder, { recursive: true, encoding: "utf8" });
    const kept = files.filter((file) => /PartnerVerification.*sqlite/.test(file));
    const known = kept.filter((file) => readFileSync(join(gateway.folder, file)).includes("hintedAt"));
    return new Set(known.map((file) => file.replace(/\.sqlite.*/, ""))).size;
  };
  const reads = () => count(gateway, "kriptomat.getUser");

  test("one ends the waiting early, by a look at the user", async () => {
    const person = customer(gateway, 1001, "approved-k");
    await person.ask("/kriptomat/kyc-import", { method: "POST" });
    expect((await person.ask("/me")).body.decisions).toContainEqual(
      expect.objectContaining({ partner: "kriptomat", next: "wait" }),
    );
    await advance(gateway, 10);
    expect((await tell(1001)).status).toBe(204);
    await waitFor(async () => {
      const { body } = await person.ask("/me");
      return body.decisions?.some(({ partner, next }) => partner === "kriptomat" && next === "proceed");
    });
  });

  test("what it says is not believed", async () => {
    const person = customer(gateway, 3001, "approved-k");
    await person.ask("/kriptomat/kyc-import", { method: "POST" });
    await advance(gateway, 10);
    await tell(3001);
    await waitFor(async () => {
      const { body } = await person.ask("/me");
      return body.decisions?.some(({ partner, next }) => partner === "kriptomat" && next === "stop");
    });
  });

  test("many lead to one look, and none where nobody waits", async () => {
    const person = customer(gateway, 8001, "approved-k");
    await person.ask("/kriptomat/kyc-import", { method: "POST" });
    const before = await reads();
    for (let time = 0; time < 10; time++) expect((await tell(8001)).status).toBe(204);
    await waitFor(async () => (await reads()) > before);
    for (let time = 0; time < 10; time++) expect((await tell(8001)).status).toBe(204);
    const known = hinted();
    for (let user = 1500; user < 1510; user++) expect((await tell(user)).status).toBe(204);
    expect(hinted()).toBe(known);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await reads()).toBe(before + 1);
  });

  test("what names no user is refused", async () => {
    const headers = { origin: "", "content-type": "application/json" };
    expect((await gateway.ask("/webhooks/kriptomat", { method: "POST", body: "{}", headers })).status).toBe(400);
  });
});

test("without its partner a webhook is not taken", async () => {
  await gateway.restart({ variables: { SUMSUB_WEBHOOK_SECRETS: "" } });
  expect((await gateway.ask("/webhooks/sumsub", { method: "POST", body: "{}" })).status).toBe(404);
  expect((await gateway.ask("/webhooks/kriptomat", { method: "POST", body: "{}" })).status).toBe(404);
});
