// Compares two texts by lines: rows of {kind: same|changed|removed|added, left, right, leftLine, rightLine}.

const MOST_COMPARISONS = 4e6;

function linesOf(text) {
  return text === '' ? [] : text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g);
}

function diffRows(leftText, rightText) {
  const left = linesOf(leftText);
  const right = linesOf(rightText);
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let leftEnd = left.length;
  let rightEnd = right.length;
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd -= 1;
    rightEnd -= 1;
  }
  const pairs = [];
  for (let at = 0; at < start; at += 1) pairs.push([at, at]);
  for (const [a, b] of commonLines(left.slice(start, leftEnd), right.slice(start, rightEnd))) pairs.push([a + start, b + start]);
  for (let at = leftEnd; at < left.length; at += 1) pairs.push([at, at - leftEnd + rightEnd]);
  return rowsBetween(left, right, pairs);
}

// The longest common subsequence, as pairs of indexes; none where that would take too long.
function commonLines(left, right) {
  if (!left.length || !right.length || left.length * right.length > MOST_COMPARISONS) return [];
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let a = left.length - 1; a >= 0; a -= 1) {
    for (let b = right.length - 1; b >= 0; b -= 1) {
      const at = a * width + b;
      lengths[at] = left[a] === right[b] ? lengths[at + width + 1] + 1 : Math.max(lengths[at + width], lengths[at + 1]);
    }
  }
  const pairs = [];
  for (let a = 0, b = 0; a < left.length && b < right.length; ) {
    if (left[a] === right[b]) pairs.push([a++, b++]);
    else if (lengths[(a + 1) * width + b] >= lengths[a * width + b + 1]) a += 1;
    else b += 1;
  }
  return pairs;
}

function rowsBetween(left, right, pairs) {
  const rows = [];
  let a = 0;
  let b = 0;
  for (const [nextA, nextB] of [...pairs, [left.length, right.length]]) {
    while (a < nextA || b < nextB) {
      const both = a < nextA && b < nextB;
      const row = { kind: both ? 'changed' : a < nextA ? 'removed' : 'added' };
      if (a < nextA) Object.assign(row, { left: left[a], leftLine: ++a });
      if (b < nextB) Object.assign(row, { right: right[b], rightLine: ++b });
      rows.push(row);
    }
    if (a < left.length && b < right.length) {
      rows.push({ kind: 'same', left: left[a], right: right[b], leftLine: ++a, rightLine: ++b });
    }
  }
  return rows;
}
