// One-time codes and signatures of the built package, against programs of others; the lives of sessions and codes.

import { expect, test } from "vitest";
import { load, thrown } from "./built.ts";
import { hmacSha256, repeatable, secretOf, totp, totpOfNode } from "./reference-tools.ts";

const core = await load("node.js");
const base = "https://api.sumsub.com";

/** An ISO time of the host's clock. */
function at(seconds: number, milliseconds = 0): string {
  return new Date(seconds * 1000 + milliseconds).toISOString();
}

function code(totpSecret: string, now: string): string {
  const account = { email: "a@b.example", password: "p", clientId: 5, clientSecret: "s", totpSecret };
  const request = core.prepare("kriptomat.login", { account, input: {}, now });
  return (JSON.parse(request.body ?? "") as { security_code: string }).security_code;
}

test(`250 one-time codes are those of ${totp.by}`, () => {
  const random = repeatable(6238);
  const codes: string[] = [];
  for (let i = 0; i < 250; i++) {
    const bytes = Uint8Array.from({ length: 1 + Math.floor(random() * 64) }, () => Math.floor(random() * 256));
    const secret = secretOf(bytes);
    const seconds = Math.floor(random() * 4_102_444_800);
    const ours = code(secret.base32, at(seconds, Math.floor(random() * 1000)));
    expect({ secret: secret.base32, seconds, code: ours }).toEqual({
      secret: secret.base32,
      seconds,
      code: totp.of(secret, seconds),
    });
    codes.push(ours);
  }
  expect(codes.every((each) => /^\d{6}$/.test(each))).toBe(true);
  expect(codes.filter((each) => each.startsWith("0")).length).toBeGreaterThan(5);
  expect(new Set(codes).size).toBeGreaterThan(240);
}, 60_000);

test("RFC 6238 and the computation that stands in for oathtool agree", () => {
  const secret = secretOf(new TextEncoder().encode("12345678901234567890"));
  for (const [seconds, expected] of [
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ] as const) {
    expect(code(secret.base32, at(seconds))).toBe(expected);
    expect(totpOfNode(secret.bytes, seconds)).toBe(expected);
  }
});

test("a secret is taken as an authenticator app prints it", () => {
  const plain = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  const groups = plain.match(/.{4}/g) ?? [];
  for (const form of [plain.toLowerCase(), groups.join(" "), groups.join("-"), `${plain}====`, ` ${plain} `]) {
    expect(code(form, at(59))).toBe("287082");
  }
  for (const wrong of ["GEZD0", "GEZD1", "GEZD8", "A", "=", "otpauth://totp/x?secret=GEZDGNBV"]) {
    const error = thrown(() => code(wrong, at(59)));
    expect(error).toMatchObject({ name: "AssentError", code: "invalid-input", field: "account.totpSecret" });
    expect(String(error)).not.toContain("GEZD");
  }
});

/** The parts of a request, put together as the docs say: seconds, method, path with query, body. */
function message(request: ReturnType<typeof core.prepare>): string {
  const { method, url, headers, body } = request;
  return `${headers["x-app-access-ts"]}${method}${url.slice(base.length)}${body ?? ""}`;
}

test(`150 signatures are those of ${hmacSha256.by}`, () => {
  const random = repeatable(2104);
  const pick = (letters: string, most: number) =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => [...letters][Math.floor(random() * letters.length)]);
  const letters = "abcXYZ0189-_.~!*'()/?#&=+% \"\\{}é漢";
  const graphic = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).join("");
  for (let i = 0; i < 50; i++) {
    const secretKey = pick(graphic, 100).join("");
    const [applicantId, forClientId] = [`a${pick(letters, 20).join("")}`, `k${pick(letters, 20).join("")}`];
    const seconds = Math.floor(random() * 4_102_444_800);
    const now = at(seconds, Math.floor(random() * 1000));
    const ttl = random() < 0.5 ? {} : { ttlInSecs: 1 + Math.floor(random() * 86_400) };
    const input = { applicantId, forClientId, ...ttl };
    const account = { appToken: "sbx:token", secretKey };
    for (const request of [
      core.prepare("sumsub.createShareToken", { account, input, now }),
      core.prepare("sumsub.createShareToken", { account: { ...account, shareTokenForm: "query" }, input, now }),
      core.prepare("sumsub.getApplicantStatus", { account, input: { applicantId }, now }),
    ]) {
      expect(request.headers).toMatchObject({ "x-app-token": "sbx:token", "x-app-access-ts": String(seconds) });
      expect(request.headers["x-app-access-sig"]).toBe(hmacSha256.of(secretKey, message(request)));
      expect(new URL(request.url).href, "sent as it was signed").toBe(request.url);
    }
  }
}, 60_000);

test("the body that is signed is the body that was asked for", () => {
  const request = core.prepare("sumsub.createShareToken", {
    account: { appToken: "sbx:token", secretKey: "k" },
    input: { applicantId: 'é"\\', forClientId: "漢 /", ttlInSecs: 600 },
    now: at(0),
  });
  expect(JSON.parse(request.body ?? "")).toEqual({ applicantId: 'é"\\', forClientId: "漢 /", ttlInSecs: 600 });
});

test("a session is renewed at four fifths of its granted life", () => {
  expect(core.session("2026-01-01T00:00:00Z", 3600)).toEqual({
    renewAt: Date.parse("2026-01-01T00:48:00Z"),
    endsAt: Date.parse("2026-01-01T01:00:00Z"),
  });
  expect(core.session("2026-01-01T00:00:00.250Z", 300)).toEqual({
    renewAt: Date.parse("2026-01-01T00:04:00.250Z"),
    endsAt: Date.parse("2026-01-01T00:05:00.250Z"),
  });
  for (const wrong of ["", "now", "2026-01-01", "2026-01-01T00:00:00+00:00"]) {
    expect(thrown(() => core.session(wrong, 60))).toMatchObject({ code: "invalid-input", field: "askedAt" });
  }
});

test("a code's window is its 30 seconds, in which the code does not change", () => {
  expect(core.codeWindow("1970-01-01T00:00:29.999Z")).toBe(0);
  expect(core.codeWindow("1970-01-01T00:00:30Z")).toBe(1);
  const secret = secretOf(new TextEncoder().encode("12345678901234567890")).base32;
  const random = repeatable(30);
  for (let i = 0; i < 100; i++) {
    const first = 30 * Math.floor(random() * 100_000_000);
    const [start, end, next] = [at(first), at(first + 29, 999), at(first + 30)];
    expect(core.codeWindow(start)).toBe(first / 30);
    expect(core.codeWindow(end)).toBe(first / 30);
    expect(core.codeWindow(next)).toBe(first / 30 + 1);
    expect(code(secret, end)).toBe(code(secret, start));
  }
  expect(thrown(() => core.codeWindow("soon"))).toMatchObject({ code: "invalid-input", field: "now" });
});
