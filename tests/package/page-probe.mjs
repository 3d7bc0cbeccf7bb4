// Runs in the page: loads a flavour from beside itself, and says what it gives, or the code and message of its error.

/** @param {{ module: string, policy: object, evidence: object, reply: object }} given */
globalThis.probe = async ({ module, policy, evidence, reply }) => {
  const core = await import(`./${module}.js`);
  try {
    await core.init();
    return {
      language: core.present(policy, ["de"]).language,
      broken: core.check(policy, evidence, { evidence: true }),
      next: core.read?.("crossmint.getVerification", reply).decisions[0].next,
    };
  } catch (error) {
    return { typed: error instanceof core.AssentError, code: error.code, message: error.message };
  }
};
