// A text with its stretches marked. Stretches may overlap: the text is cut wherever one begins or ends.
const KINDS = ['foreign', 'private', 'advert', 'copied', 'rude', 'forward', 'refer', 'promise', 'novel', 'formal', 'phrase'];

const kindName = (kind) => (has('span.' + kind) ? say('span.' + kind) : kind);
const kindClass = (kind) => 'k-' + (KINDS.includes(kind) ? kind : 'other');

function pieces(text, spans) {
  const cuts = [...new Set([0, text.length, ...spans.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => {
    const kinds = spans.filter(([from, to]) => from <= cuts[i] && end <= to).map((span) => span[2]);
    return [text.slice(cuts[i], end), [...new Set(kinds)]];
  });
}

function marked(text, spans) {
  return pieces(text, spans).map(([piece, kinds]) => {
    if (!kinds.length) return piece;
    const said = kinds.map(kindName).join('、');
    return element('mark', { class: kinds.map(kindClass).join(' '), 'data-say': said, title: said }, piece);
  });
}

function legend(views) {
  const kinds = [...new Set(views.flatMap((view) => view.s.map((span) => span[2])))];
  if (!kinds.length) return null;
  kinds.sort((a, b) => KINDS.indexOf(a) - KINDS.indexOf(b));
  return element('p', { class: 'legend' }, element('span', {}, say('card.legend') + say('colon')),
    ...kinds.map((kind) => element('mark', { class: kindClass(kind) }, kindName(kind))));
}

function textBox(view, name, missing) {
  if (!view) return element('div', { class: 'text' }, element('h5', {}, name), element('p', { class: 'quiet' }, missing));
  const facts = [view.id, view.on, say('card.chars', number(view.n))].filter(Boolean);
  return element('div', { class: 'text' },
    element('h5', {}, name, ...facts.map((fact) => element('span', { class: 'data' }, fact))),
    element('div', { class: 'words', tabindex: '0', role: 'group', 'aria-label': name, lang: 'zh', dir: 'auto' },
      view.h ? element('span', { class: 'headline' }, view.h) : null, ...marked(view.x, view.s)));
}
