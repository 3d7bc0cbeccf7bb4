// The package has no declarations of its own; this is what the tests use of it.
declare module "jsonld" {
  interface Options {
    documentLoader(url: string): Promise<never>;
    format?: string;
    safe?: boolean;
  }
  const jsonld: {
    expand(document: object, options: Options): Promise<Record<string, unknown>[]>;
    toRDF(document: object, options: Options): Promise<unknown>;
  };
  export default jsonld;
}
