// The changes of `--mutate` that no case notices, each with a link to the case that comes nearest.

const MOST_CHANGES = 500;

function mutationBlock(mutation, cases) {
  if (!mutation) return null;
  const numbers = new Map(cases.map(({ id }, number) => [id, number]));
  const counts = [`${counted(mutation.tried, 'change')} tried`, `${mutation.noticed.toLocaleString('en')} noticed`];
  if (mutation.accepted) counts.push(`${mutation.accepted.toLocaleString('en')} accepted`);
  if (mutation.notTried) counts.push(`${mutation.notTried.toLocaleString('en')} not tried: the time was over`);
  if (mutation.notCovered) counts.push(`${mutation.notCovered.toLocaleString('en')} at places that no case renders`);
  const unnoticed = mutation.unnoticed;
  return el(
    'details',
    { class: 'panel', id: 'mutation', open: unnoticed.length ? '' : null },
    el('summary', {}, el('h2', {}, `Changes that no case notices (${unnoticed.length.toLocaleString('en')})`)),
    el('p', { class: 'muted' }, counts.join(' · ')),
    unnoticed.length ? el('ul', {}, unnoticed.slice(0, MOST_CHANGES).map((change) => changeItem(change, numbers))) : null,
    unnoticed.length > MOST_CHANGES ? el('p', { class: 'muted' }, `The first ${MOST_CHANGES} are shown.`) : null,
  );
}

function changeItem(change, numbers) {
  const place = [change.file, change.line, change.column].filter((part) => part !== null).join(':');
  const number = numbers.get(change.nearestCase);
  const nearest = number === undefined ? shown(change.nearestCase) : el('a', { href: `#case-${number}` }, shown(change.nearestCase));
  return el(
    'li',
    {},
    el('b', {}, shown(change.operator)),
    ' ',
    el('del', {}, shown(change.before)),
    ' → ',
    change.after ? el('ins', {}, shown(change.after)) : 'nothing',
    el('span', { class: 'muted' }, ' ', shown(place), change.part ? [' (', shown(change.part), ')'] : null),
    el('p', { class: 'hint' }, nearest, ' comes nearest: ', shown(change.look)),
  );
}
