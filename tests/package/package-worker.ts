// A Worker that answers with what the package's function gives: `{ call, given }` in, `{ ok }` or `{ error }` out.

import {
  AssentError,
  brokenLink,
  check,
  ledgerEntry,
  missing,
  prepare,
  present,
  read,
  redelivery,
  sentenceHash,
} from "kyc-assent/edge";

const functions = { brokenLink, check, ledgerEntry, missing, prepare, present, read, redelivery, sentenceHash };

interface Question {
  readonly call: keyof typeof functions;
  readonly given: readonly unknown[];
}

export default {
  async fetch(request: Request): Promise<Response> {
    const { call, given }: Question = await request.json();
    const asked = functions[call] as (...given: readonly unknown[]) => unknown;
    try {
      return Response.json({ ok: asked(...given) });
    } catch (error) {
      if (!(error instanceof AssentError)) return new Response(String(error), { status: 500 });
      const { code, message, field } = error;
      return Response.json({ error: { code, message, field } });
    }
  },
};
