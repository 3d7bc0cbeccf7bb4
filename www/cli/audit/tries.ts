import type { Page, Response } from "playwright-core";
import type { AuditConsent, AuditFacts, AuditObservation, LinkEnd } from "../../package/audit-report.ts";
import type { Copy } from "./copy.ts";

/** What a try found out: what happened to each consent, and what could not be tried. */
export interface Tried {
  readonly observed: readonly (readonly [index: number, observation: AuditObservation])[];
  readonly unknown: readonly string[];
  /** Where links lead, by the link's path. */
  readonly ends?: ReadonlyMap<string, LinkEnd>;
}

/** More presses than this would take a page of an application apart. */
const MOST_PRESSES = 24;

/** The consents whose box a person could tick now. */
function withBox(facts: AuditFacts): [number, AuditConsent & { control: NonNullable<AuditConsent["control"]> }][] {
  return [...facts.consents.entries()].flatMap(([index, consent]) => {
    const { control } = consent;
    return control ? [[index, { ...consent, control }]] : [];
  });
}

function pathsOf(facts: AuditFacts): string[] {
  return withBox(facts).map(([, { control }]) => control.place.path);
}

/** Ticks each box, leaves, comes back. A box that does not tick is tried again after the link, and after scrolling. */
export async function tryTicking(copy: Copy, facts: AuditFacts): Promise<Tried> {
  await copy.afresh();
  const observed: [number, AuditObservation][] = [];
  const unknown: string[] = [];
  const ticked: number[] = [];
  for (const [index, { control, links }] of withBox(facts)) {
    if (control.ticked) continue;
    if (!control.disabled && (await copy.pressBox(index, control.place))) {
      ticked.push(index);
      continue;
    }
    const needed = await neededFirst(
      copy,
      index,
      control.place,
      links.find(({ inSentence }) => inSentence)?.place.path,
    );
    if (needed) observed.push([index, { event: needed }]);
    else if (!control.disabled) observed.push([index, { event: "did-not-tick" }]);
  }
  if (ticked.length > 0) {
    const back = await leaveAndReturn(copy, ticked);
    observed.push(...back.map((index): [number, AuditObservation] => [index, { event: "ticked-on-return" }]));
  }
  return { observed, unknown };
}

/** What had to be done before the box could be ticked. */
async function neededFirst(copy: Copy, index: number, place: AuditConsent["sentence"]["place"], link?: string) {
  const opens = async () => !(await copy.world.call("disabled", place.path)) && (await copy.pressBox(index, place));
  if (link) {
    const shown = await opened(copy, link);
    if (shown === copy.page) await copy.load();
    else await shown?.close();
    if (await opens()) return "needed-link";
  }
  await copy.world.call("scrollToEnds");
  await copy.settle();
  return (await opens()) ? "needed-scroll" : null;
}

/** Which boxes are ticked after a reload, or after another page and the way back. */
async function leaveAndReturn(copy: Copy, ticked: readonly number[]): Promise<number[]> {
  const still = async () => {
    await copy.settle();
    const now = await copy.ticked();
    return ticked.filter((index) => now[index] === true);
  };
  await copy.leaveAndReturn();
  const back = await still();
  if (back.length > 0) return back;
  await copy.reload();
  return still();
}

/** Presses everything else that can be pressed and does not send the form. */
export async function tryPressingOthers(copy: Copy, facts: AuditFacts): Promise<Tried> {
  const observed: [number, AuditObservation][] = [];
  const boxes = withBox(facts).filter(([, { control }]) => !control.ticked);
  const { others } = await copy.world.call("pressable", pathsOf(facts));
  if (boxes.length === 0 || others.length === 0) return { observed, unknown: [] };
  await copy.afresh();
  copy.arm();
  const found = new Set<number>();
  for (const path of others.slice(0, MOST_PRESSES)) {
    if (!(await copy.press(path))) continue;
    const now = await copy.ticked();
    for (const [index] of boxes) {
      if (now[index] !== true || found.has(index)) continue;
      found.add(index);
      observed.push([index, { event: "ticked-with", with: path }]);
    }
    if (found.size === boxes.length) break;
  }
  const left = others.length - MOST_PRESSES;
  return {
    observed,
    unknown: left > 0 ? [`What ${left} more buttons and boxes of the page tick: they were not pressed.`] : [],
  };
}

/** Sends the form with an empty box. What goes out then is held against what goes out with a ticked one. */
export async function trySending(copy: Copy, facts: AuditFacts): Promise<Tried> {
  const boxes = withBox(facts).filter(([, { control }]) => !control.ticked);
  const first = boxes[0];
  if (!first) return { observed: [], unknown: [] };
  const [index, { control }] = first;
  const empty = await send(copy, index, control.place, false);
  if (!empty)
    return {
      observed: [],
      unknown: ["Whether the form can be sent without the consent: nothing on the page sends it."],
    };
  if (empty.stopped.length === 0) return { observed: [], unknown: [] };
  const leaves = empty.stopped.some((request) => request.startsWith("go to "));
  const ticked = leaves ? null : await send(copy, index, control.place, true);
  // What goes out either way is no sign, as long as more goes out with the consent.
  const isGuarded = ticked?.stopped.some((request) => !empty.stopped.includes(request)) ?? false;
  const observation: AuditObservation = { event: "sent-unticked", with: empty.by };
  return { observed: isGuarded ? [] : boxes.map(([index]) => [index, observation]), unknown: [] };
}

async function send(copy: Copy, index: number, place: AuditConsent["sentence"]["place"], isTicked: boolean) {
  await copy.afresh();
  const { sending } = await copy.world.call("pressable", [place.path]);
  const [by] = sending;
  if (by === undefined) return null;
  await copy.world.call("fill", place.path);
  if (isTicked) await copy.pressBox(index, place);
  copy.arm();
  await copy.press(by);
  // A request may wait for another one.
  await copy.settle();
  return { by, stopped: [...copy.stopped] };
}

/** Presses the links, and tells where they lead. */
export async function tryLinks(copy: Copy, facts: AuditFacts): Promise<Tried> {
  const unknown: string[] = [];
  const ends = new Map<string, LinkEnd>();
  for (const { place, address, inSentence } of facts.consents.flatMap(({ links }) => links)) {
    if (!inSentence || !/^https?:/.test(address)) continue;
    const end = await follow(copy, place.path, address);
    if (end) ends.set(place.path, end);
    else unknown.push(`Where ${address} leads: it could not be opened from here.`);
  }
  return { observed: [], unknown: [...new Set(unknown)], ends };
}

/** A link that the page does not handle itself leads somewhere, sooner or later. */
const OPENED_WITHIN = 10_000;
/** One that it does handle may open a window, or show the policy in some other way. */
const HANDLED_WITHIN = 3000;

async function follow(copy: Copy, path: string, address: string): Promise<LinkEnd | null> {
  await copy.afresh();
  const { page } = copy;
  const statuses = new Map<string, number>();
  const onResponse = (response: Response) => {
    if (response.request().resourceType() === "document") statuses.set(response.url(), response.status());
  };
  page.context().on("response", onResponse);
  const target = await opened(copy, path);
  if (!target) await page.goto(address).catch(() => {});
  const shown = target ?? page;
  await shown.waitForLoadState("load", { timeout: OPENED_WITHIN }).catch(() => {});
  // A page that moves on by script or `meta` does it at once.
  await shown.waitForTimeout(100);
  const url = shown.url();
  page.context().off("response", onResponse);
  if (target && target !== page) await target.close();
  if (/^https?:/.test(url)) return { url, status: statuses.get(url.replace(/#.*/, "")) ?? 0 };
  // An error without a page of its own is drawn by the browser, under an address of the browser's.
  const status = statuses.get(address.replace(/#.*/, ""));
  return status ? { url: address, status } : null;
}

/** Presses a link, and gives the page that it opens; null where it opens none. */
async function opened(copy: Copy, path: string): Promise<Page | null> {
  const { page } = copy;
  const before = page.url();
  const popups: Page[] = [];
  const onPopup = (popup: Page) => popups.push(popup);
  page.on("popup", onPopup);
  await copy.world.call("watchLink", path);
  const isPressed = await copy.press(path);
  const outcome = isPressed && page.url() === before ? await copy.world.call("linkPress") : null;
  const deadline = Date.now() + (outcome === "followed" ? OPENED_WITHIN : outcome === "handled" ? HANDLED_WITHIN : 0);
  while (popups.length === 0 && page.url() === before && Date.now() < deadline) await page.waitForTimeout(20);
  page.off("popup", onPopup);
  return popups[0] ?? (page.url() === before ? null : page);
}
