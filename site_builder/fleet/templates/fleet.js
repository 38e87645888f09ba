"use strict";
// The heat map: one page of agencies at a time, so that thousands stay fluent. Everything that it shows
// comes from data.js; nothing is fetched.
(() => {
  const ROWS = 100;
  const { items, elements, statuses, texts, names } = globalThis.fleet;
  const agencies = globalThis.fleet.agencies.map(([id, name, type, province, vendor, letters, lacking]) => ({
    id,
    name,
    type,
    province,
    vendor,
    letters,
    lacking,
    complete: letters.split("c").length - 1,
    said: `${id} ${name}`.toLowerCase(),
  }));
  const whole = document.querySelector(".with-script");
  const form = whole.querySelector(".filters");
  const table = whole.querySelector(".map");
  const detail = whole.querySelector(".detail");
  const buttons = [...whole.querySelectorAll("[data-step]")];
  const collator = new Intl.Collator("th");
  const orders = {
    id: null,
    worst: (a, b) => a.complete - b.complete,
    best: (a, b) => b.complete - a.complete,
    name: (a, b) => collator.compare(a.name, b.name),
  };
  let shown = agencies;
  let page = 0;
  let current = [0, 0];

  const filled = (text, ...values) => values.reduce((said, value) => said.replace("{}", value), text);
  const figure = (number) => number.toLocaleString("en");
  const percent = (part, all) => (all ? (Math.round((1000 * part) / all) / 10).toFixed(1) : "–");
  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  const head = () => {
    const row = document.createElement("tr");
    row.append(make("th", "", { scope: "col" }));
    items.forEach(([id, title], column) => {
      const done = shown.reduce((sum, each) => sum + (each.letters[column] === "c"), 0);
      const said = percent(done, shown.length);
      const cell = make("th", id, {
        scope: "col",
        title,
        "aria-label": `${id} ${title}, ${texts.share} ${said}`,
      });
      cell.append(make("small", said));
      row.append(cell);
    });
    row.firstChild.append(texts.share);
    const part = document.createElement("thead");
    part.append(row);
    return part;
  };

  const body = () => {
    const part = document.createElement("tbody");
    for (const agency of shown.slice(page * ROWS, (page + 1) * ROWS)) {
      const row = document.createElement("tr");
      row.append(make("th", agency.name, { scope: "row", tabindex: "-1" }));
      for (const letter of agency.letters) {
        const [sign, label] = statuses[letter];
        row.append(make("td", sign, { class: letter, "aria-label": label, tabindex: "-1" }));
      }
      part.append(row);
    }
    return part;
  };

  // One cell is in the order of the Tab key; arrow keys lead to the others.
  const cellAt = ([row, column]) => table.tBodies[0]?.rows[row]?.cells[column];
  const choose = (place, focus) => {
    cellAt(current)?.setAttribute("tabindex", "-1");
    current = place;
    const cell = cellAt(current);
    cell?.setAttribute("tabindex", "0");
    if (focus) cell?.focus();
  };

  const last = () => Math.max(Math.ceil(shown.length / ROWS) - 1, 0);
  const draw = () => {
    table.replaceChildren(head(), body());
    table.setAttribute("aria-rowcount", shown.length + 1);
    whole.querySelector(".pager__place").textContent = filled(texts.page, page + 1, last() + 1);
    for (const button of buttons) {
      button.disabled = ["first", "back"].includes(button.dataset.step) ? page === 0 : page === last();
    }
    choose([0, 0], false);
  };

  const turn = (to) => {
    page = Math.min(Math.max(to, 0), last());
    table.parentElement.scrollTop = 0;
    draw();
  };

  const apply = () => {
    const asked = (key) => form.elements[key].value;
    const numbers = ["province", "type", "vendor"]
      .filter((key) => asked(key) !== "")
      .map((key) => [key, Number(asked(key))]);
    const words = asked("name").toLowerCase().normalize("NFC").split(/\s+/);
    shown = agencies.filter(
      (each) =>
        numbers.every(([key, number]) => each[key] === number) && words.every((word) => each.said.includes(word)),
    );
    const order = orders[asked("order")];
    if (order) shown.sort(order);
    const done = shown.reduce((sum, each) => sum + each.complete, 0);
    const count = filled(
      texts.count,
      figure(shown.length),
      figure(agencies.length),
      percent(done, shown.length * items.length),
    );
    form.querySelector(".filters__count").textContent = shown.length ? count : texts.nothing;
    detail.hidden = true;
    turn(0);
  };

  // What an agency lacks: of one item where its cell was chosen, of all that are not complete otherwise.
  const tell = ([row, column]) => {
    const agency = shown[page * ROWS + row];
    if (!agency) return;
    const places = ["type", "province", "vendor"].map((key) => names[key][agency[key]]).filter(Boolean);
    const list = document.createElement("ul");
    items.forEach(([id, title], number) => {
      const letter = agency.letters[number];
      if (column ? number !== column - 1 : letter === "c") return;
      const entry = make("li", `${id} ${title} — ${statuses[letter][1]}`);
      const lacking = agency.lacking.filter((each) => elements[each][0] === number && letter === "i");
      if (lacking.length) {
        entry.append(make("p", filled(texts.lacking, lacking.map((each) => elements[each][1]).join("; "))));
      }
      list.append(entry);
    });
    detail.replaceChildren(
      make("h3", `${agency.name} (${agency.id})`),
      make("p", `${places.join(" · ")} — ${filled(texts.complete, agency.complete, items.length)}`),
      list.children.length ? list : make("p", texts.all),
    );
    detail.hidden = false;
    detail.scrollIntoView({ block: "nearest" });
  };

  const placeOf = (target) => {
    const cell = target.closest("tbody th, tbody td");
    return cell && [cell.parentElement.sectionRowIndex, cell.cellIndex];
  };
  table.addEventListener("click", (event) => {
    const place = placeOf(event.target);
    if (!place) return;
    choose(place, true);
    tell(place);
  });
  table.addEventListener("keydown", (event) => {
    if (!placeOf(event.target) || event.altKey || event.metaKey) return;
    const [row, column] = current;
    const rows = table.tBodies[0].rows.length;
    const steps = {
      ArrowUp: () => choose([Math.max(row - 1, 0), column], true),
      ArrowDown: () => choose([Math.min(row + 1, rows - 1), column], true),
      ArrowLeft: () => choose([row, Math.max(column - 1, 0)], true),
      ArrowRight: () => choose([row, Math.min(column + 1, items.length)], true),
      Home: () => choose([event.ctrlKey ? 0 : row, 0], true),
      End: () => choose([event.ctrlKey ? rows - 1 : row, items.length], true),
      PageUp: () => (turn(page - 1), choose([0, column], true)),
      PageDown: () => (turn(page + 1), choose([0, column], true)),
      Enter: () => tell(current),
      " ": () => tell(current),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  });
  const targets = { first: () => 0, back: () => page - 1, on: () => page + 1, last };
  for (const button of buttons) button.addEventListener("click", () => turn(targets[button.dataset.step]()));
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));

  for (const key of ["province", "type", "vendor"]) {
    const options = names[key].map((name, number) => [name || texts.none, number]);
    options.sort(([a], [b]) => collator.compare(a, b));
    for (const [name, number] of options) form.elements[key].append(make("option", name, { value: number }));
  }
  whole.hidden = false;
  document.querySelector(".without-script").hidden = true;
  apply();

  // Paper shows what is folded, and afterwards all is as it was.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const each of folded) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of folded) each.open = false;
  });
})();
