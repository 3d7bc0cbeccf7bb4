/** The gateway with a book that a test can put out of reach. */
import gateway, { PolicyBook as Book } from "kyc-assent/gateway";
import type { Env } from "../../www/edge/configuration.ts";
import type { BookReading } from "../../www/edge/policies/policy-book.ts";

export * from "kyc-assent/gateway";

let isOutOfReach = false;

export class PolicyBook extends Book {
  override async read(...asked: Parameters<Book["read"]>): Promise<BookReading> {
    if (isOutOfReach) throw new Error("out of reach");
    return super.read(...asked);
  }
}

export default {
  async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/book/")) return gateway.fetch(request as never, env, context);
    isOutOfReach = pathname === "/book/out-of-reach";
    return new Response(null, { status: 204 });
  },
};
