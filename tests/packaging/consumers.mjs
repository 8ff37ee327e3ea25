// Everybody the package is tried with: an app, how it is made, and what its server, where it has one, computes.
//
// No app configures its bundler beyond what the bundler's own scaffold does. `script` is how the page takes the app in, `build`
// and `start` are scripts of the app's package.json; what `build` leaves in `output` is served as files, `start` serves itself.
// Those that take longest stand first.

const MODULE = (src) => `<script type="module" src="${src}"></script>`;

export const CONSUMERS = [
  {
    name: "Next 16, Turbopack",
    app: "next",
    server: "1",
    build: "build",
    start: "start",
    output: ".next/static",
  },
  {
    name: "Next 16, webpack",
    app: "next",
    server: "1",
    build: "build-webpack",
    start: "start",
    output: ".next/static",
  },
  {
    name: "webpack 5",
    app: "webpack",
    script: '<script src="main.js"></script>',
    build: "build",
    output: "dist",
    page: "dist/index.html",
  },
  { name: "Vite 8, built", app: "vite", script: MODULE("/src/index.js"), build: "build", output: "dist" },
  { name: "Vite 8, development", app: "vite", script: MODULE("/src/index.js"), start: "dev" },
  { name: "Vite 7, built", app: "vite", script: MODULE("/src/index.js"), build: "build-7", output: "dist" },
  { name: "Vite 7, development", app: "vite", script: MODULE("/src/index.js"), start: "dev-7" },
  {
    name: "Rollup",
    app: "rollup",
    script: MODULE("index.js"),
    build: "build",
    output: "dist",
    page: "dist/index.html",
  },
  {
    name: "esbuild, one file",
    app: "esbuild",
    script: '<script src="index.js"></script>',
    build: "build",
    output: "dist",
    page: "dist/index.html",
  },
  {
    name: "esbuild, split",
    app: "esbuild",
    script: MODULE("index.js"),
    build: "build-split",
    output: "dist",
    page: "dist/index.html",
  },
  { name: "Parcel 2", app: "parcel", script: MODULE("src/index.js"), build: "build", output: "dist" },
  { name: "SvelteKit, built", app: "sveltekit", build: "build", output: "build" },
  { name: "SvelteKit, development", app: "sveltekit", start: "dev" },
];
