// The list of findings: filtered over the index, fetched chunk by chunk, shown a page at a time. Nothing is ever left out.
const INDEX = read('index');
const [MARK, CHECK, UNIT, SEVERITY, OVERRULED] = [0, 1, 2, 3, 4];
const opened = new Map();

async function unpack(block) {
  if (block.dataset.form === 'plain') return JSON.parse(block.textContent);
  const bytes = Uint8Array.from(atob(block.textContent), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json();
}

async function chunk(at) {
  if (!opened.has(at)) {
    if (opened.size >= 20) opened.delete(opened.keys().next().value);
    opened.set(at, await unpack(document.getElementById('chunk-' + at)));
  }
  return opened.get(at);
}

const finding = async (row) => (await chunk(Math.floor(row / INDEX.chunk)))[row % INDEX.chunk];

function holds(f, wanted) {
  return [f.m, f.id, f.k, f.s, sentence(f), f.u, f.l && f.l.h, f.l && f.l.x, f.r && f.r.x].some((text) => text && text.toLowerCase().includes(wanted));
}

class List {
  constructor(root, rows) {
    this.root = root;
    this.all = rows;
    this.rows = rows;
    this.page = 0;
    this.size = 50;
    this.turn = 0; // a newer question makes an older one stop
    this.status = root.querySelector('.shown');
    this.cards = root.querySelector('.cards');
    for (const button of root.querySelectorAll('[data-do]')) button.addEventListener('click', () => this[button.dataset.do]());
  }

  async filter({ check, unit, severity, text, size }) {
    const turn = ++this.turn;
    const wanted = text.trim().toLowerCase();
    let rows = this.all.filter((row) => {
      const one = INDEX.rows[row];
      return (check === '' || one[CHECK] === +check) && (unit === '' || one[UNIT] === +unit) && (severity === '' || one[SEVERITY] === severity);
    });
    if (wanted) {
      this.status.textContent = say('list.searching');
      const kept = [];
      for (const row of rows) {
        if (holds(await finding(row), wanted)) kept.push(row);
        if (turn !== this.turn) return;
      }
      rows = kept;
    }
    Object.assign(this, { rows, page: 0, size: +size || Infinity });
    await this.show();
  }

  get pageCount() { return Math.max(1, Math.ceil(this.rows.length / this.size)); }

  async show(openMark) {
    const turn = ++this.turn;
    const from = this.page ? this.page * this.size : 0; // 0 × Infinity is no number
    const made = [];
    const wereOpen = new Set([...this.cards.querySelectorAll('.card[open]')].map((one) => one.id));
    let last = [null, null];
    for (const row of this.rows.slice(from, from + this.size)) {
      const f = await finding(row);
      if (turn !== this.turn) return;
      if (f.c !== last[0]) made.push(element('h3', {}, say(f.c + '.title') + ' ', element('small', {}, f.c)));
      if (f.c !== last[0] || f.u !== last[1]) made.push(element('h4', { class: 'data' }, f.u || say('group.none_unit')));
      last = [f.c, f.u];
      made.push(card(f, f.m === openMark || wereOpen.has(f.m)));
    }
    this.cards.replaceChildren(...made);
    this.status.textContent = this.rows.length ? say('list.shown', number(this.rows.length), this.page + 1, this.pageCount) : say('list.none');
    this.pager();
  }

  pager() {
    const go = (page, text, current) => {
      const button = element('button', { type: 'button', 'aria-current': current ? 'page' : null, 'aria-label': say('list.page', page + 1) }, text);
      button.addEventListener('click', async () => {
        this.page = page;
        await this.show();
        this.status.setAttribute('tabindex', '-1');
        this.status.focus();
      });
      return button;
    };
    const near = [...Array(this.pageCount).keys()].filter((p) => p === 0 || p === this.pageCount - 1 || Math.abs(p - this.page) <= 2);
    const buttons = near.flatMap((p, i) => [i && near[i - 1] < p - 1 ? '…' : null, go(p, String(p + 1), p === this.page)]).filter(Boolean);
    this.root.querySelector('.pages').replaceChildren(...(this.pageCount > 1 ? buttons : []));
  }

  async reveal(row) {
    if (!this.rows.includes(row)) this.rows = this.all;
    const at = this.rows.indexOf(row);
    this.page = this.size === Infinity ? 0 : Math.floor(at / this.size);
    const mark = INDEX.rows[row][MARK];
    await this.show(mark);
    const shown = document.getElementById(mark);
    if (!shown) return;
    shown.scrollIntoView({ block: 'start', behavior: 'auto' });
    shown.querySelector('summary').focus({ preventScroll: true });
  }

  open() { for (const one of this.cards.querySelectorAll('.card')) one.open = true; }

  close() { for (const one of this.cards.querySelectorAll('.card')) one.open = false; }

  async csv() {
    const rows = [];
    for (const row of this.rows) rows.push(findingRow(await finding(row)));
    save('findings-filtered.csv', [findingHeads(), ...rows]);
  }
}
