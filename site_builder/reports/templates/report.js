"use strict";
(() => {
  const form = document.querySelector(".filters");
  const details = [...document.querySelectorAll("details")];

  // Paper shows what is folded, and afterwards all is as it was.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = details.filter((each) => !each.open);
    for (const each of folded) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of folded) each.open = false;
  });
  // A link to a folded item unfolds it.
  for (const link of document.querySelectorAll('a[href^="#item-"]')) {
    link.addEventListener("click", () => {
      const target = document.getElementById(link.hash.slice(1));
      if (target) target.open = true;
    });
  }
  if (!form) return;

  const count = form.querySelector(".filters__count");
  const tasks = [...document.querySelectorAll(".unit .task")];
  const week = [...document.querySelectorAll(".week .task")];
  const items = [...document.querySelectorAll(".item")];
  const holders = [...document.querySelectorAll(".group, .unit, .week")];

  const apply = () => {
    const wanted = ["unit", "status", "level"].map((name) => [name, form.elements[name].value]);
    const fits = (part) =>
      wanted.every(([name, value]) => {
        if (value === "*") return true;
        const own = part.dataset[name];
        return name === "level" ? own.split(" ").includes(value) : own === value;
      });
    for (const part of [...tasks, ...week, ...items]) part.hidden = !fits(part);
    for (const part of holders) part.hidden = !part.querySelector(".task:not([hidden])");
    const visible = (parts) => parts.filter((part) => !part.hidden).length;
    count.textContent = count.dataset.text
      .replace("{tasks}", visible(tasks))
      .replace("{items}", visible(items));
  };
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
})();
