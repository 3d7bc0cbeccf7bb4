/** Makes calls of the edge flavour, and says how much memory its module has then. */
import { prepare, read } from "../../../pkg/workerd.js";

/** @type {WebAssembly.Memory | undefined} */
let memory;
const { Instance } = WebAssembly;
// The package keeps its instance to itself.
WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    memory = this.exports.memory;
  }
};

const calls = CASES.map(({ operation, account, input, consent, now = "2026-06-01T12:00:00.000Z", reply }) => {
  if (!reply) return () => prepare(operation, { account, input, consent, now });
  const { status, headers, body = null } = reply;
  const text = body === null || typeof body === "string" ? body : JSON.stringify(body);
  return () => read(operation, { status, headers, body: text });
});
let next = 0;

/** @param {number} times */
function call(times) {
  for (let made = 0; made < times; made++) {
    try {
      calls[next++ % calls.length]();
    } catch {
      // A refusal, which has to give its memory back as well.
    }
  }
  return memory.buffer.byteLength;
}

export default {
  call,
  fetch: (request) => new Response(call(Number(new URL(request.url).searchParams.get("calls")))),
};
