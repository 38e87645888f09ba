/* The search, loaded when a reader first touches the box (partials/search.html). The index then comes
   as scripts (site_builder/search/index.py), which also work where the site is opened from a disk.
   How words are compared stands in the index. Texts of pages only ever become text, never HTML. */
(() => {
  "use strict";

  const root = new URL("../", document.currentScript.src).href;
  const folder = new URL("search/", document.currentScript.src).href;
  const IN_PANEL = 12;
  const ON_PAGE = 100;
  const MAX_TERMS = 10;
  /* Where a word stands, the best place first. */
  const TITLE = 0, HEADING = 1, TEXT = 2, DOCUMENT = 3, NOWHERE = 4;
  const MARKS = /[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]/;

  /* ---- loading ---- */

  const given = {};
  window.oitSearch = (name, data) => { given[name] = data; };

  function script(name) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = folder + name + ".js";
      element.onload = () => (name in given ? resolve(given[name]) : reject(new Error(name)));
      element.onerror = () => reject(new Error(name));
      document.head.append(element);
    });
  }

  let loading = null;
  const waiting = [];

  /** The index, loaded once; `more` is called when texts of documents have joined it. */
  function load(more) {
    waiting.push(more);
    loading = loading || script("index").then(data => {
      const index = new Index(data);
      data.documents.reduce(
        (before, name) => before.then(() => script(name)).then(entries => {
          index.addDocuments(entries);
          waiting.forEach(call => call());
        }).catch(() => {}),  // the pages can be searched all the same
        Promise.resolve()
      );
      return index;
    });
    return loading;
  }

  /* ---- comparing ---- */

  const digits = text => text.replace(/[๐-๙]/g, d => String.fromCharCode(d.charCodeAt(0) - 0xe20));

  function follow(rules) {
    const compiled = rules.map(([pattern, replacement]) => [new RegExp(pattern, "g"), replacement]);
    return text => compiled.reduce((now, [pattern, by]) => now.replace(pattern, by), text);
  }

  function unpacker([thai, ascii]) {
    const table = new Uint16Array(0x10000).map((_, code) => code);
    for (let i = 0; i < thai.length; i++) {
      table[thai.charCodeAt(i)] = ascii.charCodeAt(i);
      table[ascii.charCodeAt(i)] = thai.charCodeAt(i);
    }
    const decoder = new TextDecoder("utf-16le", { ignoreBOM: true });
    return text => {
      const codes = new DataView(new ArrayBuffer(text.length * 2));
      for (let i = 0; i < text.length; i++) codes.setUint16(i * 2, table[text.charCodeAt(i)], true);
      return decoder.decode(codes);
    };
  }

  const isDigit = character => character >= "0" && character <= "9";

  /** Where `term` stands in `text` at or after `from`, or -1. Words are found within words, for
      Thai has no spaces between them; a number is found whole. */
  function find(text, term, from = 0) {
    const last = term.length - 1;
    let at = text.indexOf(term, from);
    while (
      at >= 0 &&
      ((isDigit(term[0]) && isDigit(text.charAt(at - 1))) ||
        (isDigit(term[last]) && isDigit(text.charAt(at + last + 1))))
    ) at = text.indexOf(term, at + 1);
    return at;
  }

  class Index {
    constructor(data) {
      this.unpack = unpacker(data.letters);
      this.labels = data.labels;
      this.shortest = data.shortest;
      const exact = follow(data.rules), loosened = follow(data.loose);
      this.fold = text => exact(digits(text.normalize("NFC").toLowerCase()));
      this.foldLoosely = text => loosened(this.fold(text));
      this.loosened = loosened;
      this.pages = data.pages.map(([url, item, year, title, sections]) => {
        title = this.unpack(title);
        const head = this.fold(`${title}\n${year}`);
        const code = digits(item).toLowerCase().match(/^([a-z]+)0*([0-9]+)$/);
        return {
          url, year, title, head, code: code ? code[1] + code[2] : "", looseHead: loosened(head),
          sections: sections.map(([id, name, text]) => this.section(id, name, text, false)),
        };
      });
    }

    section(id, title, text, isDocument) {
      title = this.unpack(title);
      text = this.unpack(text);
      const head = this.fold(title), body = this.fold(text);
      return {
        id, title, text, isDocument, head, body,
        looseHead: this.loosened(head), looseBody: this.loosened(body),
      };
    }

    addDocuments(entries) {
      for (const [page, id, title, text] of entries) {
        this.pages[page].sections.push(this.section(id, title, text, true));
      }
    }

    /** What is found: `hits` as asked, and `near` with a similar spelling. */
    search(query) {
      const asked = digits(query.normalize("NFC").toLowerCase()).trim();
      const item = asked.match(
        /(?:^|\s)(?:ข้อ(?:ที่)?\s*(?:o\s*\.?\s*)?|o\s*\.?\s*)0*([1-9][0-9]?)(?![0-9])/
      );
      if (item) return this.searchItem(asked, item);
      const words = this.words(asked);
      if (words.join("").length < 2) return { hits: [], near: [], jumps: false };
      const hits = this.look(words, false);
      const found = new Set(hits.map(hit => hit.page));
      const loose = words.map(word => this.loosened(word));
      const near = loose.every(word => word.length >= this.shortest)
        ? this.look(loose, true).filter(hit => !found.has(hit.page))
        : [];
      return { hits, near, jumps: false };
    }

    /** An item's number, with a year or words or without: its page in each year comes first. */
    searchItem(asked, item) {
      let rest = asked.slice(0, item.index) + " " + asked.slice(item.index + item[0].length);
      const year = rest.match(/(?:ปีงบประมาณ|ปี|พ\.?ศ\.?|[-/])?\s*(25[0-9]{2})(?![0-9])/);
      if (year) rest = rest.replace(year[0], " ");
      rest = rest.replace(/(?:^|\s)(?:oit|ปีงบประมาณ|ปี|พ\.?ศ\.?)(?=\s|$)/g, " ");
      const words = this.words(rest);
      const jumps = this.pages
        .filter(page => page.code === "o" + item[1] && (!year || page.year === year[1]))
        .map(page => this.hit(page, words, false))
        .filter(hit => hit.rank < Infinity);
      const found = new Set(jumps.map(hit => hit.page));
      const terms = [this.fold(item[0]), ...words, ...(year ? [year[1]] : [])];
      const hits = this.look(terms, false).filter(hit => !found.has(hit.page));
      return { hits: [...jumps, ...hits], near: [], jumps: jumps.length > 0 };
    }

    words(text) {
      const words = text.split(/\s+/).map(word => this.fold(word)).filter(Boolean);
      return [...new Set(words)].slice(0, MAX_TERMS);
    }

    /** The pages on which every term stands, the best first; else as the index has them: the
        current year's before the others'. */
    look(terms, loosely) {
      const hits = this.pages
        .map(page => this.hit(page, terms, loosely))
        .filter(hit => hit.rank < Infinity);
      return hits.sort((one, other) => one.rank - other.rank);
    }

    hit(page, terms, loosely) {
      const headOf = loosely ? "looseHead" : "head", bodyOf = loosely ? "looseBody" : "body";
      const places = terms.map(term => (find(page[headOf], term) >= 0 ? TITLE : NOWHERE));
      const together = terms.join("");
      const isPhrase = text => terms.length > 1 && find(text, together) >= 0;
      let phrase = isPhrase(page[headOf]), best = null, most = 0;
      for (const section of page.sections) {
        let found = 0, isWhole = false;
        terms.forEach((term, number) => {
          const inHead = find(section[headOf], term) >= 0;
          if (!inHead && find(section[bodyOf], term) < 0) return;
          const place = section.isDocument ? (inHead ? TEXT : DOCUMENT) : (inHead ? HEADING : TEXT);
          found += NOWHERE + 1 - place;
          places[number] = Math.min(places[number], place);
        });
        if (found) isWhole = isPhrase(section[headOf]) || isPhrase(section[bodyOf]);
        phrase = phrase || isWhole;
        if (isWhole) found += NOWHERE * terms.length;
        if (found > most) [best, most] = [section, found];
      }
      const rank = places.includes(NOWHERE)
        ? Infinity
        : places.reduce((sum, place) => sum + place, 0) - (phrase ? 0.5 : 0);
      const section = places.every(place => place === TITLE) ? null : best;
      return { page, rank, section, terms, loosely };
    }

    /** The part of a section's text around what was found. */
    excerpt({ section, terms, loosely }) {
      const lines = section.text.split("\n");
      const folded = section[loosely ? "looseBody" : "body"].split("\n");
      let chosen = 0, most = 0;
      folded.forEach((line, number) => {
        const found = terms.filter(term => find(line, term) >= 0).length;
        if (found > most) [chosen, most] = [number, found];
      });
      const line = lines[chosen];
      const first = Math.min(...terms.map(term => find(folded[chosen], term)).filter(at => at >= 0));
      const at = most ? this.before(line, first, loosely) : 0;
      const from = whole(line, Math.max(0, at - 50)), to = whole(line, Math.min(line.length, at + 120));
      return { text: line.slice(from, to), opens: from > 0, ends: to < line.length };
    }

    /** How many characters of `text` come before its folded character number `wanted`. */
    before(text, wanted, loosely) {
      const fold = loosely ? this.foldLoosely : this.fold;
      let low = 0, high = text.length;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (fold(text.slice(0, middle)).length <= wanted) low = middle;
        else high = middle - 1;
      }
      return low;
    }

    /** The text as nodes, with what was found marked. */
    marked(text, terms, loosely) {
      const folded = (loosely ? this.foldLoosely : this.fold)(text);
      const ranges = [];
      for (const term of terms) {
        let at = find(folded, term);
        for (; at >= 0 && ranges.length < 20; at = find(folded, term, at + term.length)) {
          const from = this.before(text, at, loosely);
          let to = this.before(text, at + term.length, loosely);
          while (to > from + 1 && /\s/.test(text.charAt(to - 1))) to--;
          while (MARKS.test(text.charAt(to))) to++;
          ranges.push([whole(text, from), to]);
        }
      }
      ranges.sort((one, other) => one[0] - other[0]);
      const nodes = [];
      let done = 0;
      for (const [from, to] of ranges) {
        if (from < done) continue;
        nodes.push(text.slice(done, from), element("mark", "", [text.slice(from, to)]));
        done = to;
      }
      return [...nodes, text.slice(done)];
    }
  }

  /** The nearest place at or before `at` that parts no letter from its marks. */
  function whole(text, at) {
    while (at > 0 && MARKS.test(text.charAt(at))) at--;
    return at;
  }

  /* ---- showing ---- */

  function element(name, style, children) {
    const made = document.createElement(name);
    if (style) made.className = style;
    made.append(...children);
    return made;
  }

  function address(path) {
    const isFolder = path === "" || path.endsWith("/");
    return root + path + (location.protocol === "file:" && isFolder ? "index.html" : "");
  }

  function place(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  class Box {
    constructor(box) {
      this.box = box;
      this.isPage = box.dataset.oitSearch === "page";
      this.form = box.querySelector("form");
      this.input = box.querySelector("input");
      this.panel = box.querySelector(".oit-search__panel");
      this.status = box.querySelector(".oit-search__status");
      this.list = document.createElement("ol");
      this.list.className = "oit-search__results";
      this.panel.append(this.list);
      this.index = null;
      this.withNear = "";
      this.input.addEventListener("focus", () => this.start());
      this.input.addEventListener("input", () => this.show());
      this.form.addEventListener("submit", event => this.submit(event));
      box.addEventListener("keydown", event => this.key(event));
      if (this.isPage) {
        this.input.value = this.input.value || new URLSearchParams(location.search).get("q") || "";
        if (this.input.value) this.start();
      } else {
        box.querySelector(".oit-search__close").addEventListener("click", () => this.close());
        box.addEventListener("focusout", () => setTimeout(() => {
          if (!box.contains(document.activeElement)) this.panel.hidden = true;
        }));
      }
      if (box.contains(document.activeElement)) this.start();
    }

    start() {
      if (!this.index && !this.isStarted) {
        this.isStarted = true;
        load(() => this.show()).then(
          index => { this.index = index; this.show(); },
          () => { this.hasFailed = true; this.show(); }
        );
      }
      this.show();
    }

    show() {
      const query = this.input.value;
      if (!this.isPage) this.panel.hidden = !query.trim() || !this.box.contains(document.activeElement);
      this.panel.querySelectorAll(".oit-search__more").forEach(more => more.remove());
      this.list.replaceChildren();
      this.result = null;
      if (!query.trim()) return this.say("");
      if (this.hasFailed) return this.say(this.box.dataset.failed);
      if (!this.index) return this.say(this.box.dataset.loading);
      this.result = this.index.search(query);
      const { hits, near } = this.result;
      const labels = this.index.labels;
      const isNear = !hits.length || this.withNear === query;
      const found = isNear ? [...hits, ...near] : hits;
      const shown = found.slice(0, this.isPage ? ON_PAGE : IN_PANEL);
      this.list.append(...shown.map(hit => this.entry(hit)));
      const text = !found.length ? labels.none : !hits.length ? labels.near
        : shown.length < found.length ? labels.shown : labels.found;
      this.say(place(text, { count: found.length, shown: shown.length }));
      const more = [];
      if (shown.length < found.length && !this.isPage) {
        const all = element("a", "", [labels.every]);
        all.href = this.page();
        more.push(all);
      }
      if (!isNear && near.length) {
        const button = element("button", "", [place(labels.more_near, { count: near.length })]);
        button.type = "button";
        button.addEventListener("click", () => {
          this.withNear = query;
          this.input.focus();
          this.show();
        });
        more.push(button);
      }
      if (more.length) this.panel.append(element("p", "oit-search__more", more));
    }

    /** Tells how much was found; not at each key, for a screen reader reads it out. */
    say(text) {
      clearTimeout(this.saying);
      this.saying = setTimeout(() => { this.status.textContent = text; }, 150);
    }

    entry(hit) {
      const { page, section, terms, loosely } = hit;
      const index = this.index;
      const link = element("a", "", index.marked(page.title, terms, loosely));
      link.href = address(page.url) + (section && section.id ? "#" + encodeURIComponent(section.id) : "");
      const parts = [link];
      if (page.year) {
        const year = page.url.startsWith("oit/") ? index.labels.edition : index.labels.year;
        link.append(" ", element("span", "oit-search__year", [place(year, page)]));
      }
      if (section) {
        const title = index.marked(section.title, terms, loosely);
        const [before, after] = index.labels.document.split("{title}");
        const where = section.isDocument ? [before, ...title, after] : title;
        if (section.title) parts.push(element("p", "oit-search__section", where));
        const { text, opens, ends } = index.excerpt(hit);
        const words = index.marked(text, terms, loosely);
        parts.push(element("p", "oit-search__words", [opens ? "…" : "", ...words, ends ? "…" : ""]));
      }
      return element("li", "oit-search__result", parts);
    }

    page() {
      return this.form.action.split("?")[0] + "?q=" + encodeURIComponent(this.input.value);
    }

    submit(event) {
      event.preventDefault();
      if (!this.input.value.trim()) return;
      if (!this.isPage) {
        const isItem = this.result && this.result.jumps;
        location.href = isItem ? this.list.querySelector("a").href : this.page();
        return;
      }
      try {
        history.replaceState(history.state, "", "?q=" + encodeURIComponent(this.input.value));
      } catch (error) { /* not allowed for files; the results stand there all the same */ }
      this.start();
    }

    key(event) {
      if (event.key === "Escape" && !this.isPage) {
        // Once to leave the results, once more to leave the box.
        if (this.panel.hidden) return this.close();
        this.input.focus();
        this.panel.hidden = true;
        event.preventDefault();
        return;
      }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const stops = [this.input, ...this.panel.querySelectorAll("a, button")];
      const at = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      if (this.panel.hidden) this.show();
      else if (stops[at]) stops[at].focus();
    }

    close() {
      this.panel.hidden = true;
      this.box.classList.remove("oit-search--open");
      const open = this.box.querySelector(".oit-search__open");
      if (open.offsetParent) open.focus();
    }
  }

  window.oitSearch.Index = Index;  // for tests, which compare it with its twin in Python
  document.querySelectorAll("[data-oit-search]").forEach(box => new Box(box));
})();
