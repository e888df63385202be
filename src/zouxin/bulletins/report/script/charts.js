// Charts of the same numbers as the tables below them.
const CHARTS = read('charts');
const COLOURS = { clean: '#5b8f78', finding: '#a33a2a', unobservable: '#8a93a0', not_judged: '#c08a1e' };
const VERDICTS = [['clean', 1], ['finding', 2], ['unobservable', 3], ['not_judged', 4]];
const WINDOW = 30; // units in one picture
const drawn = {};
const quietFont = { fontSize: 13, color: '#1d2530' };
// never by colour alone: three of the four verdicts also have a pattern
const DECALS = {
  clean: { symbol: 'none' },
  finding: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: 'rgba(255,255,255,.45)' },
  unobservable: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [3, 4], color: 'rgba(255,255,255,.5)' },
  not_judged: { symbol: 'circle', symbolSize: 0.7, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0], color: 'rgba(255,255,255,.7)' },
};

function draw(name, option, height) {
  const place = document.getElementById('chart-' + name);
  if (!option) { place.textContent = say('chart.empty'); place.style.height = 'auto'; return; }
  if (typeof echarts === 'undefined') { place.textContent = say('chart.missing'); return; }
  place.style.height = height + 'px';
  place.setAttribute('aria-label', say('chart.' + { checks: 'check', units: 'unit', months: 'month', novel: 'novel' }[name] + '.caption'));
  drawn[name] = drawn[name] || echarts.init(place);
  drawn[name].resize();
  drawn[name].setOption({ animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, ...option }, true);
}

const cut = (text, most) => (text.length > most ? text.slice(0, most - 1) + '…' : text);
const narrow = () => document.documentElement.clientWidth < 600;

function stacked(names, rows, { share, sideways }) {
  const whole = (row) => row[1] + row[2] + row[3] + row[4];
  const of = (row, at) => (share ? (whole(row) ? 100 * row[at] / whole(row) : 0) : row[at]);
  const category = { type: 'category', data: names, inverse: sideways, axisTick: { show: false },
    axisLabel: { ...quietFont, formatter: (text) => cut(text, narrow() ? 9 : 16) } };
  const value = { type: 'value', max: share ? 100 : null, minInterval: share ? null : 1, splitNumber: narrow() ? 2 : 5, axisLabel: { ...quietFont, formatter: share ? '{value}%' : null },
    splitLine: { lineStyle: { color: '#e4e8ed' } } };
  return {
    grid: { left: 4, right: 22, top: 12, bottom: 4, containLabel: true },
    xAxis: sideways ? value : category, yAxis: sideways ? category : value,
    series: VERDICTS.map(([key, at]) => ({ name: say('verdict.' + key), type: 'bar', stack: 'all', barMaxWidth: 26, itemStyle: { color: COLOURS[key], decal: DECALS[key] },
      data: rows.map((row) => of(row, at)) })),
  };
}

function drawChecks() {
  const names = CHARTS.checks.map(([code]) => say(code + '.title'));
  draw('checks', names.length && stacked(names, CHARTS.checks.map((row) => row.slice(1)), { share: true, sideways: true }), 40 + 34 * names.length);
}

function choose(id, options, first) {
  const select = document.getElementById(id);
  const before = select.options.length ? select.value : first;
  select.replaceChildren(...options.map(([value, text]) => element('option', { value }, text)));
  if (options.some(([value]) => String(value) === before)) select.value = before;
  select.parentElement.hidden = options.length < 2;
  return select.value;
}

function drawGroups(name, none) {
  const codes = [...new Set(CHARTS[name].map((row) => row[1]))];
  // begin with the check that found most: an empty picture says little
  const found = (code) => CHARTS[name].reduce((sum, row) => sum + (row[1] === code ? row[4] : 0), 0);
  const most = codes.reduce((best, one) => (found(one) > found(best) ? one : best), codes[0]);
  const code = choose('pick-' + name, codes.map((one) => [one, say(one + '.title')]), most);
  const rows = CHARTS[name].filter((row) => row[1] === code);
  const windows = name === 'units' ? Math.ceil(rows.length / WINDOW) : 1;
  const first = WINDOW * (choose('window-' + name, [...Array(windows).keys()].map((i) => [i, (i * WINDOW + 1) + '–' + Math.min((i + 1) * WINDOW, rows.length)])) || 0);
  const shown = name === 'units' ? rows.slice(first, first + WINDOW) : rows;
  const names = shown.map((row) => row[0] || say(none));
  const sideways = name === 'units';
  draw(name, names.length && stacked(names, shown.map((row) => row.slice(2)), { sideways }), sideways ? 40 + 28 * names.length : 320);
}

function drawNovel() {
  const group = choose('pick-novel', CHARTS.novel.map((d, i) => [i, d.group || say('group.all')]));
  const d = CHARTS.novel[+group || 0];
  if (!d) { draw('novel', null); return; }
  draw('novel', {
    grid: { left: 4, right: 12, top: 40, bottom: 30, containLabel: true },
    xAxis: { type: 'category', data: d.bins, axisLabel: quietFont, name: say('chart.novel.bins'), nameLocation: 'middle', nameGap: 30, nameTextStyle: quietFont },
    yAxis: { type: 'value', minInterval: 1, axisLabel: quietFont, name: say('chart.novel.count'), nameTextStyle: { ...quietFont, align: 'left' }, splitLine: { lineStyle: { color: '#e4e8ed' } } },
    series: [{ type: 'bar', barCategoryGap: '12%', itemStyle: { color: '#1f4068' }, label: { show: true, position: 'top', color: '#1d2530' }, data: d.counts }],
  }, 300);
}

function drawAll() {
  drawChecks();
  drawGroups('units', 'group.none_unit');
  drawGroups('months', 'group.none_month');
  drawNovel();
}
