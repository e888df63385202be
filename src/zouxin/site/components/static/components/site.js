// Small things a page does by itself; without script every page still works.
(() => {
  const wide = window.matchMedia("(min-width: 48rem)");
  const open = () => document.querySelectorAll("details[data-wide-open]").forEach((one) => { one.open = wide.matches; });
  open();
  wide.addEventListener("change", open);

  // a question before what cannot be taken back
  document.addEventListener("submit", (event) => {
    const asked = event.submitter?.dataset.ask ?? event.target.dataset.ask;
    if (asked && !window.confirm(asked)) event.preventDefault();
  });

  // htmx sends the token of the page's forms
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });
})();
