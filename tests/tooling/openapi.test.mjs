// The OpenAPI description is that of the routes: what one has and the other has not ends the build.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { readContract } from "../../www/tooling/openapi/contract.mjs";
import { describe as descriptionOf } from "../../www/tooling/openapi/document.mjs";
import { readFacts } from "../../www/tooling/openapi/facts.mjs";
import { clientTypesFile, renewedClientTypes } from "../../www/tooling/openapi/renew-client.mjs";
import { root } from "../../www/tooling/toolchain.mjs";

const published = JSON.parse(readFileSync(join(root, "pkg", "openapi.json"), "utf8"));
const contract = readContract();
const facts = await readFacts();

/** @param {Partial<typeof facts>} change */
const withFacts = (change) => () => descriptionOf(contract, { ...facts, ...change }, "1.0.0");

describe("the published description", () => {
  it("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    expect(await validator.validate(published)).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  it("is what the sources say", () => {
    expect(descriptionOf(contract, facts, published.info.version)).toEqual(published);
  });

  it("has every route, each by a name of its own", () => {
    const operations = Object.values(published.paths).flatMap((methods) => Object.values(methods));
    expect(operations.length).toBe(new Set(facts.routes.map(({ method, path }) => `${method} ${path}`)).size);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { summary, operationId, tags } of operations) {
      expect(summary, operationId).toMatch(/^[A-Z].{5,100}$/);
      expect(published.tags.map((/** @type {{ name: string }} */ { name }) => name)).toContain(tags[0]);
    }
  });

  it("says who may ask: a token for all but what is public, a ticket's or a digest's", () => {
    const open = Object.entries(published.paths)
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { security }]) => ({ path, method, security })),
      )
      .filter(({ security }) => security.length === 0);
    expect(open.map(({ path, method }) => `${method} ${path}`).sort()).toEqual([
      "get /health",
      "get /log/consistency",
      "get /log/head",
      "get /log/heads",
      "get /log/keys",
      "get /policies/{policy}/presentation",
      "post /consent-forms/posted",
      "post /webhooks/kriptomat",
      "post /webhooks/sumsub",
    ]);
  });

  it("bears the patterns and sizes that the routes go by", () => {
    const { paths } = published;
    const [key] = paths["/consents"].post.parameters;
    expect(key).toMatchObject({ name: "Idempotency-Key", in: "header", schema: { minLength: 1, maxLength: 255 } });
    const [limit] = paths["/b2core/verifications"].get.parameters;
    expect(limit.schema).toEqual({ type: "integer", minimum: 0, maximum: 999_999 });
    expect(paths["/operator/report"].get.parameters.map((/** @type {{ name: string }} */ { name }) => name)).toEqual([
      "policy",
      "version",
      "person",
      "from",
      "to",
      "after",
    ]);
    expect(paths["/crossmint/documents"].post.requestBody.description).toBe("At most 15728640 bytes.");
    expect(paths["/crossmint/user"].put.requestBody.content["application/json"].schema).toEqual({
      $ref: "#/components/schemas/RecordRequest",
      unevaluatedProperties: false,
    });
  });

  it("has examples that it allows, and some of them", () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: "described", components: published.components });
    /** @type {(schema: object) => object} */
    const inPlace = (schema) =>
      JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"described#/components'));
    const operations = Object.values(published.paths).flatMap((methods) => Object.values(methods));
    const exemplified = operations.flatMap(({ operationId, parameters = [], requestBody }) => [
      ...parameters.map((/** @type {object} */ one) => ({ operationId, ...one })),
      { operationId, name: "body", ...requestBody?.content["application/json"] },
    ]);
    const given = exemplified.filter((one) => "example" in one);
    expect(given.length).toBeGreaterThan(20);
    for (const { operationId, name, schema, example } of given) {
      expect([operationId, name, ajv.validate(inPlace(schema), example), ajv.errors]).toEqual([
        operationId,
        name,
        true,
        null,
      ]);
    }
  });

  it("names the codes of each error", () => {
    const { responses } = published.components;
    const codes = (/** @type {number} */ status) =>
      responses[`Error${status}`].content["application/problem+json"].schema.allOf[1].properties.code.enum;
    expect([codes(401), codes(403), codes(429)]).toEqual([
      ["unauthorized"],
      ["consent-required", "refused", "unauthorized"],
      ["rate-limited"],
    ]);
    const all = new Set(Object.keys(responses).flatMap((name) => codes(Number(name.replace("Error", "")))));
    expect([...all].sort()).toEqual([...published.components.schemas.ErrorCode.enum].sort());
  });
});

it("the client's types are those of the description, or `npm run api` was forgotten", () => {
  expect(readFileSync(clientTypesFile, "utf8")).toBe(renewedClientTypes());
});

describe("a description is refused", () => {
  it("where a route has no contract", () => {
    const routes = [...facts.routes, { method: "GET", path: "/consents/:id/new" }];
    expect(withFacts({ routes })).toThrow("GET /consents/{id}/new has no contract");
  });

  it("where a contract has no route", () => {
    const routes = facts.routes.filter(({ path }) => path !== "/me");
    expect(withFacts({ routes })).toThrow("no route is GET /me");
  });

  it("where a part of the address has another name", () => {
    const routes = facts.routes.map((one) =>
      one.path === "/consents/:policy" ? { ...one, path: "/consents/:id" } : one,
    );
    expect(withFacts({ routes })).toThrow("DELETE /consents/{id} has no contract");
  });

  it("where something is constrained that is not there", () => {
    const constraints = { ...facts.constraints, "GET /me": { language: { maxLength: 2 } } };
    expect(withFacts({ constraints })).toThrow("GET /me has no language");
  });

  it("where an example is of something that is not there", () => {
    const parameterExamples = { ...facts.parameterExamples, "GET /consents": { policy: "shop-terms" } };
    expect(withFacts({ parameterExamples })).toThrow("GET /consents has no policy");
  });

  it("where nobody says what a status means", () => {
    expect(withFacts({ codesOf: () => [] })).toThrow("nothing is known of the status");
  });
});
