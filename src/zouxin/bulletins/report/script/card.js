// One finding: sentence, texts side by side, what was measured, the count of days, and the rule.
// one name may mean two things: `field.RPL005.letters` goes before `field.letters`
const word = (code, key) => say([`field.${code}.${key}`, 'field.' + key].find(has) || key);

function valueText(value) {
  if (value === null || value === undefined || value === '') return say('value.null');
  if (typeof value === 'object') return JSON.stringify(value);
  return has('value.' + value) ? say('value.' + value) : String(value);
}

function sentence(f) {
  const pattern = WORDS[language][f.c + '.says'];
  if (language === 'zh-Hans' && f.s || !pattern) return f.s;
  const fields = [...pattern.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
  if (fields.some((key) => !(key in f.e) || f.e[key] === null)) return f.s;
  return pattern.replace(/\{(\w+)\}/g, (whole, key) => valueText(f.e[key]));
}

function table(head, rows, attributes) {
  const line = (cells, name) => element('tr', {}, ...cells.map((cell, i) =>
    (name === 'th' ? element('th', { scope: 'col' }, cell) : i ? element('td', { class: 'data' }, cell) : element('th', { scope: 'row' }, cell))));
  return element('table', attributes || {}, element('thead', {}, line(head, 'th')), element('tbody', {}, ...rows.map((row) => line(row, 'td'))));
}

function evidence(f) {
  const rows = Object.entries(f.e).map(([key, value]) => [word(f.c, key), valueText(value)]);
  if (!rows.length) return null;
  return element('div', {}, element('h5', {}, say('card.evidence')), table([say('card.field'), say('card.value')], rows));
}

function days(f) {
  if (!f.d.length) return null;
  let nth = 0;
  const rows = f.d.map(([day, counted, why]) => {
    const weekday = say('weekday.' + new Date(day + 'T00:00:00Z').getUTCDay());
    return [day, weekday, counted ? say('card.counted_nth', ++nth) : say('card.counted_no'), why];
  });
  const made = table(['date', 'weekday', 'counted', 'why'].map((key) => say('card.' + key)), rows);
  [...made.tBodies[0].rows].forEach((line, i) => line.classList.toggle('off', !f.d[i][1]));
  return element('details', { class: 'more' }, element('summary', {}, say('card.days', nth, f.d.length)),
    element('div', { class: 'days', tabindex: '0', role: 'group', 'aria-label': say('card.days', nth, f.d.length) }, made));
}

function rule(f) {
  const check = INDEX.checks.find((one) => one.code === f.c);
  const grade = f.g || check.grade;
  const pairs = [
    ['list.check', say(f.c + '.title') + '（' + f.c + ' ' + check.trouble + '）'],
    ['card.citation', f.q || check.citation],
    ['card.grade', grade && grade + ' · ' + say('grade.' + grade)],
    ['card.pack', f.p || check.pack],
    ['card.put_right', has(f.c + '.put_right') && say(f.c + '.put_right')],
    ['card.cannot_tell', has(f.c + '.cannot_tell') && say(f.c + '.cannot_tell')],
  ];
  return element('div', {}, element('h5', {}, say('card.rule')), element('dl', { class: 'pairs' },
    ...pairs.filter((pair) => pair[1]).map(([key, text]) => element('div', {}, element('dt', {}, say(key)), element('dd', {}, text)))));
}

function others(f) {
  if (!f.o.length) return null;
  return element('details', { class: 'more others' }, element('summary', {}, say('card.others', number(f.o.length))),
    ...f.o.map((view) => textBox({ ...view, h: '' }, view.h || say('card.other'), '')));
}

function cardBody(f) {
  const views = [f.l, f.r, f.w, ...f.o].filter(Boolean);
  return element('div', { class: 'body' }, legend(views),
    element('div', { class: 'texts' }, ...(f.w ? [textBox(f.w, say('card.post'), '')] : [
      textBox(f.l, say('card.letter'), say('card.no_letter')), textBox(f.r, say('card.reply'), say('card.no_reply'))])),
    others(f), days(f),
    element('div', { class: 'sides' }, evidence(f), rule(f)),
    element('p', { class: 'quiet' }, say('card.mark') + ' ', element('code', {}, f.m), ' · ',
      element('a', { href: '#' + f.m }, say('card.link')), ' · ' + say('card.source') + ' ', element('bdi', {}, f.src)));
}

// many findings have the same sentence: the letter's first words tell them apart
function opening(f) {
  const view = f.l || f.w;
  const text = view ? (view.h || view.x.trim().split('\n')[0]) : '';
  return text.length > 24 ? text.slice(0, 24) + '…' : text;
}

function card(f, open) {
  const facts = [f.u || say('group.none_unit'), f.k, f.t, say('card.id') + ' ' + f.id, opening(f)].filter(Boolean);
  const made = element('details', { class: 'card', id: f.m },
    element('summary', {},
      element('span', { class: 'data' },
        element('span', { class: 'tag ' + (f.x ? 'over' : f.v) }, f.x ? say('card.overruled') : say('severity.' + f.v)), sentence(f)),
      element('span', { class: 'meta data' }, facts.join(' · '))));
  // the body is built when it is first opened: fifty pairs of long texts would slow a phone down
  const fill = () => made.children.length > 1 || made.append(cardBody(f));
  made.addEventListener('toggle', () => made.open && fill());
  if (open) { made.open = true; fill(); }
  return made;
}
