/* What the frame of a page adds where scripts run; without it every page can be read and reached. */
(() => {
  "use strict";
  const one = (selector) => document.querySelector(selector);

  /* On a disk no folder has an index page of its own accord. */
  if (location.protocol === "file:") {
    for (const link of document.querySelectorAll("a[href]")) {
      if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    }
  }

  /* Light or dark. */
  const scheme = one(".oit-scheme");
  if (scheme && window.oitScheme) {
    const name = () => scheme.setAttribute("aria-label", window.oitScheme.isDark() ? scheme.dataset.light : scheme.dataset.dark);
    scheme.addEventListener("click", () => { window.oitScheme.toggle(); name(); });
    name();
  }

  /* The menu of a narrow window. */
  const drawer = one("#__drawer");
  const menu = one(".oit-menu");
  const sidebar = one(".md-sidebar--primary");
  function open(isOpen) {
    drawer.checked = isOpen;
    menu.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) sidebar.querySelector("a, label[tabindex]").focus();
    else menu.focus();
  }
  if (menu && sidebar) {
    menu.addEventListener("click", () => open(!drawer.checked));
    drawer.addEventListener("change", () => menu.setAttribute("aria-expanded", String(drawer.checked)));
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && drawer.checked) open(false);
    });
    sidebar.addEventListener("focusout", (event) => {
      // Past the last link the menu is left behind, as it covers the page.
      if (drawer.checked && event.relatedTarget && !sidebar.contains(event.relatedTarget)) {
        drawer.checked = false;
        menu.setAttribute("aria-expanded", "false");
      }
    });
  }
  addEventListener("keydown", (event) => {
    const label = event.target;
    if ((event.key === "Enter" || event.key === " ") && label.matches && label.matches("label[for][tabindex]")) {
      event.preventDefault();
      label.click();
    }
  });

  /* The current page in a long menu, the current section in the table of contents. */
  const wrap = one(".md-sidebar--primary .md-sidebar__scrollwrap");
  const current = one(".md-sidebar--primary .md-nav__link--active");
  if (wrap && current) {
    const down = current.getBoundingClientRect().top - wrap.getBoundingClientRect().top;
    wrap.scrollTop = Math.max(0, down - wrap.clientHeight / 2);
  }
  const sections = new Map();
  for (const link of document.querySelectorAll(".md-nav--secondary a[href^='#']")) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) sections.set(target, link);
  }
  if (sections.size && "IntersectionObserver" in window) {
    const seen = new Set();
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(target);
        else seen.delete(target);
      }
      const first = [...sections.keys()].find((section) => seen.has(section));
      if (!first) return;
      for (const [section, link] of sections) link.classList.toggle("md-nav__link--active", section === first);
    }, { rootMargin: "-64px 0px -40% 0px" });
    for (const section of sections.keys()) observer.observe(section);
  }

  /* Back to the top of a long page. */
  const top = one(".md-top");
  if (top) {
    const show = () => { top.hidden = scrollY < 2 * innerHeight; };
    addEventListener("scroll", show, { passive: true });
    top.addEventListener("click", () => { scrollTo(0, 0); one("#page, h1").focus({ preventScroll: true }); });
    show();
  }

  /* The search: the rest of it is loaded when a reader first goes to it. */
  const box = one("[data-oit-search=header]");
  const page = one("[data-oit-search=page]");
  let isStarted = false;
  function start() {
    if (isStarted) return;
    isStarted = true;
    const script = document.createElement("script");
    script.src = box.dataset.script;
    document.head.append(script);
  }
  if (box) {
    for (const each of [box, page]) {
      if (!each) continue;
      if (location.protocol === "file:") each.querySelector("form").action += "index.html";
      each.addEventListener("focusin", start);
    }
    box.querySelector(".oit-search__open").addEventListener("click", (event) => {
      event.preventDefault();
      box.classList.add("oit-search--open");
      box.querySelector("input").focus();
    });
    if (page && /[?&]q=[^&]/.test(location.search)) start();
    if (document.activeElement && box.contains(document.activeElement)) start();
  }
})();
