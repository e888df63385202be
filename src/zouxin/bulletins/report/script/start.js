// Ties the page together.
const rowsWhere = (overruled) => INDEX.rows.map((one, row) => row).filter((row) => INDEX.rows[row][OVERRULED] === overruled);
const lists = {};
for (const [name, overruled] of [['findings', 0], ['overruled', 1]]) {
  const root = document.getElementById(name + '-list');
  if (root) lists[name] = new List(root, rowsWhere(overruled));
}
const form = document.getElementById('filter');

function options() {
  if (!form) return;
  const any = ['', say('list.any')];
  const fill = (select, rows) => {
    const before = select.value;
    select.replaceChildren(...[any, ...rows].map(([value, text]) => element('option', { value }, text)));
    select.value = before;
  };
  const standing = rowsWhere(0).map((row) => INDEX.rows[row]);
  const present = (at) => new Set(standing.map((one) => one[at]));
  const [checks, units, severities] = [present(CHECK), present(UNIT), present(SEVERITY)];
  fill(form.elements.check, INDEX.checks.map((one, i) => [i, say(one.code + '.title')]).filter(([i]) => checks.has(i)));
  fill(form.elements.unit, INDEX.units.map((unit, i) => [i, unit || say('group.none_unit')]).filter(([i]) => units.has(i)));
  fill(form.elements.severity, ['veto', 'fault', 'advice'].filter((one) => severities.has(one)).map((one) => [one, say('severity.' + one)]));
}

const asked = () => Object.fromEntries(new FormData(form));

async function follow() {
  const mark = decodeURIComponent(location.hash.slice(1));
  const row = INDEX.rows.findIndex((one) => one[MARK] === mark);
  if (row < 0) return;
  const overruled = INDEX.rows[row][OVERRULED];
  if (!overruled && form && !lists.findings.rows.includes(row)) form.reset();
  await lists[overruled ? 'overruled' : 'findings'].reveal(row);
}

function listen() {
  for (const button of document.querySelectorAll('[data-language]')) button.addEventListener('click', () => setLanguage(button.dataset.language));
  for (const button of document.querySelectorAll('[data-csv]')) {
    button.addEventListener('click', () => save(button.dataset.csv + '.csv', chartRows(button.dataset.csv)));
  }
  for (const id of ['pick-units', 'window-units', 'pick-months', 'pick-novel']) document.getElementById(id).addEventListener('change', drawAll);
  window.addEventListener('hashchange', follow);
  let wait;
  window.addEventListener('resize', () => { clearTimeout(wait); wait = setTimeout(drawAll, 150); });
  window.addEventListener('beforeprint', () => {
    for (const one of document.querySelectorAll('#looked details')) one.open = true;
  });
  if (!form) return;
  let typing;
  form.addEventListener('input', (event) => {
    clearTimeout(typing);
    typing = setTimeout(() => lists.findings.filter(asked()), event.target.name === 'text' ? 250 : 0);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(() => lists.findings.filter(asked())));
}

function remembered() {
  try { return localStorage.getItem('zouxin.language') || 'zh-Hans'; } catch (refused) { return 'zh-Hans'; }
}

async function start() {
  document.documentElement.classList.add('scripted');
  listen();
  const old = document.querySelector('[data-form=gzip]') && typeof DecompressionStream === 'undefined';
  if (old) {
    for (const list of Object.values(lists)) list.root.replaceChildren(element('p', { class: 'notice', 'data-t': 'no_unpack' }, say('no_unpack')));
  }
  onLanguage.push(drawAll, options);
  setLanguage(remembered());
  if (old) return;
  const again = () => Promise.all(Object.values(lists).map((list) => list.show()));
  await again();
  onLanguage.push(again);
  document.documentElement.dataset.ready = 'yes';
  await follow();
}

start();
