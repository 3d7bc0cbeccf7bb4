// B2CORE: verification history and details, the wizard in all its shapes, and each made-up client.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { b2core, HOST, MY, tokenOf, type Wizard } from "./b2core-client.ts";
import { type Read, type Sandbox, startSandbox } from "./start-sandbox.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const set = (settings: object) => sandbox.set({ ...settings }, "b2core");
const VERIFICATIONS = `${MY}/verifications`;
const TERMINATED = "B2B\\TCA\\Wizards\\Workflow\\TerminateWorkflow";

interface Row {
  id: number;
  userId: unknown;
  reason: { name: unknown };
  currentLevel: { id: number; name: string };
  createTime: string;
}
interface List {
  total: number;
  data: Row[];
}

async function list(token: string, query = ""): Promise<List> {
  return (await b2core(sandbox, token, "GET", VERIFICATIONS + query)).json as List;
}
const levels = async (token: string, query = "") =>
  (await list(token, query)).data.map(({ currentLevel }) => currentLevel.name);

const start = async (token: string): Promise<Wizard> =>
  (await b2core(sandbox, token, "GET", `${VERIFICATIONS}/wizard`)).json as Wizard;
const upload = async (client: string, name = "id.pdf"): Promise<string> => {
  const email = `${client}@b2core.sandbox.example`;
  return ((await sandbox.staff("b2core", "upload", { email, name })) as { path: string }).path;
};
const run = (token: string, body: unknown, path = VERIFICATIONS): Promise<Read> =>
  b2core(sandbox, token, "POST", path, body);

describe("history", () => {
  test("newest first: rows of one time, of which the newer level has the smaller id", async () => {
    const token = await tokenOf(sandbox, "level-1");
    const { total, data } = await list(token, "?limit=10&offset=0&sort_by=createTime&sort_order=desc");
    expect(total).toBe(2);
    const createTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
    expect(data).toEqual([
      {
        id: expect.any(Number),
        clientId: 222,
        currentLevel: { id: 2, name: "Level 1" },
        previousLevel: { id: 1, name: "Level 0" },
        reason: { name: "Application: 838" },
        userId: "1",
        createTime,
      },
      {
        id: expect.any(Number),
        clientId: 222,
        currentLevel: { id: 1, name: "Level 0" },
        previousLevel: null,
        reason: { name: "created" },
        userId: "1",
        createTime,
      },
    ]);
    const [newer, older] = data as [Row, Row];
    expect(newer.createTime).toBe(older.createTime);
    expect(newer.id).toBeLessThan(older.id);
  });

  test("limit, offset and order", async () => {
    const token = await tokenOf(sandbox, "level-2");
    expect(await levels(token)).toEqual(["Level 2", "Level 1", "Level 0"]);
    expect(await levels(token, "?limit=1")).toEqual(["Level 2"]);
    expect(await levels(token, "?limit=1&offset=1")).toEqual(["Level 1"]);
    expect(await levels(token, "?offset=3")).toEqual([]);
    expect((await list(token, "?limit=1")).total).toBe(3);
    expect(await levels(token, "?sort_order=asc"), "rows of one time keep their order").toEqual(await levels(token));
  });

  test("by time, either way", async () => {
    const token = await tokenOf(sandbox, "documents");
    await list(token);
    await sandbox.advance(60);
    const { uuid } = await start(token);
    await run(token, { uuid, documents: { type: 1, files: [await upload("documents")] } });
    expect(await levels(token)).toEqual(["Level 1", "Level 0"]);
    expect(await levels(token, "?sort_by=createTime&sort_order=asc")).toEqual(["Level 0", "Level 1"]);
  });

  test.each(["limit=x", "limit=-1", "offset=1.5", "sort_by=id", "sort_order=up"])("%s is refused", async (query) => {
    const token = await tokenOf(sandbox, "level-1");
    expect((await b2core(sandbox, token, "GET", `${VERIFICATIONS}?${query}`)).status).toBe(400);
  });

  test.each(["previousLevel", "previuosLevel"])("spelling %s", async (previousLevelField) => {
    await set({ previousLevelField });
    const token = await tokenOf(sandbox, "level-1");
    const other = previousLevelField === "previousLevel" ? "previuosLevel" : "previousLevel";
    for (const row of (await list(token)).data) {
      expect(row).toHaveProperty(previousLevelField);
      expect(row).not.toHaveProperty(other);
    }
  });

  test("reason.name can be a number", async () => {
    await set({ reasonName: "integer" });
    const { data } = await list(await tokenOf(sandbox, "level-1"));
    expect(data.map(({ reason }) => reason.name)).toEqual([838, 0]);
  });
});

describe("details", () => {
  test("one row, in a list, with a number as userId", async () => {
    const token = await tokenOf(sandbox, "level-1");
    for (const row of (await list(token)).data) {
      const { json } = await b2core(sandbox, token, "GET", `${VERIFICATIONS}/${row.id}`);
      expect(json).toEqual({ total: 1, data: [{ ...row, userId: 11 }] });
    }
  });

  test("an id of another client, or of nobody: no rows, or a 404", async () => {
    const [mine, theirs] = [await tokenOf(sandbox, "level-1"), await tokenOf(sandbox, "level-1-other")];
    const [row] = (await list(theirs)).data as [Row];
    expect((await list(mine)).data.map(({ id }) => id)).not.toContain(row.id);
    for (const id of [row.id, 999_999, "x"]) {
      await set({ foreignId: "no-rows" });
      const reply = await b2core(sandbox, mine, "GET", `${VERIFICATIONS}/${id}`);
      expect(reply).toMatchObject({ status: 200, json: { total: 0, data: [] } });
      await set({ foreignId: "404" });
      expect((await b2core(sandbox, mine, "GET", `${VERIFICATIONS}/${id}`)).status).toBe(404);
    }
  });
});

describe("people", () => {
  test.each([
    ["level-1", ["Level 1", "Level 0"]],
    ["level-2-ada", ["Level 2", "Level 1", "Level 0"]],
  ])("%s has its level, and the wizard nothing to ask", async (client, expected) => {
    const token = await tokenOf(sandbox, client);
    expect(await levels(token)).toEqual(expected);
    const wizard = await start(token);
    expect(wizard).toMatchObject({ code: 202, done: true, workflow: TERMINATED, data: { types: [] } });
    const body = { uuid: wizard.uuid, documents: { type: 1, files: [await upload(client)] } };
    expect((await run(token, body)).status).toBe(400);
  });

  test("documents: one identity document, then Level 1", async () => {
    const token = await tokenOf(sandbox, "documents");
    expect(await levels(token)).toEqual(["Level 0"]);
    const { uuid, ...wizard } = await start(token);
    expect(wizard).toMatchObject({ code: 200, done: true, data: { types: [{ id: 1 }, { id: 2 }] } });
    const files = [await upload("documents"), await upload("documents", "back.jpeg")];
    const { status, json } = await run(token, { data: { documents: { type: 2, files }, uuid } });
    expect(status).toBe(200);
    expect(json).toEqual({ code: 202, data: { types: ["2"] }, done: true, uuid, workflow: TERMINATED });
    expect(await levels(token)).toEqual(["Level 1", "Level 0"]);
    expect(await start(token)).toMatchObject({ code: 202, done: true });
    expect((await run(token, { data: { documents: { type: 2, files }, uuid } })).status, "the wizard is over").toBe(
      400,
    );
  });

  test("two-steps: identity, then both of address and income", async () => {
    const client = "two-steps-ada";
    const token = await tokenOf(sandbox, client);
    const { uuid } = await start(token);
    const send = async (type: number) =>
      (await run(token, { uuid, documents: { type, files: [await upload(client)] } })).json as Wizard;
    const second = await send(1);
    expect(second).toMatchObject({ code: 200, done: false, uuid, data: { types: [{ id: 3 }, { id: 4 }] } });
    expect(second.workflow).not.toBe(TERMINATED);
    expect(await send(3)).toMatchObject({ code: 200, data: { types: [{ id: 4 }] } });
    expect(await levels(token)).toEqual(["Level 0"]);
    expect(await send(4)).toMatchObject({ code: 202, done: true, data: { types: ["1", "3", "4"] } });
    expect(await levels(token)).toEqual(["Level 1", "Level 0"]);
  });

  test("refused: ends without success and without a level, and can be begun anew", async () => {
    const token = await tokenOf(sandbox, "refused");
    const { uuid } = await start(token);
    const { json } = await run(token, { uuid, documents: { type: 1, files: [await upload("refused")] } });
    expect(json).toMatchObject({ code: 202, done: false, workflow: TERMINATED });
    expect(await levels(token)).toEqual(["Level 0"]);
    expect(await start(token)).toMatchObject({ code: 200, done: true });
  });
});

describe("the wizard's shapes", () => {
  const passport = {
    id: 1,
    description: "Passport",
    enabled: true,
    example: expect.any(String),
    group: { id: 1, name: "identity", type: "one" },
  };
  const card = { ...passport, id: 2, description: "Identity card" };

  test.each([
    ["object", "objects", { types: [passport, card] }],
    ["object", "object", { types: passport }],
    ["object", "strings", { types: ["1", "2"] }],
    ["array", "objects", [{ types: [passport, card] }]],
    ["array", "strings", [{ types: ["1", "2"] }]],
    ["null", "objects", null],
  ])("data %s, types %s", async (wizardData, wizardTypes, data) => {
    await set({ wizardData, wizardTypes });
    const token = await tokenOf(sandbox, "documents");
    expect((await start(token)).data).toEqual(data);
  });

  test.each([
    ["strings", { types: ["1"] }],
    ["empty", { types: [] }],
    ["null", null],
  ])("the last one's types: %s", async (lastTypes, data) => {
    await set({ lastTypes });
    const token = await tokenOf(sandbox, "documents");
    const { uuid } = await start(token);
    const { json } = await run(token, { uuid, documents: { type: 1, files: [await upload("documents")] } });
    expect((json as Wizard).data).toEqual(data);
  });

  test("the first one can say 202 already, as the sample does, and still be run", async () => {
    await set({ wizardStart: "202" });
    const token = await tokenOf(sandbox, "documents");
    const { uuid, ...first } = await start(token);
    expect(first).toMatchObject({
      code: 202,
      done: true,
      workflow: TERMINATED,
      data: { types: [{ id: 1 }, { id: 2 }] },
    });
    expect(await levels(token)).toEqual(["Level 0"]);
    const { json } = await run(token, { uuid, documents: { type: 1, files: [await upload("documents")] } });
    expect(json).toMatchObject({ code: 202, done: true });
  });

  test("the HTTP status can be that of the code", async () => {
    await set({ wizardStatus: "as-code" });
    const token = await tokenOf(sandbox, "level-1");
    const reply = await b2core(sandbox, token, "GET", `${VERIFICATIONS}/wizard`);
    expect(reply).toMatchObject({ status: 202, json: { code: 202 } });
    const other = await tokenOf(sandbox, "documents");
    expect((await b2core(sandbox, other, "GET", `${VERIFICATIONS}/wizard`)).status).toBe(200);
  });

  test("descriptions come in the language that is asked for", async () => {
    const token = await tokenOf(sandbox, "documents");
    const headers = { authorization: `Bearer ${token}`, "accept-language": "de-AT,de;q=0.9" };
    const { json } = await sandbox.fetch(`${HOST}${VERIFICATIONS}/wizard`, { headers });
    expect(json).toMatchObject({ data: { types: [{ description: "Reisepass" }, { description: "Personalausweis" }] } });
  });
});

describe("run", () => {
  const done = { status: 200, json: { code: 202, done: true } };
  const prepared = async () => {
    const token = await tokenOf(sandbox, "documents");
    const { uuid } = await start(token);
    return { token, uuid, documents: { type: 1, files: [await upload("documents")] } };
  };

  test("the body is nested or flat", async () => {
    const { token, ...flat } = await prepared();
    expect(await run(token, flat)).toMatchObject(done);
    await sandbox.reset();
    const { token: again, ...body } = await prepared();
    expect(await run(again, { data: body })).toMatchObject(done);
  });

  test("with a slash at the end, without being sent elsewhere", async () => {
    const { token, ...body } = await prepared();
    expect(await run(token, body, `${VERIFICATIONS}/`)).toMatchObject(done);
  });

  test("several documents in one list, ids as numbers or text", async () => {
    const client = "two-steps";
    const token = await tokenOf(sandbox, client);
    const { uuid } = await start(token);
    const files = [await upload(client)];
    expect((await run(token, { uuid, documents: [{ type: "1", files }] })).json).toMatchObject({ code: 200 });
    const documents = [
      { type: 3, files },
      { type: "4", files },
    ];
    expect((await run(token, { uuid, documents })).json).toMatchObject({ code: 202, done: true });
  });

  test("paths are those that the server issued to this client", async () => {
    const { token, uuid } = await prepared();
    const path = await upload("documents", "file.pdf");
    expect(path).toBe(`b/${Math.floor((await sandbox.now()) / 1000)}_file.pdf`);
    const foreign = await upload("documents-other");
    for (const files of [["id_card.jpeg"], [foreign], [path, "x"], [path, 5], [], path, undefined]) {
      expect((await run(token, { uuid, documents: { type: 1, files } })).status).toBe(400);
    }
    expect(await run(token, { uuid, documents: { type: 1, files: [path] } })).toMatchObject(done);
  });

  test.each([
    [{ uuid: "none" }],
    [{ uuid: undefined }],
    [{ documents: undefined }],
    [{ documents: null }],
    [{ documents: [] }],
    [{ documents: { type: 1 } }],
    [{ documents: { type: 9, files: ["x"] } }],
    [{ documents: { type: "passport", files: ["x"] } }],
    [{ documents: ["x"] }],
  ])("%j is refused and changes nothing", async (change) => {
    const { token, ...body } = await prepared();
    expect((await run(token, { ...body, ...change })).status).toBe(400);
    expect(await levels(token)).toEqual(["Level 0"]);
    expect(await run(token, body)).toMatchObject(done);
  });

  test("a type that was not asked for", async () => {
    const { token, uuid, documents } = await prepared();
    expect((await run(token, { uuid, documents: { ...documents, type: 3 } })).status).toBe(400);
  });

  test("the uuid is that of the wizard started last, by this client", async () => {
    const { token, ...body } = await prepared();
    const other = await tokenOf(sandbox, "documents-other");
    const { uuid: theirs } = await start(other);
    expect((await run(token, { ...body, uuid: theirs })).status).toBe(400);
    const { uuid } = await start(token);
    expect((await run(token, body)).status, "the earlier one is over").toBe(400);
    expect(await run(token, { ...body, uuid })).toMatchObject(done);
  });

  test("a client who never started a wizard", async () => {
    const token = await tokenOf(sandbox, "documents");
    const documents = { type: 1, files: [await upload("documents")] };
    expect((await run(token, { documents })).status).toBe(400);
  });

  test("under lost-reply it is done all the same", async () => {
    const { token, ...body } = await prepared();
    await sandbox.control("PUT", "faults", { faults: [{ fault: "lost-reply", operation: "b2core.runWizard" }] });
    expect((await run(token, body)).status).toBe(502);
    expect(await levels(token)).toEqual(["Level 1", "Level 0"]);
  });
});

describe("upload", () => {
  test.each([
    [{ email: "documents@b2core.sandbox.example" }, 400],
    [{ email: "documents@b2core.sandbox.example", name: "../x" }, 400],
    [{ email: "nobody@b2core.sandbox.example", name: "a.pdf" }, 404],
    [{ name: "a.pdf" }, 404],
  ])("%j: %i", async (input, status) => {
    await expect(sandbox.staff("b2core", "upload", input)).rejects.toThrow(`: ${status} `);
  });
});
