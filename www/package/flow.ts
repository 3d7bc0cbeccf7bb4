/** The whole way of a person: tasks, fields, documents, and how far it has come. What `<kyc-flow>` draws. */
import type { CrossmintStoredSections, CrossmintUserRecord } from "./crossmint.ts";
import type { DataItem, Decision, DocumentItem, Partner, WaitReason } from "./decision.ts";
import type { NextText } from "./texts.ts";

interface TaskBase {
  /** Opaque: by it the answer finds the way back. */
  readonly id: string;
  readonly partner: Partner;
  readonly scopes: readonly string[];
  /** What to tell the person: a key of `next` in `kyc-assent/texts/*.json`. */
  readonly text: NextText;
}

/** The one thing that a person does next for one partner. */
export type FlowTask = TaskBase &
  (
    | { readonly kind: "consent"; readonly policies: readonly string[] }
    | { readonly kind: "form"; readonly fields: readonly FlowField[] }
    | {
        readonly kind: "documents";
        readonly documents: readonly FlowDocument[];
        /** Types of files. */
        readonly accept: readonly string[];
        readonly maxBytes: number;
        /** Whether the gateway takes the file itself, or the path under which the host has stored it. */
        readonly storage: "gateway" | "host";
      }
    /** `automatic`: without asking the person, who has just handed in the last that was missing. */
    | { readonly kind: "start"; readonly automatic: boolean }
    /** `url`: https, to be opened at the partner. */
    | { readonly kind: "link"; readonly url: string }
    | { readonly kind: "outside"; readonly show?: readonly string[] }
    | {
        readonly kind: "wait";
        readonly reason: WaitReason;
        /** Seconds. */
        readonly lookAgainAfter: number;
        readonly show?: readonly string[];
      }
    | { readonly kind: "done" | "hold"; readonly show: readonly string[] }
    | { readonly kind: "stop"; readonly final: boolean | null; readonly show: readonly string[] }
  );

/** What a form asks for: data, or what it takes to sign in at the partner. */
export type FlowItem = DataItem | "client-email" | "client-password" | "second-factor" | "second-factor-code";

/** One question of a form. */
export interface FlowField {
  readonly item: FlowItem;
  readonly group: "person" | "address" | "contact" | "identity" | "finances" | "sign-in";
  readonly control: "text" | "email" | "tel" | "date" | "country" | "choice" | "password" | "one-time-code";
  readonly required: boolean;
  /** When its answer changes, the fields are to be asked for anew. */
  readonly decides?: true;
  readonly autocomplete?: string;
  /** Of a choice. `label`: the operator's, where the value is. */
  readonly options?: readonly { readonly value: string; readonly label?: string }[];
  readonly maxLength: number;
}

/** A document that is asked for: one of its ways, and all parts of that. */
export interface FlowDocument {
  /** One of our own items; of partners that have others, `other`. */
  readonly item: DocumentItem | "other";
  readonly ways: readonly {
    readonly way: string;
    readonly parts: readonly {
      readonly part: string;
      readonly camera?: "user" | "environment";
      /** The partner's own words for it, where it has some. */
      readonly name?: string;
    }[];
  }[];
  /** The parts that have arrived. */
  readonly received: readonly string[];
}

/** How far one partner's part of the way has come. */
export interface FlowStep {
  readonly step: "consent" | "details" | "documents" | "check" | "result";
  readonly state: "done" | "current" | "ahead" | "failed";
  /** ISO 8601, where it is known. */
  readonly at?: string;
  readonly partner: Partner;
  readonly scopes: readonly string[];
}

/** The tasks in their order: the first is what to do now. */
export interface Flow {
  readonly tasks: readonly FlowTask[];
  readonly timeline: readonly FlowStep[];
  /** Seconds until another look is worth its requests; null when nothing is waited for. */
  readonly lookAgainAfter: number | null;
}

/** What is wrong with an answer. */
export interface FlowProblem {
  readonly item: FlowItem;
  readonly problem: "required" | "invalid" | "future" | "too-long";
}

/** The answers to a form, by item. */
export type FlowValues = Readonly<Partial<Record<FlowItem, string>>>;

/** What is remembered of a hand-in until the partner has seen it. Nothing of it was typed by the person. */
export interface FlowNote {
  readonly products?: readonly string[];
  readonly documents?: readonly DocumentItem[];
  readonly identity?: readonly string[];
  readonly received?: readonly string[];
  readonly needsNoDocuments?: boolean;
}

/** What a flow is made of. A partner that is left out has not answered, and has no tasks. */
export interface FlowFacts {
  readonly scopes: readonly string[];
  /** The host's clock. */
  readonly now: string;
  readonly consents?: readonly { readonly partner: Partner; readonly acceptedAt: string }[];
  /** The language of the page (BCP 47): in its order a form asks for a name. */
  readonly language?: string;
  /** What the operator adds to the options of choices. */
  readonly options?: Readonly<Record<string, readonly { readonly value: string; readonly label: string }[]>>;
  readonly partners: {
    readonly crossmint?: {
      /** As they count while a policy is missing, see `untilAccepted`. */
      readonly decisions: readonly Decision[];
      readonly stored?: CrossmintStoredSections;
      readonly note?: FlowNote | null;
      readonly triggeredAt?: string | null;
      /** What the host's token says of the residence (alpha-2). */
      readonly residence?: string;
      readonly enhanced?: boolean;
      /** When the host has checked identity and liveness itself. */
      readonly checkedAt?: { readonly identity?: string; readonly liveness?: string };
    };
    readonly kriptomat?: {
      readonly decisions: readonly Decision[];
      /** Whether people are handed over from Sumsub, or verified there. */
      readonly from: "sumsub" | "link";
      /** Where the person has just asked for it. */
      readonly link?: string;
    };
    readonly sumsub?: { readonly decisions: readonly Decision[] };
    readonly b2core?: {
      readonly decisions: readonly Decision[];
      readonly signIn: "password" | "second-factor" | "code" | "done";
      /** Of the procedure that is under way. */
      readonly wizard?: B2coreFlowWizard;
    };
  };
}

/** What a wizard that is under way asks for, and what it has got. */
export interface B2coreFlowWizard {
  readonly uuid: string;
  readonly types: readonly (string | Readonly<Record<string, unknown>>)[];
  /** What its last answer has decided. */
  readonly decisions: readonly Decision[];
}

interface Asked {
  readonly facts: FlowFacts;
  readonly task: string;
}

/** What the flow can be asked. */
export interface FlowQuestions {
  flow: { given: { readonly facts: FlowFacts }; answer: Flow };
  /** The scopes that are wanted, and whom to ask for them. Without scopes: those of the partners that are on. */
  flowWanted: {
    given: { readonly scopes: readonly string[]; readonly on: readonly Partner[] };
    answer: { readonly scopes: readonly string[]; readonly partners: readonly Partner[] };
  };
  /** The fields of a form, once the person has answered those that decide. */
  flowFields: { given: Asked & { readonly values: FlowValues }; answer: readonly FlowField[] };
  /** What the answers to a form make, or everything that is wrong with them; `unset`: what the token has to say, and does not. */
  flowHandIn: {
    given: Asked & { readonly values: FlowValues };
    answer:
      | { readonly fields: readonly FlowProblem[] }
      | { readonly unset: readonly DataItem[] }
      | { readonly input: CrossmintUserRecord; readonly note: FlowNote }
      | { readonly client: { readonly email: string; readonly password: string } }
      | { readonly method: "google" | "sms" }
      | { readonly code: string };
  };
  /** The field that a partner's error is about. */
  flowFault: {
    given: Asked & { readonly values: FlowValues; readonly field: string };
    answer: readonly FlowProblem[] | null;
  };
  /** The partner's own name of a file, once it may be handed in. `head`: its first bytes, in hexadecimal. */
  flowDocument: {
    given: Asked & { readonly part: string; readonly contentType: string; readonly head: string };
    answer: string | number;
  };
  /** The note once a part has arrived; without a part, once a trigger was answered. */
  flowNote: { given: { readonly note: FlowNote | null; readonly part?: string }; answer: FlowNote };
  /** Whether these are options that an operator may add. */
  flowOptions: { given: { readonly options: unknown }; answer: boolean };
}
