// Words in the reader's language. Text is only ever set as text, never as markup.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const WORDS = read('words');
let language = 'zh-Hans';
const onLanguage = [];

const has = (key) => key in WORDS[language];

function say(key, ...values) {
  const text = WORDS[language][key];
  return text === undefined ? key : text.replace(/\{(\d+)\}/g, (whole, at) => (at in values ? values[at] : whole));
}

function number(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function speak(root) {
  for (const one of root.querySelectorAll('[data-t]')) {
    one.textContent = say(one.dataset.t, ...(one.dataset.p ? JSON.parse(one.dataset.p) : []));
  }
  for (const one of root.querySelectorAll('[data-t-label]')) one.setAttribute('aria-label', say(one.dataset.tLabel));
}

function setLanguage(code) {
  if (!(code in WORDS)) return;
  language = code;
  document.documentElement.lang = code;
  document.title = say('title');
  try { localStorage.setItem('zouxin.language', code); } catch (refused) { /* private windows refuse; the page works without */ }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === code));
  }
  speak(document);
  for (const react of onLanguage) react();
}
