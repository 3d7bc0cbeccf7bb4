import type { Hono } from "hono";
import type { Visit } from "../visit.ts";
import { consents } from "./consents.ts";
import { crossmint } from "./crossmint.ts";
import { health } from "./health.ts";
import { kriptomat } from "./kriptomat.ts";
import { policies } from "./policies.ts";
import { sumsub } from "./sumsub.ts";
import { webhooks } from "./webhooks.ts";

/** Every route there is. A further partner is one more file and one more name here. */
export const ROUTES: readonly Hono<Visit>[] = [health, policies, consents, crossmint, kriptomat, sumsub, webhooks];
