// The list of cases: a row for each that the filter takes, some hundreds at a time, and its body when it is opened.

const AT_A_TIME = 200;
const BAD = new Set(['failed', 'error', 'broken file']);
const OUTCOME_SIGNS = { passed: '✓', failed: '✗', error: '!', 'broken file': '!', skipped: '–', xfailed: '✗', xpassed: '✓', listed: '·' };

function caseList(cases, templates) {
  const list = el('div', { class: 'cases' });
  const more = el('button', { type: 'button', class: 'more' });
  const state = { found: [], made: 0 };
  const texts = new Array(cases.length);

  const grow = () => {
    const next = state.found.slice(state.made, state.made + AT_A_TIME);
    list.append(...next.map((index) => caseRow(cases[index], index, templates)));
    state.made += next.length;
    const left = state.found.length - state.made;
    more.hidden = left === 0;
    more.textContent = `show more (${counted(left, 'case')} left)`;
  };
  const textOf = (index) => (texts[index] ??= JSON.stringify(cases[index]).toLowerCase() + cases[index].id.toLowerCase());
  const filter = (takes, words) => {
    state.found = [];
    cases.forEach((one, index) => {
      if (takes(one) && words.every((word) => textOf(index).includes(word))) state.found.push(index);
    });
    state.made = 0;
    list.replaceChildren();
    grow();
    return state.found.length;
  };
  more.addEventListener('click', grow);
  new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && grow(), { rootMargin: '600px' }).observe(more);
  // A case that the filter takes and that further rows would show.
  const reveal = (index) => {
    const position = state.found.indexOf(index);
    while (state.made <= position) grow();
  };
  return { element: el('div', {}, list, more), filter, reveal };
}

function caseRow(one, index, templates) {
  const row = el(
    'details',
    { id: `case-${index}`, class: `case ${BAD.has(one.outcome) ? 'bad' : one.outcome === 'passed' ? 'good' : 'other'}` },
    el('summary', {}, el('span', { class: 'outcome' }, `${OUTCOME_SIGNS[one.outcome] || '?'} ${one.outcome}`), ' ', el('span', { class: 'id' }, shown(one.id)), one.findings ? el('span', { class: 'warned' }, ` ⚠ ${counted(one.findings.length, 'finding')}`) : null, one.reason && one.outcome !== 'skipped' ? el('span', { class: 'reason' }, shown(one.reason)) : null),
  );
  row.addEventListener('toggle', () => row.open && row.children.length === 1 && row.append(caseBody(one, templates)));
  return row;
}
