// Helps that may be missing: every page works without this file.
(() => {
  "use strict";

  for (const field of document.querySelectorAll("[data-counter]")) {
    const limit = Number(field.dataset.counter);
    const note = document.createElement("p");
    note.className = "counter";
    const show = () => {
      note.textContent = `${[...field.value].length.toLocaleString(document.documentElement.lang)} / ${limit.toLocaleString(document.documentElement.lang)}`;
    };
    field.after(note);
    field.addEventListener("input", show);
    show();
  }

  // Typed text stays in the browser until its form is sent and answered without errors.
  for (const field of document.querySelectorAll("[data-keep]")) {
    const key = `keep:${location.pathname}:${field.dataset.keep}`;
    try {
      if (!field.value) field.value = sessionStorage.getItem(key) ?? "";
      field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
      field.form?.addEventListener("submit", () => sessionStorage.removeItem(key));
    } catch {
      // A browser that keeps nothing keeps nothing.
    }
  }

  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });

  document.querySelector("[data-focus]")?.focus();

  if (window.matchMedia("(min-width: 62rem)").matches) {
    for (const facets of document.querySelectorAll("details.facets")) facets.open = true;
  }
})();
