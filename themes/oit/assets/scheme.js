/* Before anything is painted: whether scripts run, and the reader's colours. */
(() => {
  "use strict";
  const root = document.documentElement;
  const { light, dark } = document.currentScript.dataset;
  const key = "oit-scheme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try { chosen = localStorage.getItem(key); } catch (error) { /* not allowed: the system's choice */ }

  const isDark = () => (chosen ? chosen === "dark" : system.matches);
  const apply = () => { document.body.dataset.mdColorScheme = isDark() ? dark : light; };

  root.classList.replace("no-js", "js");
  if (!dark) return;
  root.classList.add("oit-schemes");
  window.oitScheme = {
    isDark,
    toggle() {
      chosen = isDark() ? "light" : "dark";
      try { localStorage.setItem(key, chosen); } catch (error) { /* until the next page, then */ }
      apply();
    },
  };
  system.addEventListener("change", apply);
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    apply();
  }).observe(root, { childList: true });
})();
