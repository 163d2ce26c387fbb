const fs = require("fs");
const bundle = require("bundle");
fs.mkdirSync("dist", { recursive: true });
fs.writeFileSync("dist/main.js", bundle(fs.readFileSync("src/main.js", "utf8")));
