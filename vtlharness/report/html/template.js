// A template with the lines marked that wrote a difference.

const AROUND = 6;
const SHORT = 40;

function templateBlock(template, marked) {
  const lines = template.text.split(/\r\n|\n|\r/);
  const list = el('ol', { class: 'template' });
  const near = (line) => lines.length <= SHORT || [...marked].some((one) => Math.abs(one - line) <= AROUND);
  let hidden = [];
  const fold = () => {
    if (hidden.length) list.append(foldedLines(hidden));
    hidden = [];
  };
  lines.forEach((text, index) => {
    const item = { line: index + 1, text, marked: marked.has(index + 1) };
    if (!near(item.line)) return hidden.push(item);
    fold();
    list.append(templateLine(item));
  });
  fold();
  const which = [...marked].sort((a, b) => a - b).join(', ');
  return el('figure', {}, el('figcaption', {}, shown(template.name), el('span', { class: 'muted' }, ` – the marked lines wrote the differences: ${which}`)), list);
}

function foldedLines(items) {
  const unfold = (event) => event.target.closest('li').replaceWith(...items.map(templateLine));
  return el('li', { class: 'folded' }, el('button', { type: 'button', onclick: unfold }, `show ${counted(items.length, 'line')}`));
}

function templateLine({ line, text, marked }) {
  return el(
    'li',
    { class: marked ? 'marked' : null, value: line },
    el('span', { class: 'number', 'aria-hidden': 'true' }, line, marked ? ' ▶' : ''),
    el('code', {}, marked ? el('span', { class: 'unseen' }, 'wrote a difference: ') : null, withBlanks(cutLine(text, 0))),
  );
}
