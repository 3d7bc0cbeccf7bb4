// In Node, at each request.
import { answer } from "../answer.js";

export const dynamic = "force-dynamic";
export const GET = answer;
