// Two texts side by side, of which one may be missing, with their blanks visible and the differing part of each line marked.

const CONTEXT = 3;
const LONGEST_LINE = 4000;
const MOST_ROWS = 2000;
const SIGNS = { same: ['', ''], changed: ['−', '+'], removed: ['−', ''], added: ['', '+'] };
const WORDS = { '−': 'expected: ', '+': 'actual: ', '': '' };

function diffTable(expected, actual, names = ['expected', 'actual']) {
  const body = el('tbody');
  const table = el(
    'table',
    { class: 'diff' },
    el('colgroup', {}, ['number', 'line', 'number', 'line'].map((name) => el('col', { class: name }))),
    el('thead', {}, el('tr', {}, names.map((name) => el('th', { colspan: 2, scope: 'col' }, shown(name))))),
    body,
  );
  fillRows(body, diffRows(expected ?? '', actual ?? ''));
  for (const [side, text] of [expected, actual].entries()) {
    if (!text) table.tHead.rows[0].cells[side].append(el('span', { class: 'muted' }, text === '' ? ' (empty)' : ' (missing)'));
  }
  return table;
}

function fillRows(body, rows) {
  for (let at = 0; at < rows.length; ) {
    let end = at;
    while (end < rows.length && rows[end].kind === 'same') end += 1;
    const from = at === 0 ? at : at + CONTEXT;
    const to = end === rows.length ? end : end - CONTEXT;
    if (to - from > 2 * CONTEXT) {
      body.append(...rows.slice(at, from).map(rowElement));
      body.append(foldedRow(rows.slice(from, to), 'equal line'));
      body.append(...rows.slice(to, end).map(rowElement));
    } else body.append(...rows.slice(at, end).map(rowElement));
    at = end;
    while (end < rows.length && rows[end].kind !== 'same') end += 1;
    const told = rows.slice(at, end);
    body.append(...told.slice(0, MOST_ROWS).map(rowElement));
    if (told.length > MOST_ROWS) body.append(foldedRow(told.slice(MOST_ROWS), 'further line'));
    at = end;
  }
}

function foldedRow(rows, noun) {
  const unfold = (event) => {
    const row = event.target.closest('tr');
    row.before(...rows.slice(0, MOST_ROWS).map(rowElement));
    if (rows.length > MOST_ROWS) row.before(foldedRow(rows.slice(MOST_ROWS), noun));
    row.remove();
  };
  return el('tr', { class: 'folded' }, el('td', { colspan: 4 }, el('button', { type: 'button', onclick: unfold }, `show ${counted(rows.length, noun)}`)));
}

function rowElement(row) {
  const [leftSign, rightSign] = SIGNS[row.kind];
  const [left, right] = row.kind === 'changed' ? markedPair(row.left, row.right) : [row.left, row.right].map(plainLine);
  return el('tr', { class: row.kind }, sideCells('left', row.leftLine, leftSign, left), sideCells('right', row.rightLine, rightSign, right));
}

function sideCells(side, line, sign, content) {
  const none = line === undefined ? ' none' : '';
  return [
    el('td', { class: `number ${side}${none}` }, line ?? '', el('span', { class: 'sign', 'aria-hidden': 'true' }, sign)),
    el('td', { class: `line ${side}${none}` }, sign ? el('span', { class: 'unseen' }, WORDS[sign]) : null, content),
  ];
}

function plainLine(text) {
  return text === undefined ? [] : withBlanks(cutLine(text, 0));
}

function cutLine(text, around) {
  if (text.length <= LONGEST_LINE) return text;
  const start = Math.max(0, Math.min(around - LONGEST_LINE / 4, text.length - LONGEST_LINE));
  return `${start ? '…' : ''}${text.slice(start, start + LONGEST_LINE)}${start + LONGEST_LINE < text.length ? '…' : ''}`;
}

// What differs between two lines, without the beginning and the end that they share.
function markedPair(left, right) {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  [left, right] = [cutLine(left, start), cutLine(right, start)];
  start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  const most = Math.min(left.length, right.length) - start;
  while (end < most && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1;
  if (end && [left, right].some((text) => text[text.length - end] === '\n' && text[text.length - end - 1] === '\r')) end -= 1;
  if (start && /[\ud800-\udbff]/.test(left[start - 1])) start -= 1;
  if (end && /[\udc00-\udfff]/.test(left[left.length - end])) end -= 1;
  return [[left, 'del'], [right, 'ins']].map(([text, tag]) => [
    withBlanks(text.slice(0, start)),
    text.length - end > start ? el(tag, {}, withBlanks(text.slice(start, text.length - end))) : null,
    withBlanks(text.slice(text.length - end)),
  ]);
}
