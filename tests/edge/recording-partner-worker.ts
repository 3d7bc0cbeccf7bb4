/**
 * A Crossmint that takes every acceptance, and tells what it was told. Of a person whose locator says so, the first
 * acceptance of the terms of service is outdated when the user is looked at.
 */
const told: unknown[] = [];
const accepted = new Map<string, number>();

const SECTIONS = { userDetails: true, kycData: true, dueDiligence: true, verificationHistory: true };

export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/told") return Response.json({ told });
    const isOutdated = pathname.includes("terms-outdated") && (accepted.get(pathname) ?? 0) < 2;
    if (!pathname.endsWith("/legal-documents")) {
      const terms = { type: "crossmint-terms-of-service", isValidVersion: !isOutdated };
      const legalDocuments = [{ type: "crossmint-privacy-policy", isValidVersion: true }, terms];
      return Response.json({ ...SECTIONS, legalDocuments });
    }
    const body = (await request.json()) as { type: string; acceptedAt: string };
    told.push(body);
    const user = pathname.replace("/legal-documents", "");
    if (body.type === "crossmint-terms-of-service") accepted.set(user, (accepted.get(user) ?? 0) + 1);
    return Response.json({ acceptedAt: body.acceptedAt });
  },
};
