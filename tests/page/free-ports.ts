import { createServer, type Server } from "node:net";

/** Ports that nothing listens on now. All are held at once while they are found, so that no two are the same. */
export async function freePorts(): Promise<{ demo: number; gateway: number; sandbox: number }> {
  const servers = await Promise.all([listen(), listen(), listen()]);
  const [demo, gateway, sandbox] = servers.map(portOf);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  if (demo === undefined || gateway === undefined || sandbox === undefined) throw new Error("no free ports");
  return { demo, gateway, sandbox };
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
