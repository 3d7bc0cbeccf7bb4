/** `npm run metrics`: writes www/edge/METRICS.md and the dashboard from the tables in www/edge/watch. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./toolchain.mjs";

const edge = join(root, "www", "edge");
const { outputFiles } = await build({
  entryPoints: [join(edge, "watch", "page.ts")],
  bundle: true,
  write: false,
  format: "esm",
});
const { dashboard, metricsPage } = await import(
  `data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`
);
const head = readFileSync(join(edge, "watch", "metrics-head.md"), "utf8");
writeFileSync(join(edge, "METRICS.md"), metricsPage(head));
writeFileSync(join(edge, "grafana-dashboard.json"), `${JSON.stringify(dashboard(), null, 2)}\n`);
