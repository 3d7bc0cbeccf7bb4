/** What the host wrote into the page for its scripts. */

function meta(name: string): string {
  const content = document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
  if (content === undefined || content === "") throw new Error(`The page has no meta element named ${name}.`);
  return content;
}

export const settings = {
  /** Origin of the gateway. */
  get gateway(): string {
    return meta("gateway-origin");
  },
  /** Origin of the sandbox's control page. */
  get sandbox(): string {
    return meta("sandbox-origin");
  },
};
