// The page: the summary, the findings, the changes, the coverage, the filter, and the list of cases.

const data = JSON.parse(document.getElementById('data').textContent);

const ORDER = ['failed', 'error', 'broken file', 'passed', 'xpassed', 'xfailed', 'skipped', 'listed'];

function tally(cases) {
  const counts = new Map(ORDER.map((outcome) => [outcome, 0]));
  for (const { outcome } of cases) counts.set(outcome, (counts.get(outcome) || 0) + 1);
  return new Map([...counts].filter(([, count]) => count));
}

function summaryBlock(run, counts) {
  const problems = [...counts].filter(([outcome]) => BAD.has(outcome)).reduce((sum, [, count]) => sum + count, 0);
  const told = [...counts].map(([outcome, count]) => `${count.toLocaleString('en')} ${outcome}`).join(', ');
  const unnoticed = run.mutation ? run.mutation.unnoticed.length : 0;
  const isBad = problems || unnoticed;
  const verdict = `${isBad ? '✗' : '✓'} ${told || 'no cases'}${unnoticed ? `, ${counted(unnoticed, 'change')} unnoticed` : ''}`;
  const more = [`${run.durationSeconds.toFixed(2)} s`, `engine ${run.engine}`, `vtlharness ${run.vtlharness}`];
  if (run.counts.deselected) more.push(`${counted(run.counts.deselected, 'case')} left out`);
  if (run.counts.updated) more.push(`${counted(run.counts.updated, 'case')} updated`);
  return el('header', {}, el('h1', {}, 'vtl-run'), el('p', { class: `verdict ${isBad ? 'bad' : 'good'}` }, verdict), run.incomplete ? el('p', { class: 'hint' }, el('b', {}, 'The run did not finish: '), shown(run.incomplete)) : null, el('p', { class: 'muted' }, more.join(' · ')));
}

function findingsBlock(cases) {
  const found = new Map();
  for (const one of cases) {
    for (const finding of one.findings || []) {
      const key = JSON.stringify([finding.rule, finding.file, finding.line, finding.column, finding.message]);
      found.set(key, { finding, count: (found.get(key)?.count || 0) + 1 });
    }
  }
  const hostile = cases.flatMap((one) => (one.differences || []).filter(({ kind }) => kind === 'hostile').map((difference) => [one, difference]));
  const list = el('ul', {}, [...found.values()].slice(0, 500).map(({ finding, count }) => {
    const item = findingItem(finding);
    if (count > 1) item.append(el('span', { class: 'muted' }, ` in ${counted(count, 'case')}`));
    return item;
  }));
  return [
    found.size ? el('details', { class: 'panel' }, el('summary', {}, el('h2', {}, `Findings (${found.size})`)), list, found.size > 500 ? el('p', { class: 'muted' }, 'The first 500 are shown.') : null) : null,
    hostile.length ? el('details', { class: 'panel' }, el('summary', {}, el('h2', {}, `Hostile findings (${hostile.length})`)), el('ul', {}, hostile.slice(0, 500).map(([one, difference]) => el('li', {}, shown(difference.message), el('span', { class: 'muted' }, ' ', shown(one.id)), hintLine(difference.hint))))) : null,
  ];
}

function share([part, whole]) {
  return whole ? `${part} of ${whole} (${Math.floor((part * 1000) / whole) / 10} %)` : '–';
}

function coverageBlock(coverage) {
  if (!coverage) return null;
  const rows = coverage.texts.map((one) => el('tr', {}, el('td', {}, shown(one.file)), el('td', {}, share(one.lines)), el('td', {}, share(one.arms)), el('td', {}, el('ul', {}, one.missing.map((sentence) => el('li', {}, shown(sentence)))))));
  const heading = `Coverage: lines ${share(coverage.lines)}, arms ${share(coverage.arms)}`;
  const table = el('table', { class: 'coverage' }, el('thead', {}, el('tr', {}, ['file', 'lines', 'arms', 'what did not run'].map((name) => el('th', { scope: 'col' }, name)))), el('tbody', {}, rows));
  const unreached = coverage.unreached.length ? [el('h3', {}, 'No case reached'), el('ul', {}, coverage.unreached.map((sentence) => el('li', {}, shown(sentence))))] : null;
  return el('details', { class: 'panel' }, el('summary', {}, el('h2', {}, heading)), el('div', { class: 'scroll' }, table), unreached);
}

function filterBlock(counts, list) {
  const known = [...counts.keys()];
  const bad = known.filter((outcome) => BAD.has(outcome));
  const wanted = new Set(bad.length ? bad : known);
  const told = el('p', { role: 'status', class: 'muted' });
  const search = el('input', { type: 'search', id: 'search', placeholder: 'words of a name, a value, a log', autocomplete: 'off', spellcheck: 'false' });
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = list.filter((one) => wanted.has(one.outcome), words);
    told.textContent = `${counted(found, 'case')} shown of ${data.cases.length.toLocaleString('en')}`;
  };
  const buttons = known.map((outcome) => {
    const button = el('button', { type: 'button', 'aria-pressed': String(wanted.has(outcome)) }, `${OUTCOME_SIGNS[outcome] || '?'} ${outcome} ${counts.get(outcome).toLocaleString('en')}`);
    button.addEventListener('click', () => {
      if (!wanted.delete(outcome)) wanted.add(outcome);
      button.setAttribute('aria-pressed', String(wanted.has(outcome)));
      apply();
    });
    return button;
  });
  let timer = 0;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 120);
  });
  const blanks = el('input', { type: 'checkbox', id: 'blanks', checked: '' });
  blanks.addEventListener('change', () => document.body.classList.toggle('plain', !blanks.checked));
  apply();
  return el('div', { class: 'filter' }, el('div', { role: 'group', 'aria-label': 'outcomes' }, buttons), el('label', { for: 'search' }, 'Filter ', search), el('label', { for: 'blanks' }, blanks, ' show white space'), told);
}

function openNamedCase() {
  const isNamed = /^#case-\d+$/.test(location.hash);
  if (isNamed) list.reveal(Number(location.hash.slice('#case-'.length)));
  const row = isNamed ? document.getElementById(location.hash.slice(1)) : null;
  if (!row) return;
  row.open = true;
  row.scrollIntoView();
}

const counts = tally(data.cases);
const list = caseList(data.cases, data.templates);
document.getElementById('report').append(summaryBlock(data.run, counts), ...[findingsBlock(data.cases), mutationBlock(data.run.mutation, data.cases), coverageBlock(data.coverage)].flat().filter(Boolean), el('h2', {}, 'Cases'), filterBlock(counts, list), list.element);
openNamedCase();
addEventListener('hashchange', openNamedCase);
