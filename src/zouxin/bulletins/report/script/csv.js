// CSV files made in the browser: UTF-8 with a mark for Excel, cells that look like formulas made plain.
function cell(value) {
  if (typeof value === 'number') return String(value);
  const text = String(value === null || value === undefined ? '' : value);
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? "'" + text : text;
  return '"' + safe.replace(/"/g, '""') + '"';
}

function save(name, rows) {
  const text = '\ufeff' + rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = element('a', { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

const verdictHeads = () => ['asked', 'clean', 'finding', 'unobservable', 'not_judged', 'overruled'].map((key) => say('verdict.' + key));
const checkHeads = () => [say('group.check'), say('total.item')];

function chartRows(of) {
  if (of === 'novel') {
    const rows = CHARTS.novel.flatMap((d) => d.counts.map((count, i) => [d.group || say('group.all'), d.edges[i], d.edges[i + 1], count]));
    return [[say('group.group'), say('group.from'), say('group.to'), say('chart.novel.count')], ...rows];
  }
  if (of === 'checks') {
    return [[...checkHeads(), ...verdictHeads()], ...CHARTS.checks.map(([code, ...counts]) => [code, say(code + '.title'), ...counts])];
  }
  const head = say(of === 'units' ? 'group.unit' : 'group.month');
  const none = say(of === 'units' ? 'group.none_unit' : 'group.none_month');
  return [[head, ...checkHeads(), ...verdictHeads()],
    ...CHARTS[of].map(([group, code, ...counts]) => [group || none, code, say(code + '.title'), ...counts])];
}

function findingRow(f) {
  return [f.m, f.c, say(f.c + '.title'), say('severity.' + f.v), f.u, f.t, f.src, f.id, sentence(f), f.l && f.l.x, f.r && f.r.x, f.q, f.g, f.p];
}

const findingHeads = () => ['card.mark', 'list.check', 'total.item', 'list.severity', 'list.unit', 'group.month', 'card.source', 'card.id',
  'list.title', 'card.letter', 'card.reply', 'card.citation', 'card.grade', 'card.pack'].map((key) => say(key));
