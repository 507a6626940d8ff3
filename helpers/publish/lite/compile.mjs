// Compiles archives by the Python of Pyodide, in Node: `node compile.mjs RUNTIME FOLDER PLACE NAME…`.
// Each NAME in FOLDER, which will be unpacked at PLACE, is joined by `compiled-NAME`.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

const [runtime, folder, place, ...names] = argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")).href);
const python = await loadPyodide();
python.mountNodeFS("/archives", folder);
python.runPython(readFileSync(new URL("compiling.py", import.meta.url), "utf-8"));
const compile = python.globals.get("compile_archive");
for (const name of names) compile(`/archives/${name}`, `/archives/compiled-${name}`, place);
