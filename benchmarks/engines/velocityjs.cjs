// velocityjs as a co-process: a JSON object a line in, one out. `node velocityjs.cjs FOLDER`, where FOLDER holds
// node_modules.
//   {"template", "body", "params", "context", "stageVariables"}: the work; answers {"output"}
//   {"kind", "count"}: times so many operations of it; answers {"seconds"}, per operation
const { createRequire } = require("node:module");
const { createInterface } = require("node:readline");
const load = createRequire(process.argv[2] + "/");
const { parse, Compile } = load("velocityjs");
const { JSONPath } = load("jsonpath-plus");

const INDEFINITE = /\.\.|[*?,:]/;
const SPECIAL = /[\\"'/\u0000-\u001f\u0080-\uffff]/g;
const SHORT = { "\b": "\\b", "\n": "\\n", "\t": "\\t", "\f": "\\f", "\r": "\\r" };

const escaped = (char) =>
  "\\\"'/".includes(char)
    ? "\\" + char
    : SHORT[char] || "\\u" + char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
const util = { escapeJavaScript: (text) => String(text).replace(SPECIAL, escaped) };

function makeInput(work) {
  let document;
  const path = (query) => {
    if (document === undefined) document = JSON.parse(work.body);
    return query === "$" ? document : JSONPath({ path: query, json: document, wrap: INDEFINITE.test(query) });
  };
  return {
    path,
    json: (query) => {
      const value = path(query);
      return value === undefined || value === null ? '""' : JSON.stringify(value);
    },
    params: (name) => {
      if (name === undefined) return work.params;
      const { path, querystring, header } = work.params;
      return path[name] ?? querystring[name] ?? header[name] ?? "";
    },
  };
}

let work, kinds;
const roots = () => ({ input: makeInput(work), util, context: work.context, stageVariables: work.stageVariables });

function take(request) {
  work = request;
  const kept = new Compile(parse(work.template));
  kinds = {
    "warm render": () => kept.render(roots()),
    compile: () => new Compile(parse(work.template)),
    "compile + first render": () => new Compile(parse(work.template)).render(roots()),
  };
  return { output: kinds["warm render"]() };
}

function time({ kind, count }) {
  const operation = kinds[kind];
  const start = process.hrtime.bigint();
  for (let done = 0; done < count; done++) operation();
  return { seconds: Number(process.hrtime.bigint() - start) / 1e9 / count };
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = "template" in request ? take(request) : time(request);
  } catch (problem) {
    answer = { error: String(problem) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
});
