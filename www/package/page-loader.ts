import { AssentError } from "./errors.ts";

/** Where a module may come from, when not from beside its loader. */
export type WasmSource = URL | string | Response | BufferSource | WebAssembly.Module;

/** Loads one flavour's module in a page. */
export interface PageLoader {
  /**
   * Loads the module, once however often it is called. A page's policy must allow `'wasm-unsafe-eval'` in `script-src`.
   *
   * @param source the module, or where to fetch it; by default the file beside this one
   * @throws {AssentError} `unavailable` when it cannot be loaded; another call tries again
   */
  init(source?: WasmSource): Promise<void>;
  /** Throws as long as the module is not there. */
  ready(): void;
}

/**
 * @param instantiate the glue's own way to load a module
 * @param file the module's name
 * @param own the module, or where it lies
 */
export function pageLoader(
  instantiate: (source: { module_or_path: WasmSource }) => Promise<unknown>,
  file: string,
  own: () => WasmSource,
): PageLoader {
  let loading: Promise<void> | undefined;
  let loaded = false;
  const load = async (source: WasmSource) => {
    await instantiate({ module_or_path: source });
    loaded = true;
  };
  return {
    init(source) {
      loading ??= load(source ?? own()).catch((cause) => {
        loading = undefined;
        const message = `${file} could not be loaded; it must be served beside its loader, and the page's Content-Security-Policy must have 'wasm-unsafe-eval' in script-src; kyc-assent/inline carries it within, kyc-assent/no-wasm needs none`;
        throw new AssentError({ code: "unavailable", message }, { cause });
      });
      return loading;
    },
    ready() {
      if (!loaded)
        throw new AssentError({ code: "unavailable", message: "the core is not loaded yet; await init() first" });
    },
  };
}
