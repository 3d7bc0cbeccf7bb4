import type { Hono } from "hono";
import type { Visit } from "../visit.ts";
import { b2core } from "./b2core.ts";
import { consentForms } from "./consent-forms.ts";
import { consents } from "./consents.ts";
import { crossmint } from "./crossmint.ts";
import { flow } from "./flow.ts";
import { health } from "./health.ts";
import { kriptomat } from "./kriptomat.ts";
import { publicLog } from "./log.ts";
import { me } from "./me.ts";
import { operatorErasures } from "./operator-erasures.ts";
import { operatorExport } from "./operator-export.ts";
import { operatorIndex } from "./operator-index.ts";
import { operatorOutdated } from "./operator-outdated.ts";
import { operatorPeople } from "./operator-people.ts";
import { operatorPolicies } from "./operator-policies.ts";
import { operatorReport } from "./operator-report.ts";
import { policies } from "./policies.ts";
import { receipts } from "./receipts.ts";
import { sumsub } from "./sumsub.ts";
import { webhooks } from "./webhooks.ts";

/** Every route there is. A further partner is one more file and one more name here. */
export const ROUTES: readonly Hono<Visit>[] = [
  health,
  policies,
  consents,
  consentForms,
  me,
  flow,
  crossmint,
  kriptomat,
  sumsub,
  b2core,
  webhooks,
  receipts,
  publicLog,
  operatorErasures,
  operatorPolicies,
  operatorExport,
  operatorReport,
  operatorIndex,
  operatorOutdated,
  operatorPeople,
];
