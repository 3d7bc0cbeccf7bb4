/** What the host has done at B2CORE's sandbox. A real host has ways of its own: none of them is in the published contract. */

/** The sandbox does not do this, and says why to whoever runs it. */
export class SandboxRefusal extends Error {
  override readonly name = "SandboxRefusal";
}

/** Puts a file of the client on the installation's server, and gives the path that the wizard takes. */
export async function storeFile(sandbox: Fetcher, email: string, name: string): Promise<string> {
  return told(await staff(sandbox, "upload", { email, name }), "path");
}

/** The code that the client's authenticator app shows at this moment. */
export async function authenticatorCode(sandbox: Fetcher): Promise<string> {
  return told(await staff(sandbox, "authenticator-code", {}), "code");
}

async function staff(sandbox: Fetcher, action: string, body: Readonly<Record<string, string>>): Promise<unknown> {
  const reply = await sandbox.fetch(`https://control.sandbox.example/control/partners/b2core/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new SandboxRefusal(`the sandbox answered ${action} with ${reply.status}`);
  return reply.json();
}

function told(answer: unknown, name: string): string {
  const value = typeof answer === "object" && answer !== null ? (answer as Record<string, unknown>)[name] : undefined;
  if (typeof value !== "string") throw new SandboxRefusal(`the sandbox told no ${name}`);
  return value;
}
