// Shows the characters that a reader cannot see. `shown` is for names and sentences, `withBlanks` for payloads.

const UNSAFE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const ODD_SPACE = /[\xa0\u1680\u2000-\u200a\u202f\u205f]/;
const IN_NAMES = new RegExp(`(${UNSAFE.source}|${ODD_SPACE.source})`);
const IN_PAYLOADS = new RegExp(`( {1,4}|\\t|\\r\\n|\\n|\\r|${UNSAFE.source}|${ODD_SPACE.source})`);
const MARKS = { '\t': '→', '\r\n': 'CR⏎', '\n': '⏎', '\r': 'CR' };

function escapedCharacter(char) {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function shown(text) {
  return String(text)
    .split(IN_NAMES)
    .map((piece) => (piece.length === 1 && IN_NAMES.test(piece) ? el('span', { class: 'odd' }, escapedCharacter(piece)) : piece));
}

// The marks of blanks are drawn by the style, so that a copied text has the blanks themselves. Runs are cut, because a
// mark does not wrap.
function withBlanks(text) {
  return text.split(IN_PAYLOADS).map((piece, index) => {
    if (index % 2 === 0) return piece;
    if (piece[0] === ' ') return el('span', { class: 'blank', 'data-mark': '·'.repeat(piece.length) }, piece);
    if (piece === '\t') return el('span', { class: 'blank tab', 'data-mark': '→' }, piece);
    if (piece in MARKS) return el('span', { class: 'blank end', 'data-mark': MARKS[piece] }, '\n');
    return el('span', { class: 'odd' }, escapedCharacter(piece));
  });
}
