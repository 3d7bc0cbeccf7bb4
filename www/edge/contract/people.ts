import type { FlowField, FlowValues } from "../../package/types.ts";
import type { FlowState } from "../flow/flow-state.ts";
import type { Me } from "../me.ts";
import type { Bytes, Media, OfBody, OfPartner, OfPerson } from "./terms.ts";

/** The person's whole way: what to do now, and how far it has come. */
export type FlowAnswer = Pick<FlowState, "tasks" | "timeline" | "lookAgainAfter" | "problems">;

/** The answers to a task. */
export interface TaskAnswers {
  /** Products; left out: FLOW_SCOPES. */
  readonly scopes?: readonly string[];
  readonly values?: FlowValues;
}

/** What a page asks for one person over all partners. */
export interface PeopleRoutes {
  /** Consents, products, decisions and plan over all partners. A partner that fails is in `problems`, the others answer. */
  "GET /me": {
    asker: "person";
    headers: { "If-None-Match"?: string };
    answers: { 200: Me; 304: null };
    gives: "ETag";
    errors: OfPerson | OfPartner;
  };
  /**
   * The same as server-sent events: `me` with each state that differs from the one before (`data` is what `GET /me` answers,
   * `id` its tag), comments as signs of life, and `end` with `{"tokenEnded":…}` when the token is over.
   */
  "GET /me/stream": {
    asker: "person";
    answers: { 200: Media<"text/event-stream"> };
    errors: OfPerson | OfPartner;
  };
  /** The tasks of the person in their order: the first is what to do now. */
  "GET /flow": {
    asker: "person";
    query: {
      /** Products, with commas; left out: FLOW_SCOPES. */
      scopes?: string;
    };
    headers: { "Accept-Language"?: string; "If-None-Match"?: string };
    answers: { 200: FlowAnswer; 304: null };
    gives: "ETag";
    errors: OfPerson | OfPartner;
  };
  /** Do a task. One that is not open any more has been done already: then the flow is told anew. */
  "POST /flow/tasks/{id}": {
    asker: "person";
    path: { id: string };
    body: TaskAnswers;
    closed: true;
    answers: { 200: FlowAnswer };
    gives: "Set-Cookie";
    errors: OfPerson | OfBody | OfPartner;
  };
  /** The fields that the answers so far lead to. Nothing of them is kept. */
  "POST /flow/tasks/{id}/fields": {
    asker: "person";
    path: { id: string };
    body: TaskAnswers;
    closed: true;
    answers: { 200: { readonly fields: readonly FlowField[] } };
    errors: OfPerson | OfBody | OfPartner;
  };
  /** Hand in a file: its bytes, with `Content-Length`; or, where the host stores it, `{"path":…}` as JSON. */
  "POST /flow/tasks/{id}/documents/{part}": {
    asker: "person";
    path: { id: string; part: string };
    query: { scopes?: string };
    body: Bytes;
    answers: { 200: { readonly received: readonly string[] } };
    errors: OfPerson | OfBody | OfPartner | 411;
  };
}
