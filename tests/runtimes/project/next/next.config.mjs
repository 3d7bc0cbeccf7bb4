export default {
  basePath: "/some/where/else",
  // Here the project lies within another, whose Next it uses.
  turbopack: { root: "/" },
};
