/** The bytes in hexadecimal digits: so the build puts them in. */
declare module "*.wasm" {
  const digits: string;
  export default digits;
}
