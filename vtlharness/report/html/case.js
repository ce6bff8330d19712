// Everything about one case, made when it is opened.

function caseBody(one, templates) {
  const parts = [
    el('p', { class: 'muted' }, shown(`${one.file}${one.line ? `:${one.line}` : ''} · ${one.engine} · ${milliseconds(one.durationSeconds)}`)),
    one.reason && !one.error && !one.differences ? el('p', {}, shown(one.reason)) : null,
    one.error ? errorBlock(one.error) : null,
    (one.differences || []).map((difference) => differenceBlock(difference)),
    one.gatewayAnswer ? gatewayBlock(one.gatewayAnswer) : null,
    (one.hints || []).map(hintLine),
    templateBlocks(one, templates),
    one.selection ? section('integration response', textBlock(one.selection.join('\n'))) : null,
    one.functionOutput ? section('the function printed', textBlock(one.functionOutput.join('\n'))) : null,
    one.findings ? section('findings', el('ul', {}, one.findings.map(findingItem))) : null,
    one.serviceDifferences ? section(`${one.engine} differs from the service here`, one.serviceDifferences.map((difference) => differenceBlock(difference, ['the service', one.engine]))) : null,
    one.log ? logBlock('execution log', one.log.join('\n') || '(no execution log: the call reaches no method of the API)') : null,
    one.accessLog ? logBlock('access log', one.accessLog) : null,
  ];
  if (one.outcome === 'passed' && parts.flat().filter(Boolean).length === 1) parts.push(el('p', {}, 'The result is as expected.'));
  return el('div', { class: 'body' }, parts);
}

function milliseconds(seconds) {
  return seconds === undefined ? '' : `${(seconds * 1000).toLocaleString('en', { maximumFractionDigits: 2 })} ms`;
}

function section(title, ...children) {
  return el('section', {}, el('h4', {}, shown(title)), children);
}

// Text of the harness: messages, excerpts, logs.
function textBlock(text) {
  return el('pre', {}, shown(text));
}

// Text of a template, whose blanks count.
function outputBlock(text) {
  return el('pre', {}, withBlanks(cutLine(text, 0)));
}

function logBlock(title, text) {
  return el('details', { class: 'log' }, el('summary', {}, title), textBlock(text));
}

function hintLine(hint) {
  return hint ? el('p', { class: 'hint' }, el('b', {}, 'hint: '), shown(hint)) : null;
}

function errorBlock(error) {
  return section(error.type, textBlock(error.text));
}

function gatewayBlock(answer) {
  return section(`the gateway itself answered: ${answer.responseType}`, answer.reason ? el('p', {}, shown(answer.reason)) : null, (answer.hints || []).map(hintLine), answer.error ? textBlock(answer.error.text) : null);
}

function findingItem(finding) {
  const place = [finding.file, finding.line, finding.column].filter((part) => part !== null && part !== undefined).join(':');
  return el('li', {}, el('b', {}, shown(finding.rule || '')), ' ', shown(finding.message), place ? el('span', { class: 'muted' }, ' ', shown(place)) : null, hintLine(finding.hint));
}

function writtenBy(line) {
  return line ? el('span', { class: 'muted' }, ' written by ', shown(`${line.template}:${line.line}`), line.standsAt ? shown(` (in ${line.standsAt})`) : null) : null;
}

function templateBlocks(one, templates) {
  const lines = new Map();
  const note = (line) => line && lines.set(line.template, (lines.get(line.template) || new Set()).add(line.line));
  for (const difference of one.differences || []) {
    note(difference.writtenBy);
    for (const change of difference.changes || []) note(change.writtenBy);
  }
  const told = (one.templates || []).map((index) => templates[index]).filter((template) => lines.has(template.name));
  return told.length ? section(told.length === 1 ? 'template' : 'templates', told.map((template) => templateBlock(template, lines.get(template.name)))) : null;
}

const DIFFERENCES = {
  data: (found, names) => [...found.changes.map((change) => changeBlock(change, names)), found.more ? el('p', {}, 'There are further differences.') : null],
  text: (found, names) => [diffTable(found.expected, found.actual, names), hintLine(found.hint)],
  'not json': (found) => [found.output ? notJsonBlock(found) : null, hintLine(found.hint)],
  'no expected file': (found) => [hintLine(found.hint), hintLine('vtl-run --update or pytest --vtl-update writes it')],
  'render failed': (found) => [found.expected === null ? null : el('p', {}, 'expected: a message that contains ', el('code', {}, withBlanks(found.expected))), textBlock(found.error.text)],
  'render succeeded': (found) => [el('p', {}, 'It printed:'), found.actual ? outputBlock(found.actual) : el('p', { class: 'muted' }, '(nothing)')],
  finding: (found) => [hintLine(found.finding.hint)],
  hostile: (found) => [hostileBlock(found), hintLine(found.hint)],
};

function differenceBlock(found, names = ['expected', 'actual']) {
  const show = DIFFERENCES[found.kind];
  return section(found.message, found.writtenBy && found.kind === 'not json' ? el('p', {}, writtenBy(found.writtenBy)) : null, show ? show(found, names) : textBlock(JSON.stringify(found, null, 2)));
}

function changeBlock(change, names) {
  const matcher = change.matcher;
  const heading = el('p', {}, el('code', {}, shown(change.path)), ` ${change.kind}`, writtenBy(change.writtenBy));
  if (matcher) return el('div', { class: 'change' }, heading, el('p', {}, el('b', {}, shown(matcher.name)), ' ', shown(matcher.why)), hintLine(matcher.hint), change.actual === undefined ? null : outputBlock(change.actual));
  if (change.kind === 'repeated') return el('div', { class: 'change' }, heading, el('p', {}, `${names[0]}: ${times(change.expected)}, ${names[1]}: ${times(change.actual)}`));
  return el('div', { class: 'change' }, heading, diffTable(change.expected, change.actual, names));
}

function times(count) {
  return count === '1' ? 'once' : `${count} times`;
}

function notJsonBlock(found) {
  const lines = found.output.split(/\r\n|\n|\r/).map((text, index) => ({ line: index + 1, text: index + 1 === found.line ? cutLine(text, found.column - 1) : text }));
  const near = lines.filter(({ line }) => Math.abs(line - found.line) <= AROUND);
  return el('figure', {}, el('figcaption', {}, `line ${found.line}, column ${found.column}`), el('ol', { class: 'template' }, near.map((item) => templateLine({ ...item, marked: false })).map((item, index) => {
    if (near[index].line === found.line) {
      item.className = 'marked';
      item.firstChild.append(' ▶');
    }
    return item;
  })));
}

function hostileBlock(found) {
  const rows = { input: found.input, at: found.place, 'controlled by': found.controlledBy, fault: found.fault, 'other places that hold': found.placesThatHold };
  return el('dl', {}, Object.entries(rows).filter(([, value]) => value).map(([name, value]) => [el('dt', {}, name), el('dd', {}, name === 'input' ? el('code', {}, withBlanks(value)) : shown(value))]));
}
