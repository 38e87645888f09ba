/* Filter, sort and sum the rows of a table. Only adds: without it the table, its parts and its
   downloads are all there. The rows are loaded when a reader asks for the filter. */
(() => {
  "use strict";
  const PAGE = 25;
  const MOST_CHOICES = 40;

  const place = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const count = (n) => n.toLocaleString("th-TH-u-nu-latn");

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  /* The same folding as the site's search: digits, spaces and case say nothing. */
  const fold = (text) =>
    String(text).normalize("NFC").toLowerCase()
      .replace(/[๐-๙]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0x0e50 + 48))
      .replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff]+/g, "")
      .replace(/\u0e4d([\u0e48-\u0e4b]?)\u0e32/g, "$1\u0e33").replace(/เเ/g, "แ");

  const number = (value, places) =>
    value.toLocaleString("th-TH-u-nu-latn", { minimumFractionDigits: places, maximumFractionDigits: 2 });
  const shown = (value) => (typeof value === "number" ? number(value, Number.isInteger(value) ? 0 : 2) : value);
  /* A figure is found as it is shown, with and without commas and satang. */
  const searched = (value) => (typeof value === "number" ? `${value} ${number(value, 0)} ${number(value, 2)}` : value);

  function expand(data) {
    let next = 0;
    const places = data.columns.map((column) => ("same" in column ? -1 : next++));
    return data.rows.map((row) => data.columns.map((column, i) => (places[i] < 0 ? column.same : row[places[i]])));
  }

  function build(holder, data, T) {
    const rows = expand(data);
    const folded = rows.map((row) => fold(row.map(searched).join(" ")));
    const state = { text: "", chosen: new Map(), sort: -1, up: true, page: 0 };
    const id = holder.dataset.oitTable;

    const search = element("input", { type: "search", id: `${id}-search`, autocomplete: "off" });
    const controls = element("div", { class: "oit-filter__controls" },
      element("label", { for: `${id}-search` }, T.search, search));
    data.columns.forEach((column, i) => {
      if ("same" in column || column.kind === "number") return;
      const values = [...new Set(rows.map((row) => row[i]))].filter((value) => value !== "");
      if (values.length < 2 || values.length > MOST_CHOICES || values.length === rows.length) return;
      if (column.kind !== "choice" && i !== 0) values.sort((a, b) => a.localeCompare(b, "th"));
      const select = element("select", { id: `${id}-choose-${i}` }, element("option", { value: "" }, T.all));
      for (const value of values) select.append(element("option", { value }, value));
      select.addEventListener("change", () => { state.chosen.set(i, select.value); state.page = 0; draw(); });
      controls.append(element("label", { for: select.id }, column.label, select));
    });

    const status = element("p", { role: "status", class: "oit-filter__status" });
    const head = element("tr");
    data.columns.forEach((column, i) => {
      const button = element("button", { type: "button", "aria-label": place(T.sort, { column: column.label }) }, column.label);
      button.addEventListener("click", () => {
        state.up = state.sort === i ? !state.up : true;
        state.sort = i;
        draw();
      });
      const cell = element("th", { scope: "col", ...(column.kind === "number" ? { class: "oit-number" } : {}) }, button);
      head.append(cell);
    });
    const body = element("tbody");
    const wide = data.columns.length > 8 ? " oit-table--wide" : "";
    const table = element("table", { class: `oit-table${wide}` },
      element("caption", {}, `${T.results}: ${holder.dataset.title}`), element("thead", {}, head), body);
    const region = element("div", { class: "oit-scroll", role: "region", tabindex: "0", "aria-label": T.results }, table);
    const back = element("button", { type: "button", class: "md-button" }, T.previous);
    const on = element("button", { type: "button", class: "md-button" }, T.next);
    const where = element("span");
    back.addEventListener("click", () => { state.page -= 1; draw(); });
    on.addEventListener("click", () => { state.page += 1; draw(); });
    search.addEventListener("input", () => { state.text = fold(search.value); state.page = 0; draw(); });

    function draw() {
      const chosen = [...state.chosen].filter(([, value]) => value);
      let found = [];
      rows.forEach((row, i) => {
        if (state.text && !folded[i].includes(state.text)) return;
        if (chosen.every(([column, value]) => row[column] === value)) found.push(row);
      });
      if (state.sort >= 0) {
        const direction = state.up ? 1 : -1;
        found = found.map((row, i) => [row, i]).sort(([a, i], [b, j]) => {
          const [x, y] = [a[state.sort], b[state.sort]];
          const order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "th", { numeric: true });
          return direction * order || i - j;
        }).map(([row]) => row);
      }
      [...head.children].forEach((cell, i) => {
        if (i === state.sort) cell.setAttribute("aria-sort", state.up ? "ascending" : "descending");
        else cell.removeAttribute("aria-sort");
      });
      const sums = data.columns.map((column, i) => column.total
        ? `${column.label} ${shown(found.reduce((sum, row) => sum + (typeof row[i] === "number" ? row[i] : 0), 0))}` : "")
        .filter(Boolean);
      status.textContent = place(T.found, { count: count(found.length), total: count(rows.length) }) + (sums.length ? ` · ${T.sum} ${sums.join(" · ")}` : "");
      const pages = Math.max(1, Math.ceil(found.length / PAGE));
      state.page = Math.min(Math.max(state.page, 0), pages - 1);
      body.replaceChildren(...found.slice(state.page * PAGE, (state.page + 1) * PAGE).map((row) =>
        element("tr", {}, ...row.map((value, i) =>
          element("td", data.columns[i].kind === "number" ? { class: "oit-number" } : {}, String(shown(value)))))));
      where.textContent = place(T.page, { page: state.page + 1, pages });
      back.disabled = state.page === 0;
      on.disabled = state.page === pages - 1;
    }

    draw();
    holder.replaceChildren(controls, status, region, element("p", { class: "oit-filter__pages" }, back, " ", where, " ", on));
    search.focus();
  }

  for (const holder of document.querySelectorAll("[data-oit-rows]")) {
    const T = JSON.parse(holder.dataset.labels);
    const button = holder.querySelector("button");
    const note = holder.querySelector("[role=status]");
    button.addEventListener("click", () => {
      button.disabled = true;
      note.textContent = T.loading;
      const script = element("script", { src: holder.dataset.oitRows });
      script.addEventListener("load", () => build(holder, window.oitTables[holder.dataset.oitTable], T));
      script.addEventListener("error", () => { note.textContent = T.failed; button.disabled = false; });
      document.head.append(script);
    });
  }
})();
