// Identity verification: the course of a review, each made-up person, and what each product needs of whom.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  bring,
  type FullRecord,
  look,
  POLICY,
  record,
  STANDARD_DOCUMENTS,
  same,
  trigger,
  upload,
  user,
  usRecord,
  verify,
} from "./records.ts";
import { type Sandbox, startSandbox } from "./start-sandbox.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const verified = same("verified");
const ramps = (status: string) => ({ "regulated-transfer": "verified", onramp: status, offramp: status });
const accept = (id: string) => sandbox.crossmint("PUT", `${user(id)}/legal-documents`, POLICY);

describe("the course of a review", () => {
  test("not-started once, pending-review until the time is over, then the outcome", async () => {
    await bring(sandbox, "verified-1", record(), STANDARD_DOCUMENTS);
    expect(await look(sandbox, "verified-1")).toEqual(same("not-started"));
    expect(await trigger(sandbox, "verified-1")).toEqual(same("not-started"));
    expect(await look(sandbox, "verified-1")).toEqual(same("pending-review"));
    await sandbox.advance(2.999);
    expect(await look(sandbox, "verified-1")).toEqual(same("pending-review"));
    await sandbox.advance(0.001);
    expect(await look(sandbox, "verified-1")).toEqual(verified);
  });

  test("the length of the review is a setting", async () => {
    await sandbox.set({ reviewSeconds: 60 });
    await bring(sandbox, "verified-1", record(), STANDARD_DOCUMENTS);
    await trigger(sandbox, "verified-1");
    await sandbox.advance(59);
    expect(await look(sandbox, "verified-1")).toEqual(same("pending-review"));
    await sandbox.advance(1);
    expect(await look(sandbox, "verified-1")).toEqual(verified);
    await sandbox.set({ reviewSeconds: 0 });
    await bring(sandbox, "verified-2", record(), STANDARD_DOCUMENTS);
    expect(await trigger(sandbox, "verified-2")).toEqual(same("not-started"));
    expect(await look(sandbox, "verified-2")).toEqual(verified);
  });

  test("a second trigger neither restarts a review nor undoes an outcome", async () => {
    await bring(sandbox, "verified-1", record(), STANDARD_DOCUMENTS);
    await trigger(sandbox, "verified-1");
    await sandbox.advance(2);
    expect(await trigger(sandbox, "verified-1")).toEqual(same("pending-review"));
    await sandbox.advance(1);
    expect(await look(sandbox, "verified-1")).toEqual(verified);
    await sandbox.crossmint("PUT", user("verified-1"), {});
    expect(await trigger(sandbox, "verified-1")).toEqual(verified);
  });

  test("the policy comes first: data is taken, but every product waits for the acceptance", async () => {
    expect((await sandbox.crossmint("PUT", user("verified-1"), record())).status).toBe(200);
    for (const documentType of STANDARD_DOCUMENTS) await upload(sandbox, "verified-1", documentType);
    expect(await look(sandbox, "verified-1")).toEqual(same("pending-privacy-policy"));
    expect(await verify(sandbox, "verified-1")).toEqual(same("pending-privacy-policy"));
    await accept("verified-1");
    expect(await look(sandbox, "verified-1")).toEqual(same("not-started"));
    expect(await verify(sandbox, "verified-1")).toEqual(verified);
  });

  test("the terms of service are no acceptance of the policy", async () => {
    await sandbox.crossmint("PUT", `${user("a")}/legal-documents`, {
      type: "crossmint-terms-of-service",
      region: "eu",
      acceptedAt: POLICY.acceptedAt,
    });
    expect(await look(sandbox, "a")).toEqual(same("pending-privacy-policy"));
  });

  test("a renewed policy holds up even who was verified", async () => {
    await bring(sandbox, "verified-1", record(), STANDARD_DOCUMENTS);
    expect(await verify(sandbox, "verified-1")).toEqual(verified);
    await sandbox.control("POST", "partners/crossmint/renew-policy");
    expect(await look(sandbox, "verified-1")).toEqual(same("pending-privacy-policy"));
    await accept("verified-1");
    expect(await look(sandbox, "verified-1")).toEqual(verified);
  });

  test("nobody known is not found", async () => {
    expect((await sandbox.crossmint("PUT", `${user("nobody")}/identity-verification`)).status).toBe(404);
    expect((await sandbox.crossmint("GET", `${user("nobody")}/identity-verification`)).status).toBe(404);
  });

  test("a new acceptance ends pending-privacy-policy at once, or at the next trigger", async () => {
    const pending = same("pending-privacy-policy");
    await bring(sandbox, "policy-outdated-1", record(), STANDARD_DOCUMENTS);
    expect(await look(sandbox, "policy-outdated-1")).toEqual(pending);
    await accept("policy-outdated-1");
    expect(await look(sandbox, "policy-outdated-1")).toEqual(same("not-started"));
    await sandbox.set({ policyCounts: "at-next-trigger" });
    expect(await look(sandbox, "policy-outdated-1")).toEqual(pending);
    expect(await trigger(sandbox, "policy-outdated-1")).toEqual(same("not-started"));
    expect(await look(sandbox, "policy-outdated-1")).toEqual(same("pending-review"));
  });

  test("what is missing can be told at once", async () => {
    await sandbox.set({ missingTold: "at-once" });
    await bring(sandbox, "verified-1", record());
    const asked = "requires-data: id selfie";
    expect(await trigger(sandbox, "verified-1")).toEqual({ ...same(asked), "regulated-transfer": "not-started" });
  });

  test("onramp-light is absent until it is switched on, and needs no documents", async () => {
    await bring(sandbox, "verified-1", record());
    expect(await verify(sandbox, "verified-1")).not.toHaveProperty("onramp-light");
    await sandbox.set({ onrampLight: true });
    expect(await verify(sandbox, "verified-1")).toMatchObject({
      "onramp-light": "verified",
      onramp: "requires-data: id selfie",
    });
  });
});

describe("people", () => {
  test.each(["verified-1", "verified", "somebody", "rejectedly"])("%s is verified", async (id) => {
    await bring(sandbox, id, record(), STANDARD_DOCUMENTS);
    expect(await verify(sandbox, id)).toEqual(verified);
  });

  test("rejected: for good, once everything is there", async () => {
    await bring(sandbox, "rejected-1", record());
    expect(await verify(sandbox, "rejected-1")).toMatchObject({ onramp: "requires-data: id selfie" });
    for (const documentType of STANDARD_DOCUMENTS) await upload(sandbox, "rejected-1", documentType);
    expect(await verify(sandbox, "rejected-1")).toEqual(same("rejected"));
    expect(await verify(sandbox, "rejected-1")).toEqual(same("rejected"));
  });

  test("manual-review: until staff decide", async () => {
    await bring(sandbox, "manual-review-1", record(), STANDARD_DOCUMENTS);
    const decide = (body: object) =>
      sandbox.fetch("http://sandbox.test/control/partners/crossmint/decide", { method: "POST", json: body });
    const decision = { userLocator: "userId:manual-review-1", status: "verified" };
    await trigger(sandbox, "manual-review-1");
    expect((await decide(decision)).status).toBe(409);
    await sandbox.advance(3);
    expect(await look(sandbox, "manual-review-1")).toEqual(ramps("pending-manual-review"));
    await sandbox.advance(86_400);
    expect(await trigger(sandbox, "manual-review-1")).toEqual(ramps("pending-manual-review"));
    expect((await decide({ ...decision, status: "maybe" })).status).toBe(400);
    expect((await decide({ ...decision, environment: "production" })).status).toBe(404);
    expect(await decide(decision)).toMatchObject({ status: 200, json: { products: ["onramp", "offramp"] } });
    expect(await look(sandbox, "manual-review-1")).toEqual(verified);
    expect((await decide(decision)).status).toBe(409);

    await bring(sandbox, "manual-review-2", record(), STANDARD_DOCUMENTS);
    await verify(sandbox, "manual-review-2");
    await decide({ userLocator: "userId:manual-review-2", status: "rejected" });
    expect(await look(sandbox, "manual-review-2")).toEqual(ramps("rejected"));
  });

  test("more-data: asks once more, whatever was sent", async () => {
    const asked = ramps("requires-data: kyc-data");
    const fuller = record();
    Object.assign(fuller.kycData, { email: "a@b.example", phoneNumber: "+491700000000" });
    await bring(sandbox, "more-data-1", fuller, STANDARD_DOCUMENTS);
    expect(await trigger(sandbox, "more-data-1")).toEqual(same("not-started"));
    await sandbox.advance(3);
    expect(await look(sandbox, "more-data-1")).toEqual(asked);
    expect(await verify(sandbox, "more-data-1"), "triggered again without a new record").toEqual(asked);
    await sandbox.crossmint("PUT", user("more-data-1"), record());
    expect(await verify(sandbox, "more-data-1"), "a new record that is no fuller").toEqual(asked);
    await sandbox.crossmint("PUT", user("more-data-1"), fuller);
    expect(await look(sandbox, "more-data-1"), "not triggered yet").toEqual(asked);
    expect(await verify(sandbox, "more-data-1")).toEqual(verified);
  });

  test("more-data: the standard data is asked for first", async () => {
    await bring(sandbox, "more-data-1", {});
    expect(await verify(sandbox, "more-data-1")).toMatchObject({
      onramp: "requires-data: user-details kyc-data due-diligence verification-history",
    });
    await sandbox.crossmint("PUT", user("more-data-1"), record());
    for (const documentType of STANDARD_DOCUMENTS) await upload(sandbox, "more-data-1", documentType);
    expect(await verify(sandbox, "more-data-1")).toEqual(ramps("requires-data: kyc-data"));
  });

  test("documents: proof of address too", async () => {
    await bring(sandbox, "documents-1", record());
    expect(await verify(sandbox, "documents-1")).toEqual(ramps("requires-data: id selfie proof-of-address"));
    for (const documentType of STANDARD_DOCUMENTS) await upload(sandbox, "documents-1", documentType);
    expect(await verify(sandbox, "documents-1")).toEqual(ramps("requires-data: proof-of-address"));
    await upload(sandbox, "documents-1", "proof-of-address");
    expect(await verify(sandbox, "documents-1")).toEqual(verified);
  });

  test("documents: an identity document even in the US", async () => {
    await bring(sandbox, "documents-1", usRecord());
    expect(await verify(sandbox, "documents-1")).toEqual(ramps("requires-data: id proof-of-address"));
  });

  test("edd: proof of address and of income", async () => {
    await bring(sandbox, "edd-1", record(), STANDARD_DOCUMENTS);
    expect(await verify(sandbox, "edd-1")).toEqual(ramps("requires-data: proof-of-address proof-of-income"));
    await upload(sandbox, "edd-1", "proof-of-address");
    expect(await verify(sandbox, "edd-1")).toEqual(ramps("requires-data: proof-of-income"));
    await upload(sandbox, "edd-1", "proof-of-income");
    expect(await verify(sandbox, "edd-1")).toEqual(verified);
  });

  test.each([[["id-passport"]], [["id-idcard-front", "id-idcard-back"]]])(
    "edd in the US: %j and proof of address, not of income",
    async (identity) => {
      await bring(sandbox, "edd-1", usRecord());
      expect(await verify(sandbox, "edd-1")).toEqual(ramps("requires-data: id proof-of-address"));
      for (const documentType of [...identity, "proof-of-address"]) await upload(sandbox, "edd-1", documentType);
      expect(await verify(sandbox, "edd-1")).toEqual(verified);
    },
  );

  test("policy-outdated: the first acceptance is of an outdated version, the second is valid", async () => {
    await bring(sandbox, "policy-outdated-1", record(), STANDARD_DOCUMENTS);
    const valid = async () => {
      const { json } = await sandbox.crossmint("GET", user("policy-outdated-1"));
      return (json as { legalDocuments: { isValidVersion: boolean }[] }).legalDocuments[0]?.isValidVersion;
    };
    expect(await valid()).toBe(false);
    expect(await verify(sandbox, "policy-outdated-1")).toEqual(same("pending-privacy-policy"));
    await accept("policy-outdated-1");
    expect(await valid()).toBe(true);
    expect(await verify(sandbox, "policy-outdated-1")).toEqual(verified);
  });

  test("not-enabled: every call is refused", async () => {
    const me = user("not-enabled-1");
    const replies = [
      await accept("not-enabled-1"),
      await sandbox.crossmint("PUT", me, record()),
      await sandbox.crossmint("GET", me),
      await upload(sandbox, "not-enabled-1", "id-passport"),
      await sandbox.crossmint("PUT", `${me}/identity-verification`),
      await sandbox.crossmint("GET", `${me}/identity-verification`),
    ];
    const message = "project not configured to support the users KYC endpoints";
    for (const reply of replies) expect(reply).toMatchObject({ status: 403, json: { error: true, message } });
    await sandbox.set({ notEnabledStatus: 422 });
    expect((await accept("not-enabled-1")).status).toBe(422);
  });

  test("the outcome is read from any form of locator", async () => {
    const me = `/users/${encodeURIComponent("email:not-enabled-1@b.example")}`;
    expect((await sandbox.crossmint("GET", me)).status).toBe(403);
  });
});

describe("what is needed", () => {
  /** What onramp and offramp want of a person with this record and these documents. */
  async function wants(full: object, documents: string[] = STANDARD_DOCUMENTS): Promise<string> {
    await bring(sandbox, "verified-1", full, documents);
    const { onramp, offramp } = await verify(sandbox, "verified-1");
    expect(offramp).toBe(onramp);
    return (onramp ?? "").replace("requires-data: ", "");
  }
  const without = (full: FullRecord, section: string) =>
    Object.fromEntries(Object.entries(full).filter(([name]) => name !== section));

  test.each([
    ["userDetails", "user-details"],
    ["kycData", "kyc-data"],
    ["dueDiligence", "due-diligence"],
    ["verificationHistory", "verification-history"],
  ])("without %s: %s", async (section, member) => {
    expect(await wants(without(record(), section))).toBe(member);
  });

  test.each([
    ["userDetails", "firstName", "user-details"],
    ["userDetails", "lastName", "user-details"],
    ["userDetails", "dateOfBirth", "user-details"],
    ["kycData", "nationality", "kyc-data"],
    ["kycData", "addressOfResidence", "kyc-data"],
    ["kycData", "identityDocument", "kyc-data"],
  ] as const)("without %s.%s: %s", async (section, field, member) => {
    const full = record();
    delete full[section][field];
    expect(await wants(full)).toBe(member);
  });

  test("payouts need the user's details alone", async () => {
    const { userDetails } = record();
    await bring(sandbox, "verified-1", { userDetails });
    expect(await verify(sandbox, "verified-1")).toMatchObject({
      "regulated-transfer": "verified",
      onramp: "requires-data: kyc-data due-diligence verification-history id selfie",
    });
    await bring(sandbox, "verified-2", without(record(), "userDetails"));
    expect(await verify(sandbox, "verified-2")).toMatchObject({ "regulated-transfer": "requires-data: user-details" });
  });

  test.each([
    ["DE", ["id-passport"], ""],
    ["DE", ["id-idcard-front", "id-idcard-back"], ""],
    ["NO", ["id-idcard-front", "id-idcard-back"], ""],
    ["DE", ["id-idcard-front"], "id"],
    ["DE", ["id-idcard-back"], "id"],
    ["ES", ["id-residency-permit"], ""],
    ["CH", ["id-passport"], ""],
    ["CH", ["id-idcard-front", "id-idcard-back"], "id"],
    ["GB", ["id-idcard-front", "id-idcard-back"], "id"],
    ["DE", [], "id"],
  ])("identity in %s by %j: missing %j", async (country, documents, missing) => {
    const expected = missing === "" ? "verified" : missing;
    expect(await wants(record(country), [...documents, "selfie-front"])).toBe(expected);
  });

  test("a selfie is needed outside the US, unless that is switched off", async () => {
    expect(await wants(record(), ["id-passport"])).toBe("selfie");
    await sandbox.set({ selfie: false });
    expect(await wants(record(), [])).toBe("verified");
  });

  test("an expired document counts for nothing", async () => {
    await bring(sandbox, "verified-1", record(), ["selfie-front"]);
    await upload(sandbox, "verified-1", "id-passport", { expiresAt: "2020-01-01" });
    expect(await verify(sandbox, "verified-1")).toMatchObject({ onramp: "requires-data: id" });
    await upload(sandbox, "verified-1", "id-passport", { expiresAt: "2999-01-01" });
    expect(await verify(sandbox, "verified-1")).toMatchObject({ onramp: "verified" });
  });

  test("in the US the number and the phone are enough: no documents, no history", async () => {
    expect(await wants(usRecord(), [])).toBe("verified");
  });

  test.each(["phoneNumber", "identityDocument", "addressOfResidence"])(
    "in the US without kycData.%s",
    async (field) => {
      const full = usRecord();
      delete full.kycData[field];
      expect(await wants(full, [])).toBe("kyc-data");
    },
  );

  test("in the US a passport's number is not the social security number", async () => {
    const full = usRecord();
    Object.assign(full.kycData, { identityDocument: { type: "passport", number: "1" } });
    expect(await wants(full, [])).toBe("kyc-data");
  });

  test.each(["NY", "NC", "TN", "TX", "VA", "VT", "New York", "US-TX"])("%s wants due diligence", async (state) => {
    expect(await wants(usRecord(state), [])).toBe("due-diligence");
    const dueDiligence = { employmentStatus: "full-time", estimatedYearlyIncome: "income-50k-100k" };
    expect(await wants({ ...usRecord(state), dueDiligence }, [])).toBe("verified");
  });

  test.each(["CA", "WA", "FL", "West Virginia"])("%s does not", async (state) => {
    expect(await wants(usRecord(state), [])).toBe("verified");
  });

  test("in any state due diligence, when sent, needs the yearly income", async () => {
    expect(await wants({ ...usRecord("CA"), dueDiligence: { employmentStatus: "full-time" } }, [])).toBe(
      "due-diligence",
    );
  });
});
