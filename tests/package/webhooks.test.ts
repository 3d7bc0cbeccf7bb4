// `receive`: webhooks as raw bytes, verified and read.

import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { load, thrown } from "./built.ts";

const core = await load("node.js");
const now = "2020-02-21T13:23:29Z";
const guard = { secrets: ["webhook-5ecret"] };

const hook = {
  applicantId: "5c9e177b0a975a6eeccf5960",
  externalUserId: "jürgen 漢",
  type: "applicantReviewed",
  reviewResult: { reviewAnswer: "GREEN", clientComment: "Known fraudster" },
  reviewStatus: "completed",
  createdAtMs: "2020-02-21 13:23:19.321",
};

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function signed(body: Uint8Array, algorithm = "sha256", secret = "webhook-5ecret") {
  const digest = createHmac(algorithm, secret).update(body).digest("hex");
  return {
    headers: { "x-payload-digest": digest, "x-payload-digest-alg": `HMAC_${algorithm.toUpperCase()}_HEX` },
    body,
  };
}

test("a webhook is verified over its bytes and read", () => {
  const reading = core.receive("sumsub.applicant", signed(encode(JSON.stringify(hook))), guard, now);
  expect(reading).toEqual({
    value: {
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      type: "applicantReviewed",
      applicantId: "5c9e177b0a975a6eeccf5960",
      createdAtMs: Date.parse("2020-02-21T13:23:19.321Z"),
      externalUserId: "jürgen 漢",
      reviewStatus: "completed",
    },
    decisions: [
      {
        partner: "sumsub",
        scope: "identity",
        next: "proceed",
        text: "proceed",
        said: { reviewStatus: "completed", reviewAnswer: "GREEN" },
        show: [],
      },
    ],
  });
  expect(JSON.stringify(reading)).not.toContain("fraudster");
});

test("the same content written another way is another message", () => {
  const pretty = encode(JSON.stringify(hook, null, 2));
  const compact = encode(JSON.stringify(JSON.parse(new TextDecoder().decode(pretty))));
  const id = (body: Uint8Array) => core.receive("sumsub.applicant", signed(body), guard, now).value.id;
  expect(id(pretty)).not.toBe(id(compact));
  expect(id(pretty), "replayed").toBe(id(pretty));
  const reserialised = { headers: signed(pretty).headers, body: compact };
  expect(thrown(() => core.receive("sumsub.applicant", reserialised, guard, now))).toMatchObject({
    code: "unauthorized",
  });
});

test("each algorithm is taken where it is allowed", () => {
  const body = encode(JSON.stringify(hook));
  const receive = (algorithm: string, allowSha1: boolean) =>
    thrown(() => core.receive("sumsub.applicant", signed(body, algorithm), { ...guard, allowSha1 }, now));
  expect(receive("sha256", false)).toBeUndefined();
  expect(receive("sha512", false)).toBeUndefined();
  expect(receive("sha1", true)).toBeUndefined();
  expect(receive("sha1", false)).toMatchObject({ code: "unauthorized" });
  expect(receive("md5", true)).toMatchObject({ code: "unauthorized" });
});

test("what is not signed with one of the secrets is unauthorized, and no secret is repeated", () => {
  const body = encode(JSON.stringify(hook));
  const changed = Uint8Array.from(body, (byte, i) => (i === 40 ? byte ^ 1 : byte));
  for (const delivery of [
    signed(body, "sha256", "another"),
    { headers: signed(body).headers, body: changed },
    { headers: {}, body },
    { headers: signed(body).headers, body: new Uint8Array() },
  ]) {
    const error = thrown(() => core.receive("sumsub.applicant", delivery, guard, now));
    expect(error).toMatchObject({ name: "AssentError", code: "unauthorized" });
    expect(`${error} ${JSON.stringify(error)}`).not.toContain("5ecret");
  }
  const both = { secrets: ["next", "webhook-5ecret"] };
  expect(thrown(() => core.receive("sumsub.applicant", signed(body), both, now))).toBeUndefined();
});

test("age: 26 hours, or what the guard says", () => {
  const delivery = signed(encode(JSON.stringify(hook)));
  const receive = (at: string, maxAge?: number) =>
    thrown(() => core.receive("sumsub.applicant", delivery, { ...guard, ...(maxAge !== undefined && { maxAge }) }, at));
  expect(receive("2020-02-22T15:23:19.321Z")).toBeUndefined();
  expect(receive("2020-02-22T15:23:19.322Z")).toMatchObject({ code: "refused" });
  expect(receive("2020-02-21T13:24:19.321Z", 60)).toBeUndefined();
  expect(receive("2020-02-21T13:24:19.322Z", 60)).toMatchObject({ code: "refused" });
  expect(receive("2020-02-21T13:18:19.321Z")).toBeUndefined();
  expect(receive("2020-02-21T13:18:19.320Z"), "from the future").toMatchObject({ code: "refused" });
});

test("a guard without secrets, and a webhook that nobody knows, are invalid", () => {
  const delivery = signed(encode(JSON.stringify(hook)));
  const receive = core.receive as (...args: unknown[]) => unknown;
  for (const wrong of [undefined, null, {}, { secrets: [] }, { secrets: [""] }, { secrets: "x" }, { secrets: [5] }]) {
    const error = thrown(() => receive("sumsub.applicant", delivery, wrong, now));
    expect(error).toMatchObject({ code: "invalid-input", field: "guard.secrets" });
  }
  expect(thrown(() => receive("sumsub.applicant", delivery, { ...guard, secret: "x" }, now))).toMatchObject({
    code: "invalid-input",
    field: "guard.secret",
  });
  expect(thrown(() => receive("sumsub.action", delivery, guard, now))).toMatchObject({ field: "webhook" });
  expect(thrown(() => receive("sumsub.applicant", delivery, guard, "now"))).toMatchObject({ field: "now" });
});

test("Kriptomat's unsigned webhook says whose user to read, and decides nothing", () => {
  const status = {
    reviewStatus: "completed",
    applicantId: "k-1",
    reviewResult: { reviewAnswer: "GREEN", clientComment: "Known fraudster" },
  };
  const body = encode(JSON.stringify({ user_id: 42, status, documentStatus: [] }));
  const reading = core.receive("kriptomat.kyc", { headers: {}, body }, undefined, now);
  expect(reading).toEqual({
    value: { user_id: 42, applicantId: "k-1", reviewStatus: "completed" },
    decisions: [],
  });
  for (const wrong of [
    encode(""),
    encode("{}"),
    encode('{ "user_id": 42, } // a comment'),
    Uint8Array.of(0x7b, 0xff, 0x7d),
  ]) {
    expect(thrown(() => core.receive("kriptomat.kyc", { headers: {}, body: wrong }, undefined, now))).toMatchObject({
      code: "unreadable",
    });
  }
});
