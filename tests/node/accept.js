// Reads a JSON array of formulas on stdin, writes a JSON array: null where KaTeX accepts one, else its complaint.
// The first argument is the directory that holds node_modules/katex.
const { createRequire } = require("node:module");
const path = require("node:path");

const katex = createRequire(path.join(process.argv[2], "package.json"))("katex");
const formulas = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const complaint = (formula) => {
  try {
    katex.renderToString(formula, { displayMode: true, throwOnError: true, strict: "error", trust: false });
    return null;
  } catch (error) {
    return String(error.message);
  }
};
process.stdout.write(JSON.stringify(formulas.map(complaint)));
