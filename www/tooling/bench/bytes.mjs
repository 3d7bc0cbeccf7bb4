/**
 * What a page downloads until there is something to do on it, by brotli 11: our elements, counted as `npm run size` does,
 * against the packages of others, bundled small. Those that fetch their product later, as a frame, are named so.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { measure } from "../sizes.mjs";
import { root } from "../toolchain.mjs";
import { bundlePage, peerPackages, versionsOf } from "./peer-bundles.mjs";

/** @typedef {import("../bench.mjs").Row} Row */

/**
 * @param {(line: string) => void} say
 * @returns {Promise<Row[]>}
 */
export async function rows(say) {
  const sizes = execFileSync(process.execPath, [join(root, "www", "tooling", "size.mjs"), "--json"], {
    encoding: "utf8",
  });
  /** @type {{ row: string, value: number }[]} */
  const ours = JSON.parse(sizes).rows;
  const sizeOf = (/** @type {string} */ name) => ours.find(({ row }) => row === name)?.value ?? Number.NaN;
  /** @type {Row[]} */
  const measured = ["element-fed", "element-alone", "flow-first", "gateway"].map((name) => ({
    ...{ row: `bytes-${name}`, value: sizeOf(name), unit: "bytes", what: `${name} of npm run size, brotli` },
  }));
  for (const [name, peer] of Object.entries(peerPackages)) {
    const { script, style } = await bundlePage(peer.entry);
    const bytes = [script, style].reduce((sum, file) => sum + (file ? measure(file).brotli : 0), 0);
    const later = peer.later ? `; later ${peer.later}` : "";
    const what = `${versionsOf(peer)}, bundled, brotli${later}`;
    say(`${name}: ${bytes} bytes`);
    measured.push({ row: `bytes-${name}`, value: bytes, unit: "bytes", what });
    // Ballerine's runs on servers: it stands beside the gateway.
    for (const own of name === "ballerine" ? ["gateway"] : ["element-fed", "element-alone"]) {
      const against = `${own} ÷ ${versionsOf(peer)}, bytes downloaded${later}`;
      measured.push({ row: `${own}-vs-${name}`, value: sizeOf(own) / bytes, unit: "ratio", what: against });
    }
  }
  return measured;
}
