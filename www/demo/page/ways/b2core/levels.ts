/** The client's levels as they stand, newest first. */
import type { B2coreHistory } from "../../../../package/types.ts";
import { el } from "../../dom.ts";
import { day, live, text, words } from "../../language.ts";

export function drawLevels({ data }: B2coreHistory): HTMLElement {
  return el(
    "section",
    { class: "levels", "aria-labelledby": "b2core-levels" },
    el("h3", { id: "b2core-levels" }, words("b2core.levels")),
    el(
      "ol",
      { reversed: true },
      ...data.map(({ currentLevel, createTime }) =>
        el(
          "li",
          {},
          el("bdi", { class: "level-name" }, currentLevel.name ?? String(currentLevel.id)),
          createTime !== undefined &&
            el(
              "span",
              { class: "small" },
              live(() => text("b2core.since", { date: day(createTime) })),
            ),
        ),
      ),
    ),
  );
}
